"""Looking what a change of type would lose, where the records are many: nothing is changed or locked meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.records.acting import acting
from plexus.shell.administration.actions import retyping
from plexus.shell.commanding.actions.taking_back import LOOKED_AT

KIND = "fields.look"
Options = Mapping[str, Any]
NONE: Options = MappingProxyType({})


def request_look(*, actor: Actor, field_id: UUID, type: str, options: Options = NONE) -> Job:
    """The job that will look; raises what is wrong with the question."""
    retyping.size_of_type(actor=actor, rows=[field_id], most=0, type=type, options=options)
    given = {"options": dict(options)} if options else {}
    return enqueue(actor, KIND, field=str(field_id), type=type, **given)


def look(*, actor: Actor, field_id: UUID, type: str, progress: Progress, options: Options = NONE) -> dict[str, Any]:
    """How many values would be kept and lost, and in which records the first of these stand; no value of any."""
    done = 0
    with acting(actor):
        total = retyping.size_of_type(actor=actor, rows=[field_id], most=None, type=type, options=options)
        progress.report(0, total)

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress.report(done, max(done, total), LOOKED_AT, done=done)

        seen = retyping.preview_type(actor=actor, field_id=field_id, type=type, options=options, told=told)
    return {"kept": seen.kept, "lost": seen.lost, "rows": [str(each) for each in seen.rows]}
