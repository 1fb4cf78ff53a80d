"""Beginning and ending to follow; noting what was read."""
