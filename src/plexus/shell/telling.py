"""Changes as JSON: how histories, the feed and webhooks tell them alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.records.queries.history import FieldChange, RecordChange


def change_told(change: RecordChange) -> dict[str, Any]:
    """One change as JSON."""
    return {
        "id": str(change.id), "object": change.object, "record": change.record_id, "at": change.at,
        "kind": change.became.value, "action": change.action, "cause": change.cause_id, "undoes": change.undoes,
        "person": _person(change.person_id, change.person),
        "fields": [_field(each) for each in change.fields],
    }  # fmt: skip


def _person(person_id: UUID | None, name: str) -> dict[str, Any] | None:
    return {"id": person_id, "object": "people", "name": name} if person_id else None


def _field(change: FieldChange) -> dict[str, Any]:
    before, after = (change.field.type.render(value) for value in change.values)
    return {"field": change.field.name, "label": str(change.field.label), "before": before, "after": after}
