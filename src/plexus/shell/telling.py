"""Changes as JSON: how histories, the feed and webhooks tell them alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.records.queries.history import FieldChange, RecordChange
from plexus.kernel.records.queries.sharing import Shared


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
