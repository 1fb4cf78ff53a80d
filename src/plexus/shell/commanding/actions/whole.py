"""An act on few records that touches many others, done by a worker: all of it or nothing, in one transaction.

A run that dies leaves nothing behind and is begun again; one that is called off has changed nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from plexus.kernel import actions
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.rewriting import Rewritten
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import gettext_noop as N_

KIND = "records.act"
CHANGED = N_("%(done)s records looked at")


@dataclass(frozen=True)
class Act:
    """What shall be done to which records, as it was asked; `many` when it was asked for a selection.

    `version` is that of the one record when it was asked for, where the caller said.
    """

    object: str
    key: str
    rows: tuple[UUID, ...]
    params: Mapping[str, Any]
    asked_at: datetime
    many: bool = False
    version: int | None = None

    @classmethod
    def of_json(cls, plural: str, key: str, asked: Mapping[str, Any]) -> Self:
        """Out of the parameters of a job."""
        rows, moment = tuple(UUID(each) for each in asked["rows"]), datetime.fromisoformat(asked["asked_at"])
        return cls(plural, key, rows, asked["params"], moment, many=asked["many"], version=asked.get("version"))


def request_act(*, actor: Actor, act: Act) -> Job:
    """The job that will do it."""
    return enqueue(
        actor, KIND, object=act.object, key=act.key, rows=[str(each) for each in act.rows], params=dict(act.params),
        asked_at=act.asked_at.isoformat(), many=act.many, version=act.version,
    )  # fmt: skip


def do_act(*, actor: Actor, act: Act, progress: Progress) -> dict[str, Any]:
    """Do it under one cause; a run that comes after one that was kept has nothing to do."""
    if progress.checkpoint:
        return dict(progress.checkpoint)
    done = 0
    with acting(actor):
        about = registry.of(actor.workspace_id).object(act.object)
        total = actions.size(actor=actor, about=about, key=act.key, rows=act.rows, params=act.params)
        progress.report(0, total)

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress.report(done, max(done, total), CHANGED, done=done)

        with causing(actor=actor, action=actions.find(about, act.key).name(about)) as cause_id:
            found = _told(_done(actor, about, act, told), done)
            progress.save(found, cause_id=cause_id)
    return found


def _done(actor: Actor, about: Object, act: Act, told: actions.Told) -> Any:
    if act.many:
        return actions.run_many(
            actor=actor, about=about, key=act.key, rows=act.rows, now=act.asked_at, params=act.params, told=told
        )
    actions.expect(actor=actor, about=about, key=act.key, record_id=act.rows[0], version=act.version)
    return actions.run(
        actor=actor, about=about, key=act.key, record_id=act.rows[0], now=act.asked_at, params=act.params, told=told
    )


def _told(result: Any, done: int) -> dict[str, Any]:
    """What came of it in numbers; values of records stand in no job."""
    match result:
        case Rewritten():
            return {"changed": result.changed, "refused": 0, "kept": result.kept, "lost": result.lost}
        case BulkResult():
            return {"changed": done, "refused": result.refused_count}
        case _:
            return {"changed": done, "refused": 0}
