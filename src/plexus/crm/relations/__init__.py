"""Who stands how to whom: typed relations between people, companies and deals, and their picture."""
