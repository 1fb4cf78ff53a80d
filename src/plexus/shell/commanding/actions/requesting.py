"""Asking for a bulk command that a worker does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plexus.kernel import actions
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import doing
from plexus.shell.exporting import asking
from plexus.shell.exporting.asking import Narrowed


def request_command(
    *, actor: Actor, about: Object, key: str, params: Mapping[str, Any], narrowed: Narrowed, now: datetime
) -> Job:
    """The job that will do an action to all that match; what can be refused of the question is refused at once.

    `now` stays the moment for which words like “last week” are read, however late the worker comes to it.
    """
    actions.ready(actor=actor, about=about, key=key, now=now, params=params)
    asking.condition_of(actor, about, narrowed, now)
    return enqueue(
        actor, doing.KIND, object=about.plural, key=key, params=dict(params), narrowed=narrowed.as_json(),
        asked_at=now.isoformat(),
    )  # fmt: skip
