"""The keys of groups, lanes and days in addresses, their names, and the filters that lead to what they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from babel.dates import format_skeleton
from django.utils.translation import gettext

from plexus.kernel.records.grouping.asked import DATES
from plexus.kernel.records.grouping.keys import filter_of
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.views.fitness import key_of
from plexus.shell.web import asking
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.then import carried
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

EMPTY = "-"
NO_GROUP = _("There is no such group.")


def plain(value: Any) -> Any:
    """A group's value without the name of the record that it may be."""
    return value["id"] if isinstance(value, dict) else value


def written(value: Any) -> str:
    """A group's value as an address holds it."""
    if value is None:
        return EMPTY
    return value.isoformat()[:10] if isinstance(value, date | datetime) else f"={plain(value)}"


def read(text: str, by: Field) -> Any:
    """The value that an address holds; raises `Invalid` for what is none."""
    if text == EMPTY:
        return None
    try:
        if by.type.key in DATES:
            return date.fromisoformat(text)
        if by.type.key == "reference":
            return UUID(text.removeprefix("="))
        return by.type.parse(text.removeprefix("="), by)
    except ValueError as error:
        raise Invalid(fields=[FieldError(by.name, "unknown_group", NO_GROUP)]) from error


def label(visit: Visit, value: Any, by: Field) -> str:
    """The name of a group."""
    match value:
        case None:
            return gettext("No %(field)s") % {"field": by.label}
        case date():
            return str(format_skeleton("yMMMM", value, locale=visit.locale))
        case bool():
            return gettext("Yes") if value else gettext("No")
        case int():
            return presenter_of(by).text(value, by, visit)
        case dict():
            return value["name"] or "…"
        case _:
            return str(by.label_of(value)) if by.choices else str(value)


def address(visit: Visit, about: Object, one: Shown, value: Any, *, day: date | None = None) -> str:
    """The list of what a group or a day holds, as a table, of the same moment."""
    by = one.by
    assert by is not None  # noqa: S101 - a layout of groups has a field
    part = {"field": by.name, "op": "eq", "value": day.isoformat()} if day else _part(value, by)
    parts = [*asking.parts_of(one.asked.document), part]
    then = carried(visit).replace("?", "&")
    query = asking.query_of(replace(one.asked, document={"and": parts} if len(parts) > 1 else part))
    return f"/{about.plural}?{query}&layout=table{then}"


def _part(value: Any, by: Field) -> dict[str, Any]:
    """The part of a filter that lets through what belongs to a group."""
    return filter_of(key_of(by), {"id": value} if isinstance(value, UUID) else value)
