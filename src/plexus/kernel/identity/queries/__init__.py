"""Finished reads about who people are."""
