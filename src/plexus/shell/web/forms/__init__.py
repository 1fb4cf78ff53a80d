"""Writing a record: in a form, in a cell, against a newer version of it."""
