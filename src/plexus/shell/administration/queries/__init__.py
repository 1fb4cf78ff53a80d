"""What the settings pages read."""
