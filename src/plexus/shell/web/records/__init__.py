"""The page of a record, its panels, and what is bound to it."""
