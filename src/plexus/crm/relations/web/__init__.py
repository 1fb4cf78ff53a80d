"""Pages of relations."""
