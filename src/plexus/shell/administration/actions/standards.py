"""The standards that administrators set for an object's records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.schema.models import QualityStandard
from plexus.shell.administration.actions.administering import defined_as
from plexus.shell.administration.queries.quality import standard

SAID = ("weights", "important_by", "normalised")


def keep_standard(*, actor: Actor, plural: str, values: Mapping[str, Any], now: datetime) -> QualityStandard:
    """Say which fields of an object count and which are kept in one form; raises `NotAllowed` or `Invalid`."""
    about = defined_as(actor, "quality-standards")
    given = {name: value for name, value in values.items() if name in SAID}
    with causing(actor=actor, action="quality-standards.keep"):
        held = standard(actor, plural)
        if held is None:
            row = changing.create(actor=actor, about=about, values={"object": plural, **given}, now=now)
        else:
            row = changing.update(actor=actor, about=about, record_id=held.pk, values=given, now=now)
    return cast("QualityStandard", row)


def drop_standard(*, actor: Actor, plural: str, now: datetime) -> None:
    """Let the standard that the product ships with hold again."""
    if (held := standard(actor, plural)) is not None:
        about = defined_as(actor, "quality-standards")
        changing.trash(actor=actor, about=about, record_id=held.pk, now=now)
