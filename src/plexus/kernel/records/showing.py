"""Which fields of a record that was read are shown: expressions that administrators wrote, under the reader's rights.

This is presentation: who must not see a field is told by the rights of fields, which everything asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.expressions.checked import Checked, Reading, readings
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.clock import moment_of
from plexus.kernel.records.reckoning import ruled
from plexus.kernel.schema.object import Object


def paths(actor: Actor, about: Object) -> tuple[str, ...]:
    """What must be read beside the fields themselves, so that no statement is asked for it."""
    asked = ruled(about, actor.workspace_id)
    through = (part for _field, checked in asked.visible for part in readings(checked) if part.steps)
    return tuple(dict.fromkeys(".".join(part.path) for part in through if _is_readable(actor, about, part)))


def _is_readable(actor: Actor, about: Object, part: Reading) -> bool:
    """Whether a list could read it too: one step, by fields that the actor may read."""
    step = part.steps[0]
    return (
        len(part.steps) == 1
        and step.reference.name in readable_fields(actor, about)
        and bool(level(actor, step.target, Verb.READ))
        and part.field.name in readable_fields(actor, step.target)
    )


def unseen(actor: Actor, about: Object, values: Mapping[str, Any], now: datetime) -> frozenset[str]:
    """The fields that the page of a record does not show, by the values that were read of it."""
    asked = ruled(about, actor.workspace_id)
    moment = moment_of(actor, now)

    def read(part: Reading) -> Any:
        return values.get(".".join(part.path), part.field.type.empty)

    return frozenset(
        field.name for field, checked in asked.visible if _can_tell(checked) and not evaluate(checked, read, moment)
    )


def _can_tell(checked: Checked) -> bool:
    """Whether a page can tell without asking again: an expression that goes further than one step shows its field."""
    return all(len(part.steps) < 2 for part in readings(checked))
