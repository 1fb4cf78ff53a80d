"""What became of a record, and what happened about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from plexus.kernel.records import reading
from plexus.kernel.records.queries.history import history
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.api import asking, timelines
from plexus.shell.api.door import Call, answer
from plexus.shell.api.records import object_of
from plexus.shell.telling import change_told


def show_history(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/history: each change, newest first, with who made it and what it was before and after."""
    about = object_of(call, objects)
    limit, cursor = asking.page(call)
    before = asking.number_cursor(cursor)
    page = history(actor=call.actor, about=about, record_id=record_id, limit=limit, before=before)
    return answer({"data": [change_told(each) for each in page.changes], "next": str(page.next) if page.next else None})


def show_timeline(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/timeline: activities, tasks and comments about a record and its relatives, newest first."""
    about = object_of(call, objects)
    limit, cursor = asking.page(call)
    before = asking.mark_cursor(cursor)
    reading.read_one(call.actor, about, record_id, fields=("id",), trashed=None)
    schema = registry.of(call.actor.workspace_id)
    found = timelines.told(actor=call.actor, about=about, record_id=record_id, limit=limit, before=before)
    events = [_event(schema.object(each.object), each) for each in found.events] if found else []
    return answer({"data": events, "next": str(found.next) if found and found.next else None})


def _event(about: Object, event: timelines.Event) -> dict[str, Any]:
    values = {name: about.fields[name].type.render(value) for name, value in event.values.items()}
    return {"object": event.object, "at": event.at, "record": values}
