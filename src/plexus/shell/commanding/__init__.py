"""Acts too long to wait for: a worker does them under one cause, with progress and one undo."""
