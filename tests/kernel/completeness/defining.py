"""Standards as administrators set them, and completeness as anybody would reckon it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.casting import NOW

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import standards

BANDS = ((100, "complete"), (80, "good"), (50, "fair"), (0, "poor"))


def a_standard(root: Actor, plural: str, weights: Mapping[str, int], **more: Any) -> Any:
    """The standard of an object."""
    with acting(root):
        return standards.keep_standard(actor=root, plural=plural, values={"weights": dict(weights), **more}, now=NOW)


def by_hand(actor: Actor, plural: str, values: Mapping[str, Any]) -> tuple[int | None, str, list[str]]:
    """Percentage, band and what is missing of the values of a record, reckoned without the database."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        known = readable_fields(actor, about)
    weights = {name: weight for name, weight in about.standard.weights.items() if name in known}
    lacking = [name for name in weights if values[name] in (None, "", [])]
    if not weights:
        return None, "", []
    held = sum(weight for name, weight in weights.items() if name not in lacking)
    percent = held * 100 // sum(weights.values())
    band = next(key for least, key in BANDS if percent >= least)
    return percent, band, sorted(lacking, key=lambda name: -weights[name])
