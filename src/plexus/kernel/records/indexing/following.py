"""What a job has to see to once the rule of a field was made, changed, taken away or brought back."""

from __future__ import annotations

from collections.abc import Iterable

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.records.indexing.standard import KIND
from plexus.kernel.schema.models import FieldRule


def see_to_indexes(actor: Actor, rules: Iterable[FieldRule]) -> None:
    """Have the indexes agree with what rules say now, where they ask for one or may have asked for one before."""
    asking: dict[str, bool] = {}
    for each in rules:
        asking[each.object] = asking.get(each.object, False) or (each.filterable and each.deleted_at is None)
    done = Job.objects.filter(workspace_id=actor.workspace_id, kind=KIND, params__object__in=list(asking))
    before = set(done.values_list("params__object", flat=True)) if asking else set()
    for plural in sorted(asking):
        if asking[plural] or plural in before:
            enqueue(actor, KIND, object=plural)
