"""Rows as the lines of PostgreSQL's COPY: text that can be made before it is sent, and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import models

from plexus.kernel.workspaces.models import WorkspaceRow

# Stands alone for NULL; in a text it is escaped.
NULL = "\x01"
BLANK = ""
_ESCAPED = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", NULL: r"\x01"}
_UNUSUAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
_QUOTED = re.compile(r'["\\]')

Write = Callable[[Any], str]


def _text(value: str) -> str:
    if value.isprintable() and "\\" not in value:
        return value
    return _UNUSUAL.sub(lambda found: _ESCAPED[found[0]], value)


def _list(value: Sequence[Any]) -> str:
    if not value:
        return "{}"
    return _text("{" + ",".join('"' + _QUOTED.sub(r"\\\g<0>", str(each)) + '"' for each in value) + "}")


def _document(value: Any) -> str:
    return _text(orjson.dumps(value).decode())


WRITTEN: Mapping[type, Write] = {
    str: _text, list: _list, tuple: _list, UUID: attrgetter("hex"), int: str, Decimal: str,
    bool: lambda value: "t" if value else "f", date: date.isoformat, datetime: lru_cache(datetime.isoformat),
}  # fmt: skip


@cache
def _writer(kind: type) -> Write:
    """How values of a kind are written; raises `StopIteration` for one that no column holds."""
    return next(WRITTEN[each] for each in kind.__mro__ if each in WRITTEN)


@cache
def stored(model: type[WorkspaceRow]) -> tuple[models.Field[Any, Any], ...]:
    """The columns that are written, in the order of a line."""
    return tuple(each for each in model._meta.concrete_fields if not each.generated)


@cache
def _columns(model: type[WorkspaceRow]) -> tuple[tuple[str, bool], ...]:
    return tuple((each.attname, isinstance(each, models.JSONField)) for each in stored(model))


def lines(rows: Iterable[WorkspaceRow]) -> list[bytes]:
    """One line for each row; every column stands in the row already."""
    return ["\t".join(_cells(row)).encode() + b"\n" for row in rows]


def _cells(row: WorkspaceRow) -> list[str]:
    held, cells = row.__dict__, []
    for name, document in _columns(row.__class__):
        value = held[name]
        if value is None:
            cells.append(NULL)
        elif value is BLANK:  # As most columns are; any other empty text is written the long way.
            cells.append(BLANK)
        elif document:
            cells.append(_document(value))
        else:
            cells.append(_writer(value.__class__)(value))
    return cells
