"""The demo in the other language: what it sells, and how, is told anew; what people wrote stays as they wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from plexus.crm.sales.models import LostReason, Pipeline, Product, Stage
from plexus.kernel.identity.actor import Actor
from plexus.shell.administration.actions import speaking
from plexus.site.demo.queries import demos
from plexus.site.demo.words import goods, selling
from plexus.site.demo.words.both import Both

WAYS = (Pipeline, Stage, LostReason)


def speak(actor: Actor, before: str, now: datetime) -> None:
    """Pipelines, stages, reasons and products in the actor's language, where nobody has named them otherwise."""
    if not demos.is_demo(actor.workspace_id):
        return
    said = {each.said(before): each.said(actor.language) for each in _words()}
    for model in WAYS:
        speaking.rename(actor, model, said, now)
    speaking.rename(actor, Product, said, now, fields=("name", "category", "unit"))


def _words() -> Iterator[Both]:
    yield from (selling.EQUIPMENT, selling.RENEWAL)
    yield from (name for name, *_rest in (*selling.EQUIPMENT_STEPS, *selling.RENEWAL_STEPS))
    yield from (reason for reason, _weight in selling.REASONS)
    for good in goods.GOODS:
        yield from (good.name, good.category, good.unit)
