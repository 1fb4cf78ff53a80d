"""What `plexus check` looks at, each check in words that say what to do."""
