"""Keeping what somebody will ask of an import's rows in the database, so that it outlives the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing.cells import text_of
from plexus.shell.importing.models import ImportRow
from plexus.shell.importing.verdicts import KEPT_BACK, Row

SHOWN = 20
WAITING = "waiting"


class Kept:
    """The sink of an import that a worker runs."""

    def __init__(self, actor: Actor, import_id: UUID, *, dry: bool) -> None:
        self._actor, self._import_id, self._dry = actor, import_id, dry
        self._first: Counter[str] = Counter()

    def begin(self) -> None:
        """Forget what an earlier dry run noted."""
        with acting(self._actor):
            ImportRow.objects.filter(brought_id=self._import_id, dry=True).delete()

    def keep(self, rows: Sequence[Row]) -> None:
        """Note rows that were kept back, and the first of the others."""
        self._write([self._note(row, row.verdict or "") for row in rows if self._is_asked_for(row)])

    def _is_asked_for(self, row: Row) -> bool:
        if row.verdict in KEPT_BACK:
            return True
        self._first[row.verdict or ""] += 1
        return self._first[row.verdict or ""] <= SHOWN

    def postpone(self, rows: Sequence[Row]) -> None:
        """Note rows that refer to others of the file."""
        if not self._dry:
            self._write([self._note(row, WAITING) for row in rows])

    def postponed(self, after: int, count: int) -> list[Row]:
        """The noted rows, in order."""
        with acting(self._actor):
            waiting = ImportRow.objects.filter(brought_id=self._import_id, dry=False, verdict=WAITING)
            found = list(waiting.filter(number__gt=after).order_by("number")[:count])
        return [Row(each.number, tuple(each.cells), record_id=each.record_id, later=each.later) for each in found]

    def _write(self, notes: list[ImportRow]) -> None:
        with acting(self._actor):
            ImportRow.objects.bulk_create(notes, batch_size=2000)

    def _note(self, row: Row, verdict: str) -> ImportRow:
        return ImportRow(
            workspace_id=self._actor.workspace_id,
            brought_id=self._import_id,
            dry=self._dry,
            number=row.number,
            verdict=verdict,
            reasons=list(_reasons(row.reasons)),
            cells=[text_of(cell) for cell in row.cells],
            record_id=row.record_id,
            later=row.later,
        )


def _reasons(reasons: Sequence[FieldError]) -> Iterator[dict[str, Any]]:
    for each in reasons:
        yield {"field": each.field, "code": each.code, **sentences.kept(each.message, each.params)}


def reasons_of(kept: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Why a row was kept back, out of its `reasons`."""
    return [FieldError(each["field"], each["code"], each["text"], each["params"]) for each in kept]
