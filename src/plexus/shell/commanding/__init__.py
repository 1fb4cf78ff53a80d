"""Bulk commands too long to wait for: a worker does them in steps, under one cause, with progress and one undo."""
