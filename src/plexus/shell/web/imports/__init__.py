"""The import wizard: upload, mapping, trial, run, result."""
