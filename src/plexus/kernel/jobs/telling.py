"""The progress of a job in a worker: told over a connection of its own, saved in the transaction of the work."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from plexus.kernel.jobs.models import Checkpoint, Job
from plexus.kernel.jobs.refusals import Cancelled, Interrupted, Superseded, TakesLong
from plexus.kernel.values.sentences import as_json

EVERY = 0.3
ENTER = "SELECT set_config('plexus.workspace', %s, false), set_config('lock_timeout', '5s', false)"
TELL = """
UPDATE jobs_job SET done = %s, total = coalesce(%s, total), message = coalesce(%s::jsonb, message), heartbeat_at = now()
WHERE id = %s RETURNING cancel_requested
"""


@dataclass(frozen=True)
class Patience:
    """After how many seconds a run is to make room for others: at a checkpoint, or anywhere."""

    seconds: float
    anywhere: bool


class Told:
    """One run of a job; a context that closes the connection it tells over."""

    def __init__(self, job: Job, point: Checkpoint, stopping: threading.Event, patience: Patience) -> None:
        self.job_id: UUID = job.pk
        self.checkpoint: dict[str, Any] = point.saved
        self.cause_id: UUID | None = point.cause_id
        self._workspace_id = job.workspace_id
        self._attempt = point.attempt
        self._stopping = stopping
        self._told_at = 0.0
        self._patience = patience
        self._began_at = time.monotonic()
        self._is_at_checkpoint = False
        self._connection: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._connection is not None:
            self._connection.close()

    def report(self, done: int, total: int | None = None, message: str = "", /, **params: Any) -> None:
        """Write at most every 0.3 s, and the end of the work always; see `Progress`."""
        if self._stopping.is_set():
            raise Interrupted
        now = time.monotonic()
        if (self._is_at_checkpoint or self._patience.anywhere) and now - self._began_at > self._patience.seconds:
            raise TakesLong
        self._is_at_checkpoint = False
        if now - self._told_at < EVERY and done != total:
            return
        self._told_at = now
        if self._tell(done, total, as_json(message, params) if message else None):
            raise Cancelled

    def save(self, checkpoint: Mapping[str, Any], *, cause_id: UUID | None = None) -> None:
        """Move the checkpoint behind the fence; see `Progress`."""
        self.cause_id = cause_id or self.cause_id
        mine = Checkpoint.objects.filter(pk=self.job_id, attempt=self._attempt)
        if not mine.update(saved=dict(checkpoint), cause_id=self.cause_id, deaths=0):
            raise Superseded
        self.checkpoint = dict(checkpoint)
        self._is_at_checkpoint = True

    def _tell(self, done: int, total: int | None, message: str | None) -> bool:
        with self._own().cursor() as cursor:
            cursor.execute(TELL, [done, total, message, self.job_id])
            row = cursor.fetchone()
        return row is None or bool(row[0])

    def _own(self) -> BaseDatabaseWrapper:
        if self._connection is None:
            self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
            with self._connection.cursor() as cursor:
                cursor.execute(ENTER, [str(self._workspace_id)])
        return self._connection
