"""Every write of engagement."""
