"""What a running job holds in its hand: where it left off, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID, uuid4


class Progress(Protocol):
    """The handle of one run of a job.

    `checkpoint` is what was saved last, empty at first. `cause_id` is the cause in the journal that was saved with it.
    """

    job_id: UUID
    checkpoint: dict[str, Any]
    cause_id: UUID | None

    def report(self, done: int, total: int | None = None, message: str = "", /, **params: Any) -> None:
        """Show how far the work is, at once to everybody. Cheap: call it as often as you like.

        `message` is an English template marked for translation. Raises `Cancelled` when somebody asked for that and
        `Interrupted` when the worker is stopping; after a `save` also `TakesLong`, to make room for others.
        """

    def save(self, checkpoint: Mapping[str, Any], *, cause_id: UUID | None = None) -> None:
        """Keep where the work is, in the open transaction of the work: both stay or neither. Raises `Superseded`."""


class Unwatched:
    """Progress of work that runs in the foreground, without a job: the last report and checkpoint stay here."""

    def __init__(self, checkpoint: Mapping[str, Any] | None = None) -> None:
        self.job_id = uuid4()
        self.checkpoint: dict[str, Any] = dict(checkpoint or {})
        self.cause_id: UUID | None = None
        self.done = 0
        self.total: int | None = None
        self.message = ""

    def report(self, done: int, total: int | None = None, message: str = "", /, **params: Any) -> None:
        """Keep the figures."""
        self.done, self.total, self.message = done, total, message % params if params else message

    def save(self, checkpoint: Mapping[str, Any], *, cause_id: UUID | None = None) -> None:
        """Keep the checkpoint."""
        self.checkpoint, self.cause_id = dict(checkpoint), cause_id or self.cause_id
