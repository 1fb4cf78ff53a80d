"""The REST API: one set of endpoints for every object, described by one generated document."""
