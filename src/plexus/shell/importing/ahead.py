"""Reading ahead: the rows of a file, chunk by chunk, each read while the one before it is being stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from itertools import islice
from typing import Any

from plexus.kernel.schema.field import Field
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import parting, refusals
from plexus.shell.importing.aside import Aside
from plexus.shell.importing.cells import Reader, Several, error_of
from plexus.shell.importing.columns import LISTS, Plan
from plexus.shell.importing.destinations import Destination
from plexus.shell.importing.presets.catalogue import MARK
from plexus.shell.importing.reading import footers
from plexus.shell.importing.reading.rows import Cells, Fault
from plexus.shell.importing.reading.tables import LONG, NOTE, Table
from plexus.shell.importing.referring import Wanted, wanted_of
from plexus.shell.importing.verdicts import Row

# PostgreSQL waits until these are read; each chunk after them is so many times as long, up to the whole size.
FIRST = 1_000
GROWTH = 4
# What stands where bytes were no character.
UNREAD = "\ufffd"


class Ahead:
    """The rows of a table in chunks. `go_on` says when the next one may be read, else it is when it is asked for.

    Every row is shown to `see` where it is read, in the order of the file.
    """

    def __init__(self, aside: Aside, rows: Iterator[Row], size: int, see: Callable[[list[Row]], None]) -> None:
        self._aside, self._see = aside, see
        self._most, self._size = size, min(FIRST, size)
        self._rows = rows
        self._next: Future[list[Row]] | None = None

    def go_on(self) -> None:
        """Have the next chunk read aside, after what was begun before."""
        self._next = self._next or self._aside.begin(self._read)

    def _read(self) -> list[Row]:
        rows = list(islice(self._rows, self._size))
        self._size = min(self._size * GROWTH, self._most)
        self._see(rows)
        return rows

    def __iter__(self) -> Iterator[list[Row]]:
        while chunk := self._taken():
            yield chunk

    def _taken(self) -> list[Row]:
        self.go_on()
        waiting, self._next = self._next, None
        return waiting.result() if waiting else []


class RowReader:
    """Makes a row of a number and its cells: the values by field, references by what the cells say of them."""

    def __init__(self, plan: Plan, table: Table, known: Mapping[str, Field]) -> None:
        self._faults, self._beyond = table.faults, table.beyond
        encoding = table.format.encoding
        self._damaged = encoding.name.removesuffix("-sig").upper() if encoding and encoding.damaged else ""
        self._own = sum(1 for header in table.headers if not header.startswith(MARK))
        columns = [
            (
                column.to.is_looked_up,
                (column.index, reader, column.header, column.to.field.name, column.to.lookup),
            )
            for column, reader in plan.columns
        ]
        self._plain = [each for is_looked_up, each in columns if not is_looked_up]
        self._references = [each for is_looked_up, each in columns if is_looked_up]
        self._blank = dict.fromkeys(name for _index, _reader, _header, name, _lookup in self._references)
        self._constants = [(to, _said(to, value)) for to, value in plan.constants]
        self._patterns = plan.patterns
        fields = [column.to.field for column, _reader in plan.columns]
        self._lists = frozenset(one.name for one in fields if one.type.key in LISTS)
        self._related = frozenset(each.name for each in known.values() if each.type.key == "references")
        self._leading = {one.name: one.alias_of for one in fields if one.alias_of}
        self._parted = parting.is_wanted(plan.named)
        self._known = known

    def __call__(self, numbered: tuple[int, Cells]) -> Row:
        number, cells = numbered
        row = Row(number, cells)
        if not self._is_none(row):
            self._must_be_whole(row)
            self._fill(row)
        return row

    def _is_none(self, row: Row) -> bool:
        """Whether a row is no record, and says so."""
        fault = self._faults.get(row.number)
        if footers.is_sum(row.cells[: self._own]):
            row.reject(FieldError("", "sum", refusals.SUM))
        elif fault is not None and fault.code == NOTE:
            row.reject(error_of("", fault))
        return not row.stands

    def _must_be_whole(self, row: Row) -> None:
        """Reject a row whose cells may not be what its columns say, or cannot be read."""
        fault = self._faults.get(row.number)
        if fault is not None and fault.code == LONG:
            row.cells += self._beyond.get(row.number, ())
            row.reject(FieldError("", fault.code, refusals.LONG, fault.params))
        if self._damaged and any(UNREAD in cell for cell in row.cells if isinstance(cell, str)):
            row.reject(FieldError("", "row_undecoded", refusals.UNDECODED, {"encoding": self._damaged}))

    def _fill(self, row: Row) -> None:
        """The values of fields: of cells, of what every row gets, of what is put together; then what is looked up."""
        values = row.values
        self._read_plain(row)
        self._lead_lists(values)
        if self._parted:
            parting.part(values, self._known)
        for name in self._blank:
            values.setdefault(name, None)
        for to, value in self._constants:
            self._add(values, to.field.name, value)
        for made, pattern in self._patterns:
            self._put_together(row, made, pattern(row.cells))
        for name, wanted in self._wanted(row).items():
            self._add(values, name, wanted)

    def _read_plain(self, row: Row) -> None:
        for index, reader, header, name, _lookup in self._plain:
            value = reader(row.cells[index])
            if isinstance(value, Fault):
                row.reject(error_of(header, value))
            elif isinstance(value, Several):
                row.values[value.name] = _joined(row.values.get(value.name), value.points)
            else:
                self._add(row.values, name, value)

    def _lead_lists(self, values: dict[str, Any]) -> None:
        """The primary address or number and the list of all say one thing: it stands first among them."""
        for name, whole in self._leading.items():
            first, others = values.get(name), values.get(whole)
            if first and others:
                alike = [each for each in others if each["value"] == first]
                values[whole] = _joined(alike or [{"value": first, "label": ""}], others)
            elif first or others:
                values.pop(whole if first else name, None)

    def _put_together(self, row: Row, reader: Reader, text: str | Fault) -> None:
        value, to = reader(text), reader.to
        if isinstance(value, Fault):
            row.reject(error_of(to.path, value))
        else:
            self._add(row.values, to.field.name, _said(to, value))

    def _add(self, values: dict[str, Any], name: str, value: Any) -> None:
        """What is said next of a field: beside what was said where it holds several, else in its place."""
        if name in self._related:
            values[name] = _together(values.get(name), value)
        else:
            values[name] = _joined(values.get(name), value) if name in self._lists else value

    def _wanted(self, row: Row) -> dict[str, Wanted]:
        said: dict[str, list[tuple[str, str]]] = {}
        for index, reader, header, name, lookup in self._references:
            value = reader(row.cells[index])
            if isinstance(value, Fault):
                row.reject(error_of(header, value))
            elif value is not None:
                texts = value if isinstance(value, tuple) else (value,)
                said.setdefault(name, []).extend((lookup, text) for text in texts)
        return {name: wanted_of(pairs) for name, pairs in said.items()}


def _said(to: Destination, value: Any) -> Any:
    """A value as rows say it: with the key by which records are looked up, where it names some."""
    if not to.is_looked_up or not value:
        return value
    return tuple((to.lookup, text) for text in (value if isinstance(value, tuple) else (value,)))


def _together(one: Any, other: Any) -> Any:
    """References that are known by their ids, and such as are to be looked up, as one list."""
    if not one or not other:
        return one or other
    if isinstance(one, list) and isinstance(other, list):
        return list({each["id"]: each for each in (*one, *other)}.values())
    return (*_by_id(one), *_by_id(other))


def _by_id(references: Any) -> Iterator[tuple[str, str]]:
    for each in references:
        yield (f"{each['object']}.id", each["id"]) if isinstance(each, dict) else each


def _joined(one: list[Any] | None, other: list[Any] | None) -> list[Any] | None:
    """Two lists as one, each value once; of addresses and numbers the first is the primary one."""
    if not one or not other:
        return one or other
    known = [_value(each) for each in one]
    whole = [*one, *(each for each in other if _value(each) not in known)]
    return [each | {"primary": not at} if isinstance(each, dict) else each for at, each in enumerate(whole)]


def _value(each: Any) -> Any:
    return each["value"] if isinstance(each, dict) else each
