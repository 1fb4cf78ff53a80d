"""Reads of the log as it is written; what an actor may see of it is decided by the records above."""
