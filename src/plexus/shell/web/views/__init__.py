"""Saved views on a list: tabs, saving, and the layouts grouped table, board and calendar."""
