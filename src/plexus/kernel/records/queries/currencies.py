"""In which currency an amount stood when only the amount changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.schema.object import Object


def at_changes(about: Object, workspace_id: UUID, rows: Sequence[Change]) -> dict[int, dict[str, Any]]:
    """The currency columns of each change's record at that change: two queries for each such column."""
    columns = {each.currency_column for each in about.fields.values() if each.currency_column}
    found: dict[int, dict[str, Any]] = {row.pk: {} for row in rows}
    for column in columns if rows else ():
        for row, value in _at(about, workspace_id, rows, column):
            found[row.pk][column] = value
    return found


def _at(about: Object, workspace_id: UUID, rows: Sequence[Change], column: str) -> Iterable[tuple[Change, Any]]:
    ids = list({row.record_id for row in rows})
    now = dict(about.rows(workspace_id).filter(pk__in=ids).values_list("pk", column))
    later: dict[UUID, list[Change]] = {}
    for change in log.of_column(workspace_id, ids, column):
        later.setdefault(change.record_id, []).append(change)
    for row in rows:
        following = (each.was[column] for each in later.get(row.record_id, ()) if each.pk > row.pk)
        yield row, next(following, now.get(row.record_id))
