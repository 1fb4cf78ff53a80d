"""Changes of records as the triggers wrote them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from plexus.kernel.journal.models import Change

# What a change is told with; reading the rest of its person and cause would cost more than the change.
TOLD = (
    "at", "cause_id", "object", "record_id", "op", "before", "after", "cause__action", "cause__undoes_id",
    "cause__person__name",
)  # fmt: skip


def of_record(
    workspace_id: UUID, record_id: UUID, *, limit: int, before: int | None = None, also: Collection[UUID] = ()
) -> list[Change]:
    """The newest changes of a record, or those older than the change with the id `before`, each with its cause.

    `also` names rows that are told with the record.
    """
    changes = Change.objects.filter(workspace_id=workspace_id, record_id__in=(record_id, *also))
    older = changes.filter(id__lt=before) if before is not None else changes
    return list(older.select_related("cause__person").only(*TOLD).order_by("-id")[:limit])


def of_cause(workspace_id: UUID, cause_id: UUID, *, limit: int, after: int | None = None) -> list[Change]:
    """The first changes made under a cause, or those that follow the change with the id `after`."""
    changes = Change.objects.filter(workspace_id=workspace_id, cause_id=cause_id)
    later = changes.filter(id__gt=after) if after is not None else changes
    return list(later.select_related("cause__person").order_by("id")[:limit])


def since(workspace_id: UUID, record_id: UUID, at: datetime) -> list[Change]:
    """What became of a record after a moment, newest first.

    The changes of one record come in the order of their ids; what followed a change made after the moment came after
    it too, though its transaction may have begun before.
    """
    changes = Change.objects.filter(workspace_id=workspace_id, record_id=record_id)
    first = changes.filter(at__gt=at).order_by("id").values("id")[:1]
    return list(changes.filter(id__gte=Subquery(first)).order_by("-id"))


def since_version(workspace_id: UUID, record_id: UUID, version: int) -> list[Change]:
    """What became of a record after it had a version, newest first; each change of people made a new one."""
    changes = Change.objects.filter(workspace_id=workspace_id, record_id=record_id, after__version__gt=version)
    return list(changes.order_by("-id"))


def of_column(workspace_id: UUID, record_ids: Sequence[UUID], column: str) -> list[Change]:
    """Those changes of some records that touched one column, oldest first."""
    changes = Change.objects.filter(workspace_id=workspace_id, record_id__in=record_ids, op="U", before__has_key=column)
    return list(changes.order_by("id"))


def holding(workspace_id: UUID, record_id: UUID, part: Mapping[str, Any]) -> list[Change]:
    """Those changes of a record before or after which it had this in it, newest first."""
    changes = Change.objects.filter(workspace_id=workspace_id, record_id=record_id)
    return list(changes.filter(Q(before__contains=part) | Q(after__contains=part)).order_by("-id"))


def exists(workspace_id: UUID, record_id: UUID, plural: str) -> bool:
    """Whether the log knows the record."""
    return Change.objects.filter(workspace_id=workspace_id, record_id=record_id, object=plural).exists()
