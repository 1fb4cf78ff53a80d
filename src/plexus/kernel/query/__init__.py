"""Questions as data: filters checked against the schema and compiled to one statement, and sort orders."""
