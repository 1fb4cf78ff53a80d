"""A formula or roll-up that is being written: what is wrong with it, what it would be, its value for some records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from plexus.kernel.access.filtering import permitted
from plexus.kernel.expressions.losing import told
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import rollups
from plexus.kernel.records.fetching.plan import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.models import FieldDefinition
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.option_rules import OPTIONS, Wrong
from plexus.kernel.values.refusals import FieldError

SAMPLES, NEWEST = 5, 100
NAME = "being_written"


@dataclass(frozen=True, slots=True)
class Sample:
    """A record and the value that it would show."""

    title: str
    value: Any


@dataclass(frozen=True, slots=True)
class Written:
    """What was written so far: the error, or the field that it makes with its value for some records."""

    error: FieldError | None = None
    field: Field | None = None
    samples: tuple[Sample, ...] = ()


def written(actor: Actor, plural: str, values: Mapping[str, Any], held: FieldDefinition | None) -> Written:
    """What a formula or roll-up would be if it were saved now; nothing is saved."""
    missing = _missing(values)
    if missing:
        return Written(missing)
    row = held or FieldDefinition(workspace_id=actor.workspace_id, object=plural, name=NAME)
    given = ("type", "label_en", "label_zh", "options")
    row.__dict__ |= {name: values.get(name) or "" for name in given} | {"help_en": "", "help_zh": ""}
    schema = registry.supposing(actor.workspace_id, row)
    broken = schema.broken.get((plural, row.name))
    if broken is not None:
        return Written(told(broken))
    about = schema.object(plural)
    return Written(None, about.fields[row.name], _samples(actor, about, about.fields[row.name]))


def _missing(values: Mapping[str, Any]) -> FieldError | None:
    """The first option that does not do by itself."""
    for option, one in OPTIONS[values["type"]].items():
        try:
            one.check(values["options"].get(option), None)
        except Wrong as wrong:
            return FieldError("options", wrong.code, wrong.message, wrong.params | {"option": option})
    return None


def _samples(actor: Actor, about: Object, one: Field) -> tuple[Sample, ...]:
    """Among the newest records that the actor may read those with the greatest values."""
    if one.reckoning is None:
        return ()
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), deleted_at=None)
    newest = about.rows(actor.workspace_id).filter(pk__in=rows.order_by("-pk").values("pk")[:NEWEST])
    fetched = {one.fetched_as: one.reckoning.fetched(actor), "compared": one.reckoning.compared(actor)}
    ordered = newest.annotate(shown_title=naming(actor, about), **fetched).order_by(
        F("compared").desc(nulls_last=True), "-pk"
    )
    found = ordered.values("shown_title", one.fetched_as)[:SAMPLES]
    return tuple(Sample(str(row["shown_title"] or ""), one.read(row)) for row in found)


@dataclass(frozen=True, slots=True)
class List:
    """Records that name an object's records, by the name of their list."""

    name: str
    child: Object
    reference: Field


def lists(actor: Actor, plural: str) -> tuple[List, ...]:
    """What can be rolled up on an object."""
    schema = registry.of(actor.workspace_id)
    found = []
    for related in schema.related(plural).values():
        child = schema.object(related.object)
        found.append(List(related.name, child, child.fields[related.field]))
    return tuple(found)


def figure_fields(child: Object, function: str) -> tuple[Field, ...]:
    """The fields of related records of which a figure can be made."""
    fitting = rollups.FITTING.get(function, frozenset())
    return tuple(each for each in child.fields.values() if each.type.key in fitting and each.name != "version")


def orders(child: Object) -> tuple[Field, ...]:
    """The fields that say which of the related records is the latest."""
    dates = [each for each in child.fields.values() if each.type.key in {"date", "date_time"}]
    return tuple(sorted(dates, key=lambda each: each.name != rollups.LATEST_BY))
