"""What is bound to a record besides its files: who follows it, and on which lists it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.kernel import actions
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.following.queries.followers import followers_of
from plexus.kernel.journal.causing import causing
from plexus.kernel.lists.queries.membership import lists_of_record
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel, Related, RelatedList
from plexus.shell.web.records.binding import kinds
from plexus.shell.web.visit import Visit, done

Values = Mapping[str, Any]
MOST = 6


def follow(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/follow: hear of it from now on."""
    return _act(visit, objects, record_id, "follow", gettext("You follow this now."))


def unfollow(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/unfollow: hear of it no longer."""
    return _act(visit, objects, record_id, "unfollow", gettext("You no longer follow this."))


def _act(visit: Visit, objects: str, record_id: UUID, key: str, text: str) -> HttpResponse:
    about = registry.of(visit.actor.workspace_id).object(objects)
    if not about.is_subject:
        raise NotFound
    with causing(actor=visit.actor, action=f"{objects}.{key}") as cause_id:
        actions.run(actor=visit.actor, about=about, key=key, record_id=record_id, now=visit.now)
    return done(text, undo=reverse("undo-cause", kwargs={"cause_id": cause_id}))


def buttons(visit: Visit, about: Object, values: Values) -> Sequence[MenuItem]:
    """Following begins and ends with one press."""
    if not about.is_subject or visit.actor.person_id is None:
        return ()
    path = {"objects": about.plural, "record_id": values["id"]}
    if any(key == visit.actor.person_id for key, _name in _followers(visit, values)):
        return (
            MenuItem(gettext("Following"), reverse("unfollow", kwargs=path), "bell-ring", method="post", seldom=True),
        )
    return (MenuItem(gettext("Follow"), reverse("follow", kwargs=path), "bell-plus", method="post", seldom=True),)


def panels(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    """On which lists the record stands, and who follows it."""
    return (*_lists(visit, about, values), *_following(visit, about, values))


def _followers(visit: Visit, values: Values) -> tuple[tuple[UUID, str], ...]:
    record_id = values["id"]
    if "follows" not in kinds(visit, record_id):
        return ()
    return visit.once(("followers", record_id), lambda: followers_of(actor=visit.actor, record_id=record_id))


def _following(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    if not about.is_subject or not (found := _followers(visit, values)):
        return ()
    shown = tuple(Related(name, face=Face(name, size="s")) for _key, name in found[:MOST])
    more = len(found) - len(shown)
    note = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more else ""
    return (Panel(gettext("Followers"), note=note, related=RelatedList("", shown)),)


def _lists(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    schema = registry.of(visit.actor.workspace_id)
    if not about.is_subject or not level(visit.actor, schema.object("lists"), Verb.READ):
        return ()
    there = "list-members" in kinds(visit, values["id"])
    found = lists_of_record(actor=visit.actor, record_id=values["id"]) if there else ()
    if not found:
        return ()
    shown = tuple(
        Related(name, reverse("record", kwargs={"objects": "lists", "record_id": key})) for key, name in found
    )
    return (Panel(gettext("On lists"), related=RelatedList("", shown)),)
