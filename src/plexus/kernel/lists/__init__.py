"""Lists that people keep by hand: records of one object, put there one by one or all that match."""
