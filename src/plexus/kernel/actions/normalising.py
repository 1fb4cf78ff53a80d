"""Putting the values of records that are there already into one form, with a look at what that would change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.action import EVERY_OBJECT, Params, Preview, Previewed, param
from plexus.kernel.actions.registry import action, many
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing, reading
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.preparing import normalising
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standard_rules import has_form

LOOKED_AT, SHOWN = 500, 8


def _which(actor: Actor, about: Object) -> Params:
    offered = tuple(ChoiceOption(each.name, each.label) for each in normalising.formable(actor, about))
    return (param("fields", "choices", _("Fields (all where none is chosen)"), choices=offered),)


def _has_forms(about: Object) -> bool:
    """Whether an object has values that come from outside and are spelled in many ways."""
    kept = (each for each in about.fields.values() if has_form(each) and each.type.key != "text")
    return about.is_subject and (bool(about.described.persons or about.described.address) or any(kept))


def _wanted(actor: Actor, about: Object, chosen: Collection[str]) -> tuple[Field, ...]:
    known = normalising.formable(actor, about)
    return tuple(each for each in known if each.name in chosen) if chosen else known


def preview(*, actor: Actor, about: Object, rows: Rows, fields: Collection[str] = ()) -> Preview:
    """What would change of the first of some records; nothing is written."""
    wanted = _wanted(actor, about, fields)
    asked = rows if isinstance(rows, Q) else Q(pk__in=rows)
    found = list(reading.visible(actor, about, verb=Verb.UPDATE).filter(asked).order_by("pk")[: LOOKED_AT + 1])
    changes = [(str(row), list(normalising.differences(actor, about, row, wanted))) for row in found[:LOOKED_AT]]
    examples = [Previewed(name, each.field.label, each.before, each.after) for name, some in changes for each in some]
    differing = sum(1 for _name, some in changes if some)
    return Preview(min(len(found), LOOKED_AT), differing, len(found) > LOOKED_AT, tuple(examples[:SHOWN]))


@action(
    "normalise", on=EVERY_OBJECT, label=_("Clean up values"), params=_which, icon="wand-sparkles",
    applies=_has_forms, allowed=lambda actor, about: bool(normalising.formable(actor, about)), preview=preview,
)  # fmt: skip
def normalise(*, actor: Actor, about: Object, record_id: UUID, now: datetime, fields: Collection[str] = ()) -> Any:
    """Put phone numbers, addresses and names of a record into one form; what cannot be read stays."""
    with changing.changing(actor=actor, about=about, record_id=record_id, now=now) as row:
        normalising.put_right(actor, about, row, _wanted(actor, about, fields))
    return row


@many("normalise", on=EVERY_OBJECT)
def normalise_many(
    *, actor: Actor, about: Object, rows: Rows, now: datetime, fields: Collection[str] = ()
) -> BulkResult:
    """The same for many records."""
    wanted = _wanted(actor, about, fields)

    def alter(row: Any) -> None:
        normalising.put_right(actor, about, row, wanted)

    return bulk.alter_many(actor=actor, about=about, rows=rows, alter=alter, now=now)
