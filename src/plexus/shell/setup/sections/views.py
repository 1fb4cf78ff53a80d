"""Views that are shared; one's own are nobody else's business."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role, Team
from plexus.kernel.records import changing
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.views.models import View
from plexus.kernel.views.models.view import Audience
from plexus.shell.setup import portable
from plexus.shell.setup.document import Entry, Key, keyed
from plexus.shell.setup.refusals import BoundToRecord, NoSuchTeam
from plexus.shell.setup.section import Held, Scope, Section
from plexus.shell.setup.sections import defined
from plexus.shell.setup.sections.layouts import role_id

BY = ("group_by", "board_by", "date_by")
SAME = ("audience", "layout", "position", *BY)


class Views(Section):
    """By object and name. Whoever brings one in owns it; roles are told by key, a team by its name."""

    name = "views"
    depth, rank = 2, 80
    kinds = {
        "audience": "text", "shared_role": "text", "shared_team": "text", "layout": "text", "filter": "object",
        "sort": "text", "columns": "list", "measures": "list", "group_by": "text", "board_by": "text",
        "date_by": "text", "first_for": "list", "position": "whole",
    }  # fmt: skip

    def held(self, actor: Actor) -> dict[Key, Held]:
        rows = View.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).exclude(audience=Audience.NOBODY)
        named, names = defined.named(actor), portable.Names(actor)
        roles = dict(Role.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).values_list("pk", "key"))
        found = []
        for row in rows.select_related("shared_team"):
            if row.object in named.objects:
                told = _told(row, named, {str(key): each for key, each in roles.items()})
                told["filter"], whole = portable.outward(told["filter"], _about(actor, row.object), actor, names)
                found.append(((row.object, row.name), Held(row.pk, told, None if whole else BoundToRecord())))
        keys = keyed((key, each.entry) for key, each in found)
        return {key: each for key, (_name, each) in zip(keys, found, strict=True)}

    def wanted(self, entry: Entry, held: Held | None, scope: Scope) -> Entry:
        made = dict(entry)
        if made.get("shared_role"):
            made["shared_role"] = scope.role_key(made["shared_role"])
        if "first_for" in made:
            made["first_for"] = sorted(scope.role_key(str(each)) for each in made["first_for"])
        return made

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        given = dict(values)
        if "filter" in given:
            document = portable.inward(given["filter"], _about(scope.actor, key[0]), scope.actor)
            given["filter"] = orjson.dumps(document).decode() if document else ""
        if "shared_role" in given:
            given["shared_role"] = role_id(given["shared_role"], scope) if given["shared_role"] else None
        if "shared_team" in given:
            given["shared_team"] = _team(given["shared_team"], scope) if given["shared_team"] else None
        if "first_for" in given:
            given["first_for"] = [str(role_id(each, scope)) for each in given["first_for"]]
        views = scope.schema.object(self.name)
        if held and held.row_id:
            return changing.update(
                actor=scope.actor, about=views, record_id=held.row_id, values=given, now=scope.now
            ).pk  # fmt: skip
        given = {"audience": Audience.EVERYBODY.value} | given | {"object": key[0], "name": key[1]}
        return changing.create(actor=scope.actor, about=views, values=given, now=scope.now).pk


def _about(actor: Actor, plural: str) -> Object | None:
    return registry.of(actor.workspace_id).objects.get(plural)


def _told(row: View, named: defined.Named, roles: dict[str, str]) -> Entry:
    told: Entry = {name: str(getattr(row, name)) for name in SAME} | {"position": row.position}
    told |= {name: told[name] if named.field(row.object, told[name]) else "" for name in BY}
    team = row.shared_team
    return told | {
        "shared_role": roles.get(str(row.shared_role_id), ""),
        "shared_team": team.name if team else "",
        "filter": orjson.loads(row.filter or "{}"),
        "sort": ",".join(_known(row.sort.split(","), row.object, named)),
        "columns": [*_known(row.columns, row.object, named)],
        "measures": [*_known(row.measures, row.object, named)],
        "first_for": sorted(roles[each] for each in row.first_for if each in roles),
    }


def _known(written: Any, plural: str, named: defined.Named) -> Iterator[str]:
    """What is written of fields that there are; of a way through references the first step counts."""
    for each in written:
        name = each.strip().lstrip("-+").partition(":")[0].partition(".")[0]
        if name and named.field(plural, name):
            yield each


def _team(name: str, scope: Scope) -> UUID:
    found = Team.objects.filter(workspace_id=scope.actor.workspace_id, name=name, deleted_at=None).order_by("pk")
    first = found.first()
    if first is None:
        raise NoSuchTeam(name=name[:200])
    return first.pk
