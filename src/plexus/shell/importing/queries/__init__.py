"""Finished reads about imports."""
