"""Records as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.cells import Cell, Lead, Moment, Row
from plexus.shell.web import then
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
FACED = {"contacts", "people"}


def rows_of(visit: Visit, about: Object, names: Sequence[str], records: Sequence[Values]) -> list[Row]:
    """A row per record; what lists of references name is looked up for all rows together."""
    name_references(visit, about, names, records)
    fields = [about.fields[name] for name in names[1:]]
    return [_row(visit, about, fields, values) for values in records]


def needed(visit: Visit, about: Object, names: Sequence[str]) -> tuple[str, ...]:
    """The fields that a row with these columns asks for."""
    ended = about.described.ended_by
    known = (ended,) if ended in readable_fields(visit.actor, about) else ()
    return tuple(dict.fromkeys(("id", "version", *names, *known)))


def _row(visit: Visit, about: Object, fields: Sequence[Field], values: Values) -> Row:
    title = reading.title_text(values.get(about.described.title)) or "—"
    url = (url_of(about.plural, values["id"]) or f"/settings/people/{values['id']}") + then.carried(visit)
    lead: Cell = Lead(title, url, face=about.plural in FACED)
    cells = (lead, *(_cell(visit, one, values, over=bool(values.get(about.described.ended_by))) for one in fields))
    return Row(str(values["id"]), url, title, cells, values["version"])


def _cell(visit: Visit, one: Field, values: Values, *, over: bool) -> Cell:
    """A value in its column; a day is late no longer when the record has come to its end."""
    made = presenter_of(one).cell(values[one.name], one, visit)
    return replace(made, tone="") if over and isinstance(made, Moment) else made


def name_references(visit: Visit, about: Object, names: Sequence[str], records: Sequence[Values]) -> None:
    """Put titles on lists of references: one statement, however many rows and whatever objects they name."""
    lists = [name for name in names if about.fields[name].type.key == "references"]
    name_each(visit, [each for values in records for name in lists for each in values[name] or ()])


def name_each(
    visit: Visit, references: Sequence[dict[str, Any]], known: Mapping[str, str | None] | None = None
) -> None:
    """Put titles on references, whose ids may be known already; nothing on what the reader may not read."""
    found = dict(known or {})
    wanted: dict[str, set[UUID]] = {}
    for each in references:
        if each["id"] not in found:
            wanted.setdefault(each["object"], set()).add(UUID(each["id"]))
    found |= {str(key): title for key, title in naming.names(visit.actor, wanted).items()} if wanted else {}
    for each in references:
        each["name"] = found.get(each["id"])
