"""Plain values: money, phones, names, days and refusals. Nothing here imports Django."""
