"""Objects and their fields, described once on the model and read by everything generic."""
