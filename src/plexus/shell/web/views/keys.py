"""The keys of groups, lanes and days in addresses, their names, and the filters that lead to what they hold."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from babel.dates import format_skeleton
from django.utils.translation import gettext

from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.views.fitness import MONTHLY
from plexus.kernel.views.queries.groups import Group, Key
from plexus.shell.web import asking
from plexus.shell.web.then import carried
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

EMPTY = "-"
NO_GROUP = _("There is no such group.")


def written(key: Key) -> str:
    """A group's key as an address holds it."""
    if key is None:
        return EMPTY
    return key.isoformat()[:10] if isinstance(key, date | datetime) else f"={key}"


def read(text: str, by: Field) -> Key:
    """The key that an address holds; raises `Invalid` for what is none."""
    if text == EMPTY:
        return None
    try:
        if by.type.key in MONTHLY:
            return date.fromisoformat(text)
        if by.type.key == "reference":
            return UUID(text.removeprefix("="))
        return by.type.parse(text.removeprefix("="), by)
    except ValueError as error:
        raise Invalid(fields=[FieldError(by.name, "unknown_group", NO_GROUP)]) from error


def label(visit: Visit, group: Group, by: Field) -> str:
    """The name of a group."""
    if group.key is None:
        return gettext("No %(field)s") % {"field": by.label}
    if isinstance(group.key, date):
        return str(format_skeleton("yMMMM", group.key, locale=visit.locale))
    if isinstance(group.key, bool):
        return gettext("Yes") if group.key else gettext("No")
    return group.label or "…"


def address(visit: Visit, about: Object, one: Shown, key: Key, *, day: date | None = None) -> str:
    """The list of what a group or a day holds, as a table, of the same moment."""
    by = one.by
    assert by is not None  # noqa: S101 - a layout of groups has a field
    part = {"field": by.name, "op": "eq", "value": day.isoformat()} if day else part_of(key, by)
    parts = [*asking.parts_of(one.asked.document), part]
    then = carried(visit).replace("?", "&")
    query = asking.query_of(_with(one.asked, {"and": parts} if len(parts) > 1 else part))
    return f"/{about.plural}?{query}&layout=table{then}"


def _with(asked: asking.ListQuery, document: dict[str, Any]) -> asking.ListQuery:
    return replace(asked, document=document)


def part_of(key: Key, by: Field) -> dict[str, Any]:
    """The part of a filter that lets through what belongs to a group."""
    if key is None:
        return {"field": by.name, "op": "empty"}
    if isinstance(key, date):
        last = key.replace(day=calendar.monthrange(key.year, key.month)[1])
        return {"field": by.name, "op": "between", "value": [key.isoformat(), last.isoformat()]}
    return {"field": by.name, "op": "eq", "value": orjson.loads(orjson.dumps(key, default=str))}
