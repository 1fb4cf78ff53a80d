"""Short lists of the records that refer to a record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.kernel.schema.layout import Listed
from plexus.kernel.schema.object import Object, Related
from plexus.kernel.schema.standing import leading_to
from plexus.shell.components.formats import number_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Related as Item
from plexus.shell.components.records import RelatedList
from plexus.shell.web import laying
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit

MOST = 5


def lists(visit: Visit, about: Object, values: Mapping[str, Any]) -> tuple[tuple[str, RelatedList], ...]:
    """A short list, by its object, for each that refers to this one and the actor may read; a statement each."""
    schema = registry.of(visit.actor.workspace_id)
    laid = laying.listed(visit, about)
    known = schema.related(about.plural)
    ordered = (
        *(known[name] for name in laid if name in known),
        *(one for name, one in known.items() if name not in laid),
    )
    offered = (
        each
        for each in ordered
        if not (each.name in laid and laid[each.name].hidden) and _shown(visit, schema.object(each.object), each)
    )
    return tuple(
        (each.object, _list(visit, about, schema.object(each.object), each, values, laid.get(each.name)))
        for each in offered
    )


def _shown(visit: Visit, child: Object, one: Related) -> bool:
    """References to one record; what is about many records stands on the timeline instead."""
    field = child.fields[one.field]
    single = field.type.key == "reference" or field.custom
    apart = child.described.administered or child.described.bound or child.described.between
    return single and not apart and level(visit.actor, child, Verb.READ) > 0


def _list(
    visit: Visit, about: Object, child: Object, one: Related, values: Mapping[str, Any], laid: Listed | None
) -> RelatedList:
    known = readable_fields(visit.actor, child)
    chosen = (laid.fields if laid else ()) or child.described.summary
    summary = tuple(name for name in chosen if name in known and name not in {one.field, child.described.title})
    title = (child.described.title,) if child.described.title in known else ()
    fields = ("id", *title, *summary)
    of = (child.fields[one.field], values["id"])
    asked = reading.Asked(of=of, fields=fields, limit=MOST)
    if of[0].type.key != "reference":
        asked = reading.Asked(condition=leading_to(*of), fields=fields, limit=MOST)
    page = reading.read_page(visit.actor, child, asked)
    items = tuple(_item(visit, child, summary, row) for row in page.rows)
    count = page.count.value if page.count else 0
    return RelatedList(
        label=laying.list_label(registry.of(visit.actor.workspace_id), about, one),
        items=items,
        more=MenuItem(
            gettext("All %(count)s") % {"count": number_text(count, locale=visit.locale)}, _all(child, one, values)
        )
        if count > MOST
        else None,
        add=_add(visit, child, one, values),
        none=gettext("None yet."),
        name=one.name,
    )


def _item(visit: Visit, child: Object, summary: tuple[str, ...], row: Mapping[str, Any]) -> Item:
    figure = next((name for name in summary if child.fields[name].type.key == "money"), "")
    beside = [
        presenter_of(child.fields[name]).text(row[name], child.fields[name], visit)
        for name in summary
        if name != figure
    ]
    title = reading.title_text(row.get(child.described.title)) or "—"
    return Item(
        label=title,
        url=url_of(child.plural, row["id"]),
        below=" · ".join(part for part in beside if part),
        figure=presenter_of(child.fields[figure]).text(row[figure], child.fields[figure], visit) if figure else "",
        face=Face(title, size="s") if child.plural == "contacts" else None,
    )


def _all(child: Object, one: Related, values: Mapping[str, Any]) -> str:
    op = "eq" if child.fields[one.field].type.key == "reference" else "contains"
    document = json.dumps({"field": one.field, "op": op, "value": str(values["id"])})
    return f"{reverse('records', kwargs={'objects': child.plural})}?filter={quote(document)}"


def _add(visit: Visit, child: Object, one: Related, values: Mapping[str, Any]) -> MenuItem | None:
    if not level(visit.actor, child, Verb.CREATE):
        return None
    url = reverse("new", kwargs={"objects": child.plural})
    return MenuItem(gettext("Add"), f"{url}?{one.field}={values['id']}", "plus", dialog=True)
