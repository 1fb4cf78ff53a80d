"""Writing many new rows at once, each settled and judged by the rules of its object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.site.demo.making.setting import Made

CHUNK = 1_000
# What nobody gave: it follows from what was given.
FOLLOWS = frozenset({"owner_id", "family_name", "given_name", "probability"})


def save(actor: Actor, made: Made, zone: ZoneInfo) -> int:
    """Save every row, those referred to first; gives their number. Raises `Invalid`, and then nothing is kept."""
    return sum(_save(actor, rows, zone) for rows in made.lists() if rows)


def _save(actor: Actor, rows: Sequence[Any], zone: ZoneInfo) -> int:
    about = registry.of(actor.workspace_id).of_model(type(rows[0]))
    for row in rows:
        _settle(actor, about, row, zone)
    about.model._default_manager.bulk_create(rows, batch_size=CHUNK)
    return len(rows)


def _settle(actor: Actor, about: Object, row: Any, zone: ZoneInfo) -> None:
    """As for a row that a person enters on the day on which this one came to be what it is."""
    day: date = getattr(row, "stage_entered_on", None) or row.created_at.astimezone(zone).date()
    if errors := changing.settled(actor, about, row, frozenset(changing.attributes(row)) - FOLLOWS, today=day):
        raise Invalid(fields=errors)
