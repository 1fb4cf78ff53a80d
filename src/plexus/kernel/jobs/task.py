"""The one task of the queue that runs every job, when to run it again, and the daily chores."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Queued

from plexus.kernel.jobs import chores, errands, lanes, registry, running
from plexus.kernel.jobs.refusals import Busy, Interrupted, TakesLong

logger = logging.getLogger(__name__)
MOST_TRIES = 8
LONGEST_WAIT = 60


class Again(BaseRetryStrategy):
    """At once after an interruption, soon when another worker has it, later and later while the database fails."""

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        match exception:
            case Interrupted():
                return _in(0)
            case TakesLong():
                return RetryDecision(retry_at=datetime.now(UTC), queue=lanes.LONG)
            case Busy():
                return _in(2)
            case OperationalError() | InterfaceError() if job.attempts < MOST_TRIES:
                return _in(min(2**job.attempts, LONGEST_WAIT))
            case _:
                return None


registry.chore("jobs.forget")(chores.forget_old_jobs)


def _in(seconds: float) -> RetryDecision:
    return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


@app.task(name="jobs.run", queue=lanes.JOBS, retry=Again(), pass_context=True)
def run(context: JobContext, *, workspace_id: str, job_id: str) -> None:
    """Run a job; what is raised here decides when it runs again."""
    try:
        running.run(UUID(workspace_id), UUID(job_id), soon=context.job.queue == lanes.JOBS)
    except running.TRANSIENT:
        if context.job.attempts >= MOST_TRIES:
            running.give_up(UUID(workspace_id), UUID(job_id))
        raise
    except (Busy, Interrupted, TakesLong):
        raise
    except Exception:
        running.give_up(UUID(workspace_id), UUID(job_id))
        raise


@app.periodic(cron="10 3 * * *")
@app.task(name="jobs.chores", queue=lanes.ERRANDS, queueing_lock="jobs.chores", pass_context=False)
def do_chores(timestamp: int) -> None:
    """Do every chore of the day."""
    _do(registry.chores())


@app.periodic(cron="* * * * *")
@app.task(name="jobs.frequent", queue=lanes.ERRANDS, queueing_lock="jobs.frequent", pass_context=False)
def do_frequent_chores(timestamp: int) -> None:
    """Do every chore of the minute."""
    _do(registry.frequent())


@app.task(name=errands.TASK, queue=lanes.ERRANDS, pass_context=False)
def do_errand(name: str, workspace_id: str) -> None:
    """Run an errand of a workspace."""
    errands.run(name, UUID(workspace_id))


def _do(chosen: Mapping[str, registry.Chore]) -> None:
    """Do some chores; one that fails is logged and keeps no other from being done."""
    for name, function in chosen.items():
        try:
            function()
        except Exception:
            logger.exception("chore %s failed", name)
