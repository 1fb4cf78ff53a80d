"""Giving a running number to the records that were there before the field, the oldest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing, resuming
from plexus.kernel.records.acting import acting
from plexus.kernel.records.many import storing
from plexus.kernel.records.preparing import numbering
from plexus.kernel.records.queries.defined import field_defined
from plexus.kernel.schema.field_types import AutoNumber
from plexus.kernel.values.refusals import gettext_noop as N_

# Whoever makes a record waits for the counter until a step is kept.
CHUNK = 500
NUMBERED = N_("%(done)s records numbered")


def number_records(*, actor: Actor, progress: Progress, field_id: UUID, now: datetime) -> dict[str, Any]:
    """Number every record without one, in the trash or not, under one cause; begins after the checkpoint.

    Not a change of the records by a person, so their rules are not asked. What is made meanwhile draws its own.
    """
    done: dict[str, Any] = dict(progress.checkpoint) or {"at": "", "last": "", "changed": 0}
    while _step(actor, progress, field_id, done, now):
        progress.report(done["changed"], None, NUMBERED, done=done["changed"])
    return {"changed": done["changed"]}


def _step(actor: Actor, progress: Progress, field_id: UUID, done: dict[str, Any], now: datetime) -> bool:
    """Number the next records; whether there were any."""
    with acting(actor):
        about, one = field_defined(actor, field_id) or (None, None)
        if about is None or one is None or not isinstance(one.type, AutoNumber):
            return False
        found = _after(about.rows(actor.workspace_id), done).exclude(custom__has_key=one.name)
        rows = list(found.order_by("created_at", "pk").select_for_update(of=("self",))[:CHUNK])
        if not rows:
            return False
        cause = (
            resuming(progress.cause_id) if progress.cause_id else causing(actor=actor, action="custom-fields.number")
        )
        with cause as cause_id:
            for row, drawn in zip(rows, numbering.draw(one, actor.workspace_id, len(rows)), strict=True):
                row.custom = row.custom | {one.name: drawn}
            storing.store(actor, rows, ["custom"], now)
            done["at"], done["last"] = rows[-1].created_at.isoformat(), str(rows[-1].pk)
            done["changed"] += len(rows)
            progress.save(done, cause_id=cause_id)
    return True


def _after(rows: QuerySet[Any, Any], done: dict[str, Any]) -> QuerySet[Any, Any]:
    """The rows beyond the last one that was numbered."""
    if not done["last"]:
        return rows
    at = datetime.fromisoformat(done["at"])
    return rows.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=done["last"]))
