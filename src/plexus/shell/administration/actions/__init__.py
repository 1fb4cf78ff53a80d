"""Every write of administration, each with its cause in the journal."""
