"""From the form of the columns to what is asked of the import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from django.http import QueryDict

from plexus.shell.importing.order import Mode, Order
from plexus.shell.web.imports.fresh import NEW
from plexus.shell.web.imports.opened import Opened

BLANK = "__blank__"  # reads a text as an empty cell
MOST = 500


def order_of(found: Opened, form: QueryDict, made: Mapping[int, str] | None = None, *, drawing: bool = False) -> Order:
    """The order that a form makes; while it is only drawn anew, fields whose value is still to come stay.

    `made` are the fields that were made for columns.
    """
    mode = form.get("mode", Mode.UPSERT)
    headers = found.table.headers
    return replace(
        found.order, mapping=tuple(_pairs(headers, form, made or {})), proposals=False,
        match=tuple(form.getlist("match")),
        create_missing=tuple(form.getlist("create_missing")), mode=Mode(mode) if mode in list(Mode) else Mode.UPSERT,
        clear_blanks="clear_blanks" in form, onto=form.get("list", "").strip(),
        constants=tuple(_constants(found, form, drawing=drawing)),
        day_orders=dict(_days(found, form)),
        replace={header: texts for place, header in enumerate(headers) if (texts := dict(_texts(form, place)))},
    )  # fmt: skip


def _pairs(headers: tuple[str, ...], form: QueryDict, made: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for place, header in enumerate(headers):
        first = form.get(f"field_{place}", "")
        given = (made.get(place, "") if first == NEW else first, form.get(f"also_{place}", ""))
        paths = dict.fromkeys(path for path in given if path)
        yield from ((header, path) for path in paths or [""])


def _constants(found: Opened, form: QueryDict, *, drawing: bool) -> Iterator[tuple[str, str]]:
    for number in range(MOST):
        path = form.get(f"constant_{number}")
        if path is None:
            return
        value = form.get(f"constant_value_{number}", "").strip()
        one = found.known.fields.get(path)
        if one is not None and (value or drawing):
            yield (f"{path}.id", value) if one.target and _is_id(value) else (path, value)


def _days(found: Opened, form: QueryDict) -> Iterator[tuple[str, str]]:
    """The orders of days that somebody chose; what the whole file says stands where nobody did."""
    for place, header in enumerate(found.table.headers):
        wanted = form.get(f"days_{place}", "")
        if wanted and wanted != found.profiles[place].spelling("date").order:
            yield header, wanted


def _texts(form: QueryDict, place: int) -> Iterator[tuple[str, str]]:
    for number in range(MOST):
        old = form.get(f"old_{place}_{number}")
        if old is None:
            return
        new = form.get(f"new_{place}_{number}", "").strip()
        if old.strip() and new and new != old.strip():
            yield old.strip(), "" if new == BLANK else new


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
