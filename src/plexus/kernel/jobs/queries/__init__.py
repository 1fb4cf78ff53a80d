"""Finished reads about jobs."""
