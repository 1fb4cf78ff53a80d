"""A policy taken apart: each rule by its name, with the condition under which it opens a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Q

from plexus.kernel.access.leading import Lead, Linked

NOTHING = Q(pk__in=())
EVERYTHING = Q()


class Kind(StrEnum):
    """What a rule is called. The first three open every row."""

    ADMINISTRATOR = "administrator"
    EVERYBODY = "everybody"
    ALL = "all"
    OWN = "own"
    TEAM = "team"
    BELOW = "below"
    SHARED = "shared"
    WHOLE = "whole"
    BETWEEN = "between"
    LINKED = "linked"
    GIVEN = "given"


@dataclass(frozen=True)
class Rule:
    """One way in which a policy opens rows; `through` is the object that a row must lead to, where it must.

    `leads` say by which records links open rows: those of several rules are looked for at once.
    """

    kind: Kind
    condition: Q
    through: str = ""
    leads: tuple[Lead, ...] = ()


def united(rules: Sequence[Rule]) -> Q:
    """The condition under which any of some rules opens a row."""
    conditions = [each.condition for each in rules if not each.leads]
    if leads := tuple(lead for each in rules for lead in each.leads):
        conditions.append(Q(Linked(leads)))
    if EVERYTHING in conditions:
        return EVERYTHING
    return reduce(or_, conditions) if conditions else NOTHING
