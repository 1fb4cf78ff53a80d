"""Asking for work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from procrastinate.contrib.django import app

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import registry
from plexus.kernel.jobs.models import Checkpoint, Job


def enqueue(actor: Actor, kind: str, **params: Any) -> Job:
    """Ask for a job in the open transaction: when that is rolled back nothing runs, when it commits a worker wakes.

    Parameters are ids and plain data; they reach the job as JSON makes them (a UUID as text).
    """
    job = Job.objects.create(
        workspace_id=actor.workspace_id,
        kind=registry.kind(kind).name,
        person_id=actor.person_id,
        asked_as={"kind": actor.kind.value, "scopes": list(actor.scopes), "token_id": _text(actor.token_id)},
        params=orjson.loads(orjson.dumps(params, default=str)),
    )
    Checkpoint.objects.create(job=job, workspace_id=actor.workspace_id)
    app.configure_task("jobs.run").defer(workspace_id=str(actor.workspace_id), job_id=str(job.pk))
    return job


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
