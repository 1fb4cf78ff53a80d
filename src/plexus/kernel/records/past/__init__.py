"""What travelling is made of: what changed since a moment, set by set, and pages narrowed to it."""
