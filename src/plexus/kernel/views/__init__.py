"""Views: a saved filter, sort, columns and layout over one object; it shows each reader what is theirs to see."""
