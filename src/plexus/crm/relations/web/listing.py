"""The box of relations on a record's page: in words, in the right direction, each to be changed or taken away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.crm.relations.models import Relation
from plexus.crm.relations.models.relation import FROM, TO
from plexus.crm.relations.queries.bonds import Bond, Key, bonds_of
from plexus.kernel.access.rights import Verb
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.formats import day_text, number_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit

MOST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One relation as the box shows it."""

    words: str
    label: str
    url: str
    icon: str
    face: Face | None
    below: str
    tone: str
    over: bool
    edit: MenuItem | None
    remove: MenuItem | None


def subject(visit: Visit, objects: str, record_id: UUID) -> tuple[Object, str]:
    """The object and the title of the record that relations are told from; `NotFound` for whom it is not there."""
    if objects not in TO:
        raise NotFound
    about = registry.of(visit.actor.workspace_id).object(objects)
    reading.read_one(visit.actor, about, record_id, fields=("id",))
    return about, naming.titles(visit.actor, about, [record_id]).get(record_id) or "…"


def show_relations(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/relations: the inside of the box."""
    subject(visit, objects, record_id)
    here = (objects, record_id)
    found = bonds_of(actor=visit.actor, keys=[here], limit=MOST)
    more = None
    if found.count.value > MOST:
        text = gettext("All %(count)s") % {"count": number_text(found.count.value, locale=visit.locale)}
        more = MenuItem(text, all_url(here))
    changeable = _changeable(visit, [each.id for each in found.rows])
    lines = tuple(_line(visit, each, here, may_change=changeable) for each in found.rows)
    return visit.show("relations/lines.html", lines=lines, more=more)


def all_url(here: Key) -> str:
    """The list of every relation of a record."""
    names = [side[here[0]] for side in (FROM, TO) if here[0] in side]
    parts = [{"field": name, "op": "eq", "value": str(here[1])} for name in names]
    return f"{reverse('records', kwargs={'objects': 'relations'})}?filter={quote(json.dumps({'or': parts}))}"


def _changeable(visit: Visit, ids: list[UUID]) -> dict[Verb, set[UUID]]:
    """Which of some relations the reader may change, and which he may delete."""
    about = registry.of(visit.actor.workspace_id).of_model(Relation)
    return {
        verb: set(reading.visible(visit.actor, about, verb=verb).filter(pk__in=ids).values_list("pk", flat=True))
        for verb in (Verb.UPDATE, Verb.DELETE)
        if ids
    }


def _line(visit: Visit, bond: Bond, here: Key, may_change: dict[Verb, set[UUID]]) -> Line:
    other = bond.other(here)
    path = {"objects": here[0], "record_id": here[1], "relation_id": bond.id}
    edit = MenuItem(gettext("Edit"), reverse("relate-again", kwargs=path), "pencil", dialog=True)
    remove = MenuItem(gettext("Remove"), reverse("unrelate", kwargs=path), "x", method="post")
    return Line(
        words=bond.words_from(here),
        label=other.name or "…",
        url=url_of(other.object, other.id),
        icon=registry.of(visit.actor.workspace_id).object(other.object).described.icon,
        face=Face(other.name or "…", size="s") if other.object == "contacts" else None,
        below=about_it(visit, bond),
        tone=bond.tone,
        over=bool(bond.ended_on and bond.ended_on < visit.today),
        edit=edit if bond.id in may_change[Verb.UPDATE] else None,
        remove=remove if bond.id in may_change[Verb.DELETE] else None,
    )


def about_it(visit: Visit, bond: Bond) -> str:
    """How strong it is, from when to when, and what was noted of it."""
    strength = registry.of(visit.actor.workspace_id).of_model(Relation).fields["strength"]
    said = presenter_of(strength).text(bond.strength, strength, visit) if bond.strength else ""
    return " · ".join(part for part in (said, _span(visit, bond), bond.note) if part)


def _span(visit: Visit, bond: Bond) -> str:
    since, until = (day_text(day, locale=visit.locale) if day else "" for day in (bond.started_on, bond.ended_on))
    if since and until:
        return gettext("%(since)s to %(until)s") % {"since": since, "until": until}
    if until:
        return gettext("until %(until)s") % {"until": until}
    return gettext("since %(since)s") % {"since": since} if since else ""
