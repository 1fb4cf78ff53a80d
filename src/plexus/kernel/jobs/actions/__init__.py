"""What people do with jobs."""
