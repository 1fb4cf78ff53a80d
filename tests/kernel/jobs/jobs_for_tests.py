"""Kinds of job that write down what they do."""

import os
import time
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import errand, job
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.workspaces.scope import inside


class TooLate(Refusal):
    """A refusal of the domain."""

    message = "The file of %(day)s is gone."


@job("tests.count", label="Counting")
def count(actor: Actor, progress: Progress, *, upto: int, pause: float = 0.0, run: str = "run") -> dict[str, Any]:
    """Mark numbers, ten in a transaction."""
    for first in range(progress.checkpoint.get("next", 0), upto, 10):
        with inside(actor.workspace_id):
            for number in range(first, min(first + 10, upto)):
                mark(number, run)
                time.sleep(pause)
                progress.report(number + 1, upto, "%(number)s marked", number=number + 1)
            progress.save({"next": first + 10})
    return {"marked": upto}


@job("tests.read", only_reads=True)
def read(actor: Actor, progress: Progress, *, seconds: float) -> dict[str, Any]:
    """Read for a while, and mark where it began."""
    with inside(actor.workspace_id):
        mark(0, "read")
    for step in range(int(seconds * 20)):
        time.sleep(0.05)
        progress.report(step)
    return {}


@job("tests.whole")
def whole(actor: Actor, progress: Progress, *, seconds: float) -> dict[str, Any]:
    """Do one thing in one transaction."""
    with inside(actor.workspace_id):
        mark(0, "whole")
        for step in range(int(seconds * 20)):
            time.sleep(0.05)
            progress.report(step)
        progress.save({"done": True})
    return {}


@errand("tests.errand", due=list)
def run_errand(workspace_id: UUID) -> None:
    with inside(workspace_id):
        mark(0, "errand")


@job("tests.refuse")
def refuse(actor: Actor, progress: Progress) -> None:
    raise TooLate(day="Monday")


@job("tests.break")
def break_(actor: Actor, progress: Progress) -> None:
    raise ZeroDivisionError


@job("tests.flicker")
def flicker(actor: Actor, progress: Progress) -> None:
    """The database fails at first."""
    with inside(actor.workspace_id):
        tries = progress.checkpoint.get("tries", 0)
        progress.save({"tries": tries + 1})
    if tries == 0:
        raise OperationalError("server closed the connection unexpectedly")


@job("tests.who")
def who(actor: Actor, progress: Progress, *, one: str) -> dict[str, Any]:
    return {"person": str(actor.person_id), "scopes": list(actor.scopes), "one": one}


def mark(number: int, run: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_test_mark VALUES (%s, %s, %s)", [number, run, os.getpid()])
