"""What is done about fields while everybody works: their indexes, and the numbers of records before a field."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import job
from plexus.kernel.records import backfilling, changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.indexing import custom, standard
from plexus.kernel.records.indexing.building import NotAllDifferent
from plexus.kernel.records.queries.defined import field_defined
from plexus.kernel.schema import registry

KIND = "fields.indexes"
NUMBERS = "fields.numbers"
READING = N_("Reading the records. Everybody can go on working.")
SEARCH = "fields.search"  # what search finds by the field, in `search.jobs`, which stands above


@job(KIND, label=_("Index of a field"))
def make_indexes_agree(actor: Actor, progress: Progress, *, field_id: str) -> dict[str, Any]:
    """Let the indexes of a field be those that its definition asks for; may run any number of times.

    A field that holds the same value twice is told to be unique no longer, and the job fails with the reason.
    """
    key = UUID(field_id)
    with acting(actor):
        found = field_defined(actor, key)
    if found is None:
        return {"built": []}
    about, one = found
    progress.report(0, 1, READING)
    try:
        built = custom.agree(about, one, actor.workspace_id)
    except NotAllDifferent:
        _not_unique(actor, key)
        raise
    progress.report(1, 1)
    return {"built": built}


@job(standard.KIND, label=_("Indexes of fields"))
def make_standard_indexes_agree(actor: Actor, progress: Progress, *, object: str) -> dict[str, Any]:
    """Let the fields that an object came with have the indexes that the rules of fields ask for; may run again."""
    about = registry.of(actor.workspace_id).objects.get(object)
    if about is None:
        return {"built": []}
    progress.report(0, 1, READING)
    built = standard.agree(about, actor.workspace_id)
    progress.report(1, 1)
    return {"built": built}


@job(NUMBERS, label=_("Numbers of a field"))
def number_records(actor: Actor, progress: Progress, *, field_id: str) -> dict[str, Any]:
    """Give the records that have none a number of a field that draws them."""
    return backfilling.number_records(actor=actor, progress=progress, field_id=UUID(field_id), now=timezone.now())


def _not_unique(actor: Actor, field_id: UUID) -> None:
    with acting(actor):
        definitions = registry.of(actor.workspace_id).object("custom-fields")
        changing.update(
            actor=actor, about=definitions, record_id=field_id, values={"unique": False}, now=timezone.now(),
            action="custom-fields.change",
        )  # fmt: skip
