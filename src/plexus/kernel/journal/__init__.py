"""The append-only log of every change, written by the database in the same transaction; each change has a cause."""
