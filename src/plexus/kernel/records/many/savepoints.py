"""Work on many records of which some are refused by the database: those stand alone, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

Work = Callable[[Sequence[UUID]], None]
Refuse = Callable[[UUID, IntegrityError | DataError], None]


def around_faults(ids: Sequence[UUID], work: Work, refuse: Refuse) -> None:
    """Do the work in one savepoint; where a constraint objects, halve until the records it objects to stand alone."""
    if not ids:
        return
    try:
        with transaction.atomic():
            work(ids)
    except (IntegrityError, DataError) as error:
        if len(ids) == 1:
            refuse(ids[0], error)
            return
        middle = len(ids) // 2
        around_faults(ids[:middle], work, refuse)
        around_faults(ids[middle:], work, refuse)


def check_references() -> None:
    """Let references that lead nowhere speak now, not at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
