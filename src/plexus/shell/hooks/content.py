"""What a message says: the change and the record as the webhook's person may read them when it is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import plan
from plexus.kernel.records.queries.feed import changes_told
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.hooks.models import Message
from plexus.shell.telling import change_told, renderer

MOST = 500_000
Rendered = dict[str, Any]


def bodies(actor: Actor, messages: Collection[Message], now: datetime) -> dict[UUID, bytes]:
    """The bodies of some messages by their ids; none for what the actor may not read now."""
    changes = {message.change: message.at for message in messages if message.change is not None}
    told = changes_told(actor=actor, changes=changes)
    shown = [message for message in messages if message.change in told]
    records = _records(actor, shown)
    found = {message.pk: _body(message.type, now, {}) for message in messages if message.change is None}
    for message in shown:
        change = told[message.change or 0]
        said = change_told(change) | {"now": records.get(change.record_id)}
        found[message.pk] = _body(message.type, change.at, said)
    return found


def _body(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    """A message by Standard Webhooks; the record is left out where it would be too long."""
    body = orjson.dumps({"type": kind, "timestamp": at, "data": data}, default=str)
    if len(body) <= MOST:
        return body
    return orjson.dumps({"type": kind, "timestamp": at, "data": {**data, "now": None, "fields": []}}, default=str)


def _records(actor: Actor, messages: Iterable[Message]) -> dict[UUID, Rendered]:
    """The records as they are now, in the trash or not, by id."""
    wanted: dict[str, set[UUID]] = {}
    for message in messages:
        if message.record_id:
            wanted.setdefault(message.object, set()).add(message.record_id)
    schema = registry.of(actor.workspace_id)
    found: dict[UUID, Rendered] = {}
    for plural, ids in wanted.items():
        found |= _of_object(actor, schema.object(plural), ids)
    return found


def _of_object(actor: Actor, about: Object, ids: Collection[UUID]) -> dict[UUID, Rendered]:
    needed = plan(actor, about, readable_fields(actor, about))
    names = needed.names()
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), pk__in=ids).annotate(**needed.expressions)
    values = needed.read(names, list(rows.values_list(*names)))
    renders = [(each.path, renderer(each.field)) for each in needed.readers]
    return {row["id"]: {path: render(row[path]) for path, render in renders} for row in values}
