"""The journal's chore: partitions for the months to come."""

from __future__ import annotations

from django.db import connections

from plexus.kernel.jobs.registry import chore


@chore("journal.partitions")
def make_partitions() -> None:
    """Make the partitions of the coming year; only the owner of the tables may."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT journal_ensure_partitions(current_date, 13)")
