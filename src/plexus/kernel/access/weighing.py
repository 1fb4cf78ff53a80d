"""Each rule of a policy weighed against one record: the same conditions that filter lists, asked one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Value, When

from plexus.kernel.access.compiled import OPENING, TO_CHANGE
from plexus.kernel.access.filtering import rules
from plexus.kernel.access.rights import Basis, Level, Verb, basis, level
from plexus.kernel.access.rules import EVERYTHING, Kind, Rule
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object

VERBS = (Verb.READ, Verb.UPDATE, Verb.DELETE)
YES, NO = Value(value=True), Value(value=False)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule and whether it opens the record; `through` is the object that it leads through."""

    kind: Kind
    holds: bool
    through: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one verb: the level and what it rests on, and every rule that could open the record."""

    verb: Verb
    level: Level
    basis: Basis
    rules: tuple[Weighed, ...]

    @property
    def allowed(self) -> bool:
        """Whether any rule opens the record."""
        return any(each.holds for each in self.rules)


def weigh(subject: Actor, about: Object, record_id: UUID) -> tuple[Verdict, ...]:
    """What somebody may do to a record, and by which rules; none where there is no such record. One statement."""
    policies = {verb: rules(subject, about, verb) for verb in VERBS}
    asked = {
        _flag(verb, number): Case(When(rule.condition, then=YES), default=NO, output_field=BooleanField())
        for verb, found in policies.items()
        for number, rule in enumerate(found)
        if rule.condition != EVERYTHING
    }
    row = about.rows(subject.workspace_id).filter(pk=record_id).annotate(**asked).values("pk", *asked).first()
    if row is None:
        return ()
    return tuple(_verdict(subject, about, verb, found, row) for verb, found in policies.items())


def _flag(verb: Verb, number: int) -> str:
    return f"{verb}_by_{number}"


def _verdict(
    subject: Actor, about: Object, verb: Verb, found: tuple[Rule, ...], row: Mapping[str, object]
) -> Verdict:  # fmt: skip
    weighed = tuple(
        Weighed(rule.kind, bool(row.get(_flag(verb, number), True)), rule.through) for number, rule in enumerate(found)
    )
    return Verdict(verb, level(subject, about, verb), basis(subject, about, verb), weighed)


def opening_shares(subject: Actor, about: Object, record_id: UUID, *, to_change: bool) -> frozenset[UUID]:
    """The shares that open a record to somebody now."""
    statement = OPENING.replace("{what}", "access_share.id").replace("{key}", "%s")
    statement = statement.replace("{more}", TO_CHANGE if to_change else "")
    values: list[Any] = [subject.workspace_id, about.plural, record_id, subject.person_id, list(subject.above_ids)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return frozenset(key for (key,) in cursor.fetchall())
