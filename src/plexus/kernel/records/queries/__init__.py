"""Finished reads about single records: their history, a state of the past, the trash."""
