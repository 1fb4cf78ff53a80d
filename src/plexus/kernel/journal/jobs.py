"""The journal's chores: partitions for the months to come, and a seal on what is decided."""

from __future__ import annotations

from django.db import connections

from plexus.kernel.jobs.registry import chore
from plexus.kernel.journal import sealing


@chore("journal.partitions")
def make_partitions() -> None:
    """Make the partitions of the coming year; only the owner of the tables may."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT journal_ensure_partitions(current_date, 13)")


@chore("journal.seal", each_minute=True)
def seal() -> None:
    """Seal what came since the last time."""
    sealing.seal()
