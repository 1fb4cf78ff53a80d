"""Writing any list to a file that people read and that an import takes back: CSV, Excel and JSON lines."""
