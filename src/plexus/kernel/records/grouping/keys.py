"""What rows of a group share, as SQL, and the condition and the filter that find them again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, F, Q, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf, Trunc, TruncDate, Upper

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.query.checked import Comparison, OnDay
from plexus.kernel.query.compiling import Compiler
from plexus.kernel.query.tree import Op
from plexus.kernel.records.grouping.asked import Bucket, Key
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import Choice, Text
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import led_to, value_of
from plexus.kernel.schema.step import Step

LEAPS = {Bucket.DAY: 1, Bucket.WEEK: 7, Bucket.MONTH: 32, Bucket.QUARTER: 93, Bucket.YEAR: 367}


def shown(key: Key, actor: Actor) -> Combinable:
    """The value of a key in a row, as it is written; empty text is no value, and so is what may not be read."""
    value = _through(key.step, key.field, actor) if key.step else value_of(key.field, actor)
    if isinstance(key.field.type, Text | Choice):
        return NullIf(value, Value("", output_field=TextField()), output_field=TextField())
    return value


def shared(key: Key, actor: Actor) -> Combinable:
    """What the rows of a group have in common: of words all but their letter case, of days the first of a stretch."""
    value = shown(key, actor)
    if isinstance(key.field.type, Text):
        return Upper(value)
    return value if key.bucket is None else _stretch(key, value, actor)


def _stretch(key: Key, value: Combinable, actor: Actor) -> Combinable:
    """The first day of the stretch, where the actor is."""
    zone = zone_of(actor.time_zone) if key.field.type.key == "date_time" else None
    if key.bucket is Bucket.DAY:
        return TruncDate(value, tzinfo=zone) if zone else value
    return Cast(Trunc(value, str(key.bucket), output_field=DateField(), tzinfo=zone), DateField())


def _through(step: Step, field: Field, actor: Actor) -> Combinable:
    """The value in the record that a reference leads to, as filters see it: empty in the trash or out of sight."""
    condition = permitted(actor, step.target)
    if condition == EVERYTHING and not (step.reference.custom or field.custom):
        name = step.reference.name
        here = When(**{f"{name}__deleted_at": None}, then=F(f"{name}__{field.column}"))
        return Case(here, default=None)
    rows = step.target.rows(actor.workspace_id).filter(condition, deleted_at=None, pk=led_to(step.reference))
    return Subquery(rows.annotate(grouped_by=value_of(field, actor)).values("grouped_by")[:1])


def last_day(bucket: Bucket, first: date) -> date:
    """The last day of the stretch that begins with a day."""
    after = first + timedelta(days=LEAPS[bucket])
    match bucket:
        case Bucket.MONTH:
            after = after.replace(day=1)
        case Bucket.QUARTER:
            after = after.replace(day=1, month=after.month - (after.month - 1) % 3)
        case Bucket.YEAR:
            after = after.replace(day=1, month=1)
    return after - timedelta(days=1)


def condition_of(key: Key, value: Any, about: Object, actor: Actor) -> Q:
    """The condition that `filter_of` comes to, also of a value that no filter may name any more."""
    steps = (key.step,) if key.step else ()
    one = key.step.target if key.step else about
    op, operand = _compared(key, value)
    return Compiler(actor, None).part(Comparison(steps, one, key.field, op, operand), negated=False)


def _compared(key: Key, value: Any) -> tuple[Op, Any]:
    if value is None:
        return Op.EMPTY, None
    if key.bucket is not None:
        return Op.BETWEEN, (OnDay(value), OnDay(last_day(key.bucket, value)))
    return Op.EQ, value["id"] if isinstance(value, dict) else value


def filter_of(key: Key, value: Any) -> dict[str, Any]:
    """The filter that finds the rows of a group by its value, as a list takes it."""
    if value is None:
        return {"field": key.path, "op": "empty"}
    if key.bucket is not None:
        days = [value.isoformat(), last_day(key.bucket, value).isoformat()]
        return {"field": key.path, "op": "between", "value": days}
    plain = str(value["id"]) if isinstance(value, dict) else key.field.type.render(value)
    return {"field": key.path, "op": "eq", "value": plain}
