"""Values and changes as JSON: how records, histories, the feed and webhooks tell them alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse

from plexus.kernel.records.queries.history import FieldChange, RecordChange
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.schema.field import Field


def renderer(field: Field) -> Callable[[Any], Any]:
    """What makes a value of a field JSON: its type, and of a file also where its bytes are."""
    if field.type.key != "file":
        return field.type.render
    return lambda value: value and field.type.render(value) | _addressed(field, value)


def _addressed(field: Field, value: Any) -> dict[str, str]:
    place = {"objects": field.home, "record_id": value["record"], "field": field.name, "file_id": value["id"]}
    return {"url": reverse("api:field-content", kwargs=place)} if value.get("record") else {}


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
