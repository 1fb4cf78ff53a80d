"""Bringing in a set-up of many entries, or trying it: a worker does it in one transaction, and tells of each entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.setup import reading
from plexus.shell.setup.actions import importing
from plexus.shell.setup.document import Document
from plexus.shell.setup.queries.exporting import must_administer

KIND = "setup.import"
AT_ONCE = 200
TRIED = N_("%(done)s entries tried")


@dataclass(frozen=True)
class Way:
    """How it shall be brought in; `expected` is the digest of the outcome that was looked at."""

    dry_run: bool = False
    skip_refused: bool = False
    expected: str = ""


def are_many(document: Document) -> bool:
    """Whether the document has more entries than a door brings in itself."""
    return sum(len(entries) for entries in document.sections.values()) > AT_ONCE


def request_import(*, actor: Actor, document: Document, way: Way) -> Job:
    """The job that will bring it in; raises `NotAllowed`."""
    must_administer(actor)
    return enqueue(actor, KIND, setup=document.as_json(), **asdict(way))


def bring_in(
    *, actor: Actor, setup: Mapping[str, Any], way: Way, progress: Progress, now: datetime
) -> dict[str, Any]:  # fmt: skip
    """Bring it in, all of it or nothing; what became of each entry is told even where nothing was kept."""
    if progress.checkpoint:
        return dict(progress.checkpoint)
    document = reading.accepted(setup)
    total, done = sum(len(entries) for entries in document.sections.values()), 0
    progress.report(0, total)

    def told(more: int) -> None:
        nonlocal done
        done += more
        # What has to wait for another entry is tried again, so that the last word is said by the end of the work.
        progress.report(min(done, total - 1), total, TRIED, done=min(done, total))

    with acting(actor):
        outcome = importing.attempt(
            actor=actor, document=document, now=now, dry_run=way.dry_run, skip_refused=way.skip_refused,
            expected=way.expected, told=told,
        )  # fmt: skip
        moved = bool(way.expected) and outcome.digest != way.expected
        found = outcome.told(gettext) | {
            "cause": outcome.cause_id and str(outcome.cause_id), "digest": outcome.digest, "moved": moved,
        }  # fmt: skip
        progress.save(found, cause_id=outcome.cause_id)
    return found
