"""Finished reads about long acts."""
