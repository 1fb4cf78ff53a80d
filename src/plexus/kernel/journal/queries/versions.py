"""What a record held at an earlier version."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.journal.models import Change


def columns_at_version(objects: str, record_id: UUID, version: int) -> dict[str, Any]:
    """The columns that have changed since a version, with what they held then (as JSON)."""
    changes = Change.objects.filter(object=objects, record_id=record_id, op="U").order_by("-id")
    then: dict[str, Any] = {}
    for before, after in changes.values_list("before", "after")[:1000]:
        if (after or {}).get("version", version + 1) <= version:
            break
        then |= before or {}
    return then


def last_change(record_id: UUID) -> tuple[str | None, datetime | None]:
    """Who changed a record last, and when."""
    changes = Change.objects.filter(record_id=record_id).order_by("-id")
    found = changes.values_list("cause__person__name", "at").first()
    return found or (None, None)
