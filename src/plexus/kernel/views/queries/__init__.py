"""Reading views, and what they show: groups, lanes and days."""
