"""Files that people put on records: the bytes once per workspace beside the database, the record of each in it."""
