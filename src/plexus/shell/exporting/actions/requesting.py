"""Asking for an export that a worker writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.schema.object import Object
from plexus.shell.exporting import asking, formats
from plexus.shell.exporting.asking import Narrowed
from plexus.shell.exporting.rows import Rows
from plexus.shell.exporting.wanted import Wanted


def request_export(
    *,
    actor: Actor,
    about: Object,
    wanted: Wanted,
    now: datetime,
    filter: Mapping[str, Any] | None = None,
    narrowed: Narrowed | None = None,
) -> Job:
    """The job that will write the file; what can be refused of the question is refused at once."""
    formats.of(wanted.format)
    asked = narrowed or Narrowed(filter)
    Rows(actor, about, asking.condition_of(actor, about, asked, now), wanted)
    return enqueue(actor, "exports.run", object=about.plural, narrowed=asked.as_json(), wanted=wanted.as_json())
