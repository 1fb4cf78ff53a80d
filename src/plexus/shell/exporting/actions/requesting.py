"""Asking for an export that a worker writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.schema.object import Object
from plexus.shell.exporting import asking, formats
from plexus.shell.exporting.rows import Rows


def request_export(
    *,
    actor: Actor,
    about: Object,
    format: str,
    filter: Mapping[str, Any] | None = None,
    fields: Sequence[str] | None = None,
    labels: bool = False,
    sort: str = "",
    bom: bool = False,
) -> Job:
    """The job that will write the file; what can be refused of the question is refused at once."""
    kind = formats.of(format)
    Rows(actor, about, asking.condition_of(actor, about, filter), fields=fields, labels=labels, sort=sort)
    return enqueue(
        actor,
        "exports.run",
        object=about.plural,
        format=kind.key,
        filter=filter,
        fields=list(fields) if fields else None,
        labels=labels,
        sort=sort,
        bom=bom,
    )
