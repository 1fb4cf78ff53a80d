"""Taking back a long act: all of it or nothing, in one transaction, while its progress is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.queries import causes
from plexus.kernel.records import undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.values.refusals import gettext_noop as N_

KIND = "records.undo"
LOOKED_AT = N_("%(done)s records looked at")


def request_undo(*, actor: Actor, cause_id: UUID) -> Job:
    """The job that will take an act back; raises `NotFound` where the actor may not know of it."""
    if causes.cause_of(actor=actor, cause_id=cause_id) is None:
        raise NotFound
    return enqueue(actor, KIND, cause=str(cause_id))


def take_back(*, actor: Actor, cause_id: UUID, progress: Progress, now: datetime) -> dict[str, Any]:
    """Take an act back; a run that comes after one that was kept has nothing to do."""
    if progress.checkpoint:
        return dict(progress.checkpoint)
    done, total = 0, _size(actor, cause_id)

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress.report(min(done, total), total, LOOKED_AT, done=done)

    with acting(actor):
        undone = undoing.undo_cause(actor=actor, cause_id=cause_id, now=now, told=told)
        found = {"changed": undone.count, "conflicts": undone.conflict_count,
                 "refused": undone.refused_count + undone.blocked_count}  # fmt: skip
        progress.save(found, cause_id=undone.cause_id)
    return found


def _size(actor: Actor, cause_id: UUID) -> int:
    with acting(actor):
        line = causes.cause_of(actor=actor, cause_id=cause_id)
        return sum(each.came + each.changed + each.removed for each in line.touched) if line else 0
