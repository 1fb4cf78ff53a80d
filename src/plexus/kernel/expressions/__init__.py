"""The expression language of administrators' rules and formulas: typed against the schema, bounded, never `eval`."""
