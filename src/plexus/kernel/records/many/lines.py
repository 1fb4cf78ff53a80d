"""Rows as the lines of PostgreSQL's COPY: text that can be made before it is sent, and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from itertools import repeat
from operator import attrgetter, is_
from typing import Any
from uuid import UUID

import orjson
from django.db import models

from plexus.kernel.workspaces.models import WorkspaceRow

# Stands alone for NULL; in a text it is escaped.
NULL = "\x01"
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
    """One line for each row of one table; every column stands in the row already.

    They are written column by column: most columns of rows that come together say the same in all of them.
    """
    written = [*rows]
    if not written:
        return []
    held = [row.__dict__ for row in written]
    columns = (_cells([each[name] for each in held], document) for name, document in _columns(written[0].__class__))
    return [("\t".join(cells) + "\n").encode() for cells in zip(*columns, strict=True)]


def _cells(values: Sequence[Any], document: bool) -> list[str]:
    """The cells of one column."""
    first = values[0]
    if all(map(is_, values, repeat(first))):
        return [_cell(first, document)] * len(values)
    if not document and len(kinds := set(map(type, values))) == 1:
        return [*map(_writer(kinds.pop()), values)]
    return [_cell(value, document) for value in values]


def _cell(value: Any, document: bool) -> str:
    if value is None:
        return NULL
    if document:
        return _document(value)
    return _writer(value.__class__)(value)
