"""What selling needs first: a pipeline with stages, and reasons for losing, in the language of the workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from plexus.crm.sales.models import LostReason, Pipeline, Stage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import speaking

PIPELINE = _("Sales")
STAGES = (
    (_("First contact"), 10, "open"),
    (_("Needs confirmed"), 25, "open"),
    (_("Quoted"), 50, "open"),
    (_("In negotiation"), 75, "open"),
    (_("Won"), 100, "won"),
    (_("Lost"), 0, "lost"),
)
REASONS = (
    _("Price too high"),
    _("Chose a competitor"),
    _("Budget cancelled"),
    _("Project postponed"),
    _("Requirements not met"),
    _("No answer any more"),
)


def start_selling(actor: Actor, *, now: datetime) -> bool:
    """A pipeline, its stages and reasons for losing, where there is no pipeline yet; gives whether there was none."""
    with acting(actor), causing(actor=actor, action="sales.start"), override(actor.language):
        if Pipeline.objects.filter(workspace_id=actor.workspace_id).exists():
            return False
        pipeline = _make(actor, Pipeline, now, name=str(PIPELINE), position=0)
        for position, (name, probability, outcome) in enumerate(STAGES):
            values = {"name": str(name), "position": position, "probability": probability, "outcome": outcome}
            _make(actor, Stage, now, pipeline=pipeline.pk, **values)
        for position, reason in enumerate(REASONS):
            _make(actor, LostReason, now, name=str(reason), position=position)
    return True


def speak(actor: Actor, before: str, now: datetime) -> None:
    """Pipeline, stages and reasons in the actor's language, where they are still called as they were in another."""
    said = speaking.words((PIPELINE, *(name for name, *_rest in STAGES), *REASONS), actor, before)
    for model in (Pipeline, Stage, LostReason):
        speaking.rename(actor, model, said, now)


def _make(actor: Actor, model: Any, now: datetime, **values: Any) -> Any:
    about = registry.of(actor.workspace_id).of_model(model)
    return changing.create(actor=actor, about=about, values=values, now=now, action="sales.start")
