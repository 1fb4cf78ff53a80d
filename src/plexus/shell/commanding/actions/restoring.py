"""Restoring all that lies in the trash, where it is much: step by step under one cause, object by object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.actions import run_many
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing, resuming
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries import trash
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import doing

KIND = "trash.restore"


def request_restoring(*, actor: Actor, objects: Sequence[str], words: str) -> Job:
    """The job that will restore what lies there of some objects, in their order, that bears the words."""
    return enqueue(actor, KIND, objects=list(objects), words=words)


def restore_all(
    *, actor: Actor, objects: Sequence[str], words: str, progress: Progress, now: datetime
) -> dict[str, Any]:
    """Restore it from the checkpoint on; each step is kept together with how far it came."""
    done = dict(progress.checkpoint) or _beginning(actor, objects, words)
    while done["place"] < len(objects):
        _step(actor, objects[done["place"]], words, progress, done, now)
        progress.report(done["done"], max(done["total"], done["done"]), doing.CHANGED, changed=done["changed"])
    return done


def _beginning(actor: Actor, objects: Sequence[str], words: str) -> dict[str, Any]:
    with acting(actor):
        total = sum(trash.lying(actor, _about(actor, each), words).count() for each in objects)
    return {"place": 0, "last": "", "done": 0, "total": total, "changed": 0, "refused": 0}


def _step(
    actor: Actor, plural: str, words: str, progress: Progress, done: dict[str, Any], now: datetime
) -> None:  # fmt: skip
    """Restore the next records of an object, or go on to the next object where none is left."""
    with acting(actor):
        about = _about(actor, plural)
        rows = trash.lying(actor, about, words).order_by("pk")
        beyond = rows.filter(pk__gt=done["last"]) if done["last"] else rows
        keys: list[UUID] = list(beyond.values_list("pk", flat=True)[: doing.STEP])
        cause = resuming(progress.cause_id) if progress.cause_id else causing(actor=actor, action="trash.restore")
        with cause as cause_id:
            if keys:
                _restore(actor, about, keys, done, now)
            else:
                done |= {"place": done["place"] + 1, "last": ""}
            progress.save(done, cause_id=cause_id)


def _restore(actor: Actor, about: Object, keys: list[UUID], done: dict[str, Any], now: datetime) -> None:
    result = run_many(actor=actor, about=about, key="restore", rows=keys, now=now)
    done["last"] = str(keys[-1])
    done["done"] += len(keys)
    done["changed"] += result.changed
    done["refused"] += result.refused_count


def _about(actor: Actor, plural: str) -> Object:
    return registry.of(actor.workspace_id).object(plural)
