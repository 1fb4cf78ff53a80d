"""The API's chore: forget answers and counts that nobody will ask for any more."""

from __future__ import annotations

from django.db import connection

from plexus.kernel.jobs.registry import chore


@chore("api.tidy")
def tidy() -> None:
    """Delete expired answers of every workspace, and counts of past hours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT api_tidy()")
