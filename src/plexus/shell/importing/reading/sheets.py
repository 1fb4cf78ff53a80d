"""Spreadsheets (XLSX and the old XLS) by calamine: numbers, days and booleans keep their type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine as calamine

from plexus.shell.importing.reading import refused, results
from plexus.shell.importing.reading.rows import Cell, Cells, Fault, Raw
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.sources import Source

_Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, held in memory: the library reads a sheet as a whole."""

    name: str
    siblings: tuple[str, ...]
    content: calamine.CalamineSheet
    faults: results.Faults = field(default_factory=dict)

    def rows(self) -> Raw:
        """Each row with the number the spreadsheet shows."""
        number = 0
        for number, cells in enumerate(self.content.iter_rows(), start=1):
            read = tuple(map(_cell, cells))
            yield number, _with(read, self.faults[number]) if number in self.faults else read
        for below in sorted(each for each in self.faults if each > number):
            yield below, _with((), self.faults[below])


def load(source: Source, kind: Kind, name: str | None) -> Sheet:
    """The sheet of that name; without a name, the first visible one that holds a table, else anything.

    Raises `SheetUnknown`, `FileEmpty`.
    """
    found = _chosen(source, name)
    return replace(found, faults=results.faults(source, found.name)) if kind is Kind.XLSX else found


def _chosen(source: Source, name: str | None) -> Sheet:
    with _opened(source) as workbook:
        names = _worksheets(workbook)
        if name is not None and name not in names:
            raise refused.SheetUnknown(name=source.name, sheet=name, sheets=", ".join(names))
        filled = []
        for wanted in names if name is None else (name,):
            content = workbook.get_sheet_by_name(wanted)
            if content.height > 1 and content.width > 1:
                return Sheet(wanted, names, content)
            if content.height:
                filled.append(Sheet(wanted, names, content))
    if filled:
        return filled[0]
    raise refused.FileEmpty(name=source.name)


def _worksheets(workbook: calamine.CalamineWorkbook) -> tuple[str, ...]:
    """The visible worksheets in the order of the workbook; all of them when none is visible."""
    kind, shown = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
    worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == kind]
    visible = [sheet.name for sheet in worksheets if sheet.visible == shown]
    return tuple(visible or [sheet.name for sheet in worksheets])


def _with(cells: Cells, wrong: Mapping[int, Fault]) -> Cells:
    """A row with what is wrong in the place of the blanks that the library gives."""
    wide = [*cells, *[""] * (max(wrong) + 1 - len(cells))]
    for at, fault in wrong.items():
        wide[at] = fault
    return tuple(wide)


def _cell(value: _Value) -> Cell:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else Decimal(repr(value))
    return value


@contextmanager
def _opened(source: Source) -> Iterator[calamine.CalamineWorkbook]:
    with source.open() as stream:
        try:
            workbook = calamine.CalamineWorkbook.from_filelike(stream)
        except calamine.PasswordError as locked:
            raise refused.WorkbookEncrypted(name=source.name) from locked
        except (calamine.CalamineError, OSError, ValueError) as broken:
            raise refused.WorkbookDamaged(name=source.name) from broken
        try:
            yield workbook
        except calamine.CalamineError as broken:
            raise refused.WorkbookDamaged(name=source.name) from broken
        finally:
            workbook.close()
