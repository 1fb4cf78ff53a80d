"""Putting two records into a relation as it is seen from one of them, changing that, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.crm.relations.models import Relation
from plexus.crm.relations.models.relation import ENDS, FROM, TO
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

End = tuple[str, UUID]
NOT_AN_END = N_("A relation does not lead from there. Choose another one.")

__all__ = ["Told", "relate", "relate_again", "unrelate"]


@dataclass(frozen=True)
class Told:
    """A relation as told from a record: the type, whether it is told backwards, who is at the other end, and more."""

    type_id: UUID
    back: bool
    here: End
    other: End
    more: Mapping[str, Any]

    def values(self) -> dict[str, Any]:
        """The values by field name; raises `Invalid` where no relation can begin."""
        source, target = (self.other, self.here) if self.back else (self.here, self.other)
        if source[0] not in FROM or target[0] not in TO:
            raise Invalid(fields=[FieldError("type", "not_an_end", NOT_AN_END)])
        ends: dict[str, Any] = dict.fromkeys(ENDS)
        ends |= {FROM[source[0]]: source[1], TO[target[0]]: target[1]}
        return {"type": self.type_id, **ends, **self.more}


def _relations(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Relation)


def relate(*, actor: Actor, told: Told, now: datetime) -> UUID:
    """A new relation; gives the cause, by which it is taken back; raises `Taken` where there is the same already."""
    with causing(actor=actor, action="relations.create") as cause_id:
        changing.create(actor=actor, about=_relations(actor), values=told.values(), now=now)
    return cause_id


def relate_again(*, actor: Actor, relation_id: UUID, told: Told, now: datetime, version: int | None) -> UUID:
    """Another type, another end, or other facts of a relation; gives the cause, by which it is taken back."""
    about = _relations(actor)
    with causing(actor=actor, action="relations.update") as cause_id:
        changing.update(
            actor=actor, about=about, record_id=relation_id, values=told.values(), now=now, version=version
        )  # fmt: skip
    return cause_id


def unrelate(*, actor: Actor, relation_id: UUID, now: datetime) -> UUID:
    """Put a relation into the trash; gives the cause, by which it is taken back."""
    with causing(actor=actor, action="relations.delete") as cause_id:
        changing.trash(actor=actor, about=_relations(actor), record_id=relation_id, now=now)
    return cause_id
