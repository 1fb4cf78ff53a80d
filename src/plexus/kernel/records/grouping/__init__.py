"""Rows in groups with their figures: what reports, dashboards, grouped lists and the API's aggregates ask alike."""
