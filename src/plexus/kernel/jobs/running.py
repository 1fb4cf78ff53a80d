"""Running one job once: alone, as whoever asked for it, from its checkpoint, to an end that is written down."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import translation

from plexus.kernel.identity.actor import Actor, ActorKind, system
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.jobs import lanes, registry
from plexus.kernel.jobs.models import ENDED, Checkpoint, Job, JobState
from plexus.kernel.jobs.refusals import (
    Broken,
    Busy,
    Cancelled,
    Interrupted,
    KeepsDying,
    PersonGone,
    Superseded,
    TakesLong,
)
from plexus.kernel.jobs.telling import Patience, Told
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.workspaces.scope import inside

logger = logging.getLogger(__name__)
stopping = threading.Event()

MOST_DEATHS = 5
TRANSIENT = (OperationalError, InterfaceError)
KEY = "hashtextextended(%s, 0)"
TRIES, PAUSE = 10, 0.05


@dataclass(frozen=True)
class Claim:
    """A job that this run has to itself."""

    job: Job
    point: Checkpoint
    actor: Actor


def run(workspace_id: UUID, job_id: UUID, *, soon: bool = False) -> None:
    """Run a job unless it is over. After `Busy`, `Interrupted` or a transient database error it is to be run again.

    With `soon` it is also broken off with `TakesLong`, at a checkpoint, once it has run for a while.
    """
    with alone(job_id):
        try:
            claim = _claim(workspace_id, job_id)
        except Refusal as refusal:
            _end(workspace_id, job_id, JobState.FAILED, error=sentences.of_refusal(refusal))
        else:
            if claim is not None:
                _work(claim, soon)


@contextmanager
def alone(job_id: UUID) -> Iterator[None]:
    """Hold the job's lock, which PostgreSQL lets go of when this process dies; raises `Busy`."""
    key = str(job_id)
    if not any(_locked(key, attempt) for attempt in range(TRIES)):
        raise Busy(key)
    try:
        yield
    finally:
        _unlock(key)


def _locked(key: str, attempt: int) -> bool:
    time.sleep(PAUSE if attempt else 0)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({KEY})", [key])
        return bool(cursor.fetchone()[0])


def _unlock(key: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({KEY})", [key])
    except Error:
        connection.close()


def _claim(workspace_id: UUID, job_id: UUID) -> Claim | None:
    with inside(workspace_id):
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state in ENDED:
            return None
        died = int(job.state == JobState.RUNNING)
        Checkpoint.objects.filter(pk=job_id).update(attempt=F("attempt") + 1, deaths=F("deaths") + died)
        Job.objects.filter(pk=job_id).update(
            state=JobState.RUNNING, started_at=Coalesce("started_at", Now()), heartbeat_at=Now()
        )
        point = Checkpoint.objects.get(pk=job_id)
        actor = _actor(job)
    if point.deaths >= MOST_DEATHS:
        raise KeepsDying(times=point.deaths)
    if actor is None:
        raise PersonGone
    return Claim(job, point, actor)


def _actor(job: Job) -> Actor | None:
    """Who asked, with today's rights, and never more than the token had."""
    kind = ActorKind(job.asked_as["kind"])
    if kind is ActorKind.SYSTEM:
        return system(job.workspace_id)
    found = actor_of_person(job.person_id) if job.person_id else None
    token = job.asked_as.get("token_id")
    scopes = tuple(job.asked_as["scopes"])
    return found and replace(found, kind=kind, scopes=scopes, token_id=UUID(token) if token else None)


def _work(claim: Claim, soon: bool) -> None:
    workspace_id, job_id = claim.job.workspace_id, claim.job.pk
    try:
        result = _call(claim, soon)
    except Cancelled:
        _end(workspace_id, job_id, JobState.CANCELLED)
    except Superseded:
        logger.warning("job superseded", extra={"job": str(job_id)})
    except (Interrupted, TakesLong, *TRANSIENT):
        _back_to_the_queue(workspace_id, job_id)
        raise
    except Refusal as refusal:
        _end(workspace_id, job_id, JobState.FAILED, error=sentences.of_refusal(refusal))
    except Exception:
        logger.exception("job %s (%s) failed", job_id, claim.job.kind)
        _end(workspace_id, job_id, JobState.FAILED, error=sentences.of_refusal(Broken(reference=str(job_id))))
    else:
        _end(workspace_id, job_id, JobState.DONE, result=dict(result or {}))


def _call(claim: Claim, soon: bool) -> registry.Result:
    kind = registry.kind(claim.job.kind)
    patience = Patience(lanes.SOON if soon else math.inf, anywhere=kind.only_reads)
    with Told(claim.job, claim.point, stopping, patience) as progress, translation.override(claim.actor.language):
        if claim.job.cancel_requested:
            raise Cancelled
        return kind.function(claim.actor, progress, **claim.job.params)


def _end(workspace_id: UUID, job_id: UUID, state: JobState, **known: Any) -> None:
    with inside(workspace_id):
        point = Checkpoint.objects.filter(pk=job_id).values_list("cause_id", flat=True)
        Job.objects.filter(pk=job_id).update(state=state, finished_at=Now(), cause_id=point.first(), **known)


def give_up(workspace_id: UUID, job_id: UUID) -> None:
    """Write down that the job could not even be run, or that the database kept failing it."""
    _end(workspace_id, job_id, JobState.FAILED, error=sentences.of_refusal(Broken(reference=str(job_id))))


def _back_to_the_queue(workspace_id: UUID, job_id: UUID) -> None:
    try:
        with inside(workspace_id):
            Job.objects.filter(pk=job_id).update(state=JobState.QUEUED)
    except Error:
        logger.warning("job %s could not be put back; it will be found by its lock", job_id)
