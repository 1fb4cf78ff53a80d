"""What this app puts on the pages of people, companies and deals: the box of their relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from plexus.crm.relations.models import Relation
from plexus.crm.relations.models.relation import TO
from plexus.crm.relations.queries import bonds
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel, RelatedList
from plexus.shell.web import laying
from plexus.shell.web.visit import Visit

# How the lists are called from which relations are read, in layouts that leave some out.
LISTS = ("relations_from", "relations_to")


def panels(visit: Visit, about: Object, values: Mapping[str, Any]) -> Sequence[Panel]:
    """The relations of the record, fetched when the page is there; one press adds one or draws the map."""
    if about.plural not in TO or not bonds.may_see(visit.actor) or _is_left_out(visit, about):
        return ()
    path = {"objects": about.plural, "record_id": values["id"]}
    name = next((each for each in laying.listed(visit, about) if each in LISTS), LISTS[0])
    box = RelatedList("", (), add=_add(visit, path), name=name)
    draw = MenuItem(gettext("Map"), reverse("relations-map", kwargs=path))
    return (Panel(gettext("Relations"), more=draw, related=box, later=reverse("relations-of", kwargs=path)),)


def _is_left_out(visit: Visit, about: Object) -> bool:
    laid = laying.listed(visit, about)
    return any(name in laid and laid[name].hidden for name in LISTS)


def _add(visit: Visit, path: dict[str, Any]) -> MenuItem | None:
    relations = registry.of(visit.actor.workspace_id).of_model(Relation)
    if not level(visit.actor, relations, Verb.CREATE):
        return None
    return MenuItem(gettext("Add"), reverse("relate", kwargs=path), "plus", dialog=True)
