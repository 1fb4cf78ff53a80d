"""Which record each row means: by the keys of the import, all rows of a chunk at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import finding, refusals
from plexus.shell.importing.verdicts import Row, Verdict

Key = tuple[str, ...]


class Matcher:
    """Finds the records of rows, and rows that come twice, over a whole file."""

    def __init__(self, actor: Actor, about: Object, keys: Sequence[Key]) -> None:
        self._actor, self._about, self._keys = actor, about, keys
        self._seen: dict[bytes, int] = {}

    def note_repeats(self, rows: Iterable[Row]) -> None:
        """Keep back each row whose keys stood in an earlier one; references count by what is written."""
        for row in rows:
            marks = self._marks(row) if row.stands else None
            if marks is None:
                continue
            first = self._seen.setdefault(marks, row.number)
            if first != row.number:
                twice = FieldError("", "twice", refusals.TWICE, {"row": first})
                row.reject(twice, verdict=Verdict.DUPLICATE)

    def _marks(self, row: Row) -> bytes | None:
        for names in self._keys:
            values = [_mark(self._value(row, name)) for name in names]
            if all(values):
                return blake2b(repr((names, values)).encode("utf-8", "replace"), digest_size=10).digest()
        return None

    def find(self, rows: Sequence[Row]) -> None:
        """Give each row its record, by the first key that it has and that leads to one."""
        for place, names in enumerate(self._keys):
            open_rows = [row for row in rows if row.stands and row.record_id is None and self._has(row, names)]
            if open_rows:
                surer = [self._about.fields[key[0]] for key in self._keys[:place] if key != ("id",)]
                self._find_by(names, surer, open_rows)

    def _find_by(self, names: Key, surer: Sequence[Field], rows: Sequence[Row]) -> None:
        """A record that another surer key tells apart from the row is not the one."""
        first, *others = (self._about.fields[name] for name in names)
        found: dict[tuple[Any, ...], list[tuple[UUID, tuple[Any, ...]]]] = {}
        values = {self._value(row, names[0]) for row in rows}
        for record_id, values_there in finding.rows_with(self._actor, self._about, first, values, (*others, *surer)):
            found.setdefault(values_there[: len(names)], []).append((record_id, values_there[len(names) :]))
        for row in rows:
            key = tuple(finding.comparable(self._about.fields[name], self._value(row, name)) for name in names)
            told = [finding.comparable(each, self._value(row, each.name)) for each in surer]
            fitting = [record_id for record_id, there in found.get(key, ()) if _agree(told, there)]
            if len(fitting) > 1:
                row.reject(FieldError(names[0], "ambiguous", refusals.MATCHES_SEVERAL))
            elif fitting:
                row.record_id = fitting[0]

    def _has(self, row: Row, names: Key) -> bool:
        return all(self._value(row, name) not in (None, "") for name in names)

    def _value(self, row: Row, name: str) -> Any:
        """What the row says of a field; the primary address is also said by the list of addresses."""
        found = row.values.get(name)
        if found is None and (whole := self._about.fields[name].alias_of):
            points = row.values.get(whole)
            return points[0]["value"] if points else None
        return found


def _agree(told: Sequence[Any], there: Sequence[Any]) -> bool:
    return all(not here or not known or here == known for here, known in zip(told, there, strict=True))


def _mark(value: Any) -> Any:
    if isinstance(value, str):
        return finding.plain(value)
    return str(value) if value is not None else None
