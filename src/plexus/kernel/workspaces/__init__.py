"""A workspace is one company's data; this package owns the wall between workspaces."""
