"""PostgreSQL as Plexus uses it through Django."""
