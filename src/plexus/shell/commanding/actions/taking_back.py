"""Taking back a long act: all of it or nothing, in one transaction, while its progress is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Wanted:
    """How it shall be taken back: only tried, all of it by force, some conflicts by record and field."""

    preview: bool = False
    force: bool = False
    resolve: tuple[tuple[UUID, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it stands in a job; nothing where it is as usual."""
        resolve = [[str(key), name] for key, name in self.resolve]
        return {name: value for name, value in (vars(self) | {"resolve": resolve}).items() if value}

    @classmethod
    def of_json(cls, given: Mapping[str, Any]) -> Wanted:
        """What stands in a job."""
        resolve = tuple((UUID(key), str(name)) for key, name in given.get("resolve", ()))
        return cls(bool(given.get("preview")), bool(given.get("force")), resolve)


AS_USUAL = Wanted()


def request_undo(*, actor: Actor, cause_id: UUID, wanted: Wanted = AS_USUAL) -> Job:
    """The job that will take an act back; raises `NotFound` where the actor may not know of it."""
    if not causes.is_known(actor=actor, cause_id=cause_id):
        raise NotFound
    return enqueue(actor, KIND, cause=str(cause_id), **wanted.as_json())


def take_back(
    *, actor: Actor, cause_id: UUID, progress: Progress, now: datetime, wanted: Wanted = AS_USUAL
) -> dict[str, Any]:
    """Take an act back; a run that comes after one that was kept has nothing to do."""
    if progress.checkpoint:
        return dict(progress.checkpoint)
    done, total = 0, _size(actor, cause_id)

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress.report(min(done, total), total, LOOKED_AT, done=done)

    with acting(actor):
        undone = undoing.undo_cause(
            actor=actor, cause_id=cause_id, now=now, told=told, preview=wanted.preview, force=wanted.force,
            resolve=wanted.resolve,
        )  # fmt: skip
        found = {"changed": undone.count, "conflicts": undone.conflict_count,
                 "refused": undone.refused_count + undone.blocked_count}  # fmt: skip
        progress.save(found | _named(undone, wanted), cause_id=undone.cause_id)
    return dict(progress.checkpoint)


def _named(undone: undoing.Undone, wanted: Wanted) -> dict[str, Any]:
    """The first records that stayed as they are, by id and field; values of records stand in no job."""
    stayed = [{"object": each.object, "id": str(each.record_id), "field": each.field} for each in undone.conflicts]
    kept = {"preview": wanted.preview, "stayed": stayed}
    return {name: value for name, value in kept.items() if value}


def _size(actor: Actor, cause_id: UUID) -> int:
    with acting(actor):
        return causes.size_of(actor=actor, cause_id=cause_id)
