"""What became of a record, and what happened about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from plexus.kernel.records import reading
from plexus.kernel.records.queries.history import FieldChange, RecordChange, history
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.api import asking, timelines
from plexus.shell.api.door import Call, answer
from plexus.shell.api.records import object_of


def show_history(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/history: each change, newest first, with who made it and what it was before and after."""
    about = object_of(call, objects)
    limit, cursor = asking.page(call)
    before = asking.number_cursor(cursor)
    page = history(actor=call.actor, about=about, record_id=record_id, limit=limit, before=before)
    return answer({"data": [change_told(each) for each in page.changes], "next": str(page.next) if page.next else None})


def change_told(change: RecordChange) -> dict[str, Any]:
    """One change as JSON."""
    return {
        "id": str(change.id), "object": change.object, "record": change.record_id, "at": change.at,
        "kind": change.became.value, "action": change.action, "cause": change.cause_id, "undoes": change.undoes,
        "person": _person(change.person_id, change.person),
        "fields": [_field(each) for each in change.fields], "shared_with": _shared_with(change.share),
    }  # fmt: skip


def _shared_with(share: Shared | None) -> dict[str, Any] | None:
    """Of a change to a share: with whom."""
    if share is None:
        return None
    plural = "people" if share.person_id else "teams"
    return {"id": share.person_id or share.team_id, "object": plural, "name": share.whom}


def _person(person_id: UUID | None, name: str) -> dict[str, Any] | None:
    return {"id": person_id, "object": "people", "name": name} if person_id else None


def _field(change: FieldChange) -> dict[str, Any]:
    before, after = (change.field.type.render(value) for value in change.values)
    return {"field": change.field.name, "label": str(change.field.label), "before": before, "after": after}


def show_timeline(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/timeline: activities, tasks and comments about a record and its relatives, newest first."""
    about = object_of(call, objects)
    limit, _cursor = asking.page(call)
    reading.read_one(call.actor, about, record_id, fields=("id",), trashed=None)
    schema = registry.of(call.actor.workspace_id)
    found = timelines.events(actor=call.actor, about=about, record_id=record_id, limit=limit)
    return answer({"data": [_event(schema.object(each.object), each) for each in found]})


def _event(about: Object, event: timelines.Event) -> dict[str, Any]:
    values = {name: about.fields[name].type.render(value) for name, value in event.values.items()}
    return {"object": event.object, "at": event.at, "record": values}
