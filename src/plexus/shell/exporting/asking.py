"""From what was asked of a list to the condition of its export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q

from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.queries import causes
from plexus.kernel.records.breaking import breaking
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.matching import matching
from plexus.kernel.values.ids import id_in


@dataclass(frozen=True)
class Narrowed:
    """Which records of an object: by a filter as JSON, words to find, a cause, certain ids, a rule that they break."""

    filter: Mapping[str, Any] | None = None
    words: str = ""
    cause: str = ""
    ids: tuple[str, ...] = ()
    breaks: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the parameter of a job."""
        return asdict(self)

    @classmethod
    def of_json(cls, given: Mapping[str, Any]) -> Self:
        """Out of the parameter of a job."""
        return cls(**{**given, "ids": tuple(given.get("ids", ()))})


def condition_of(actor: Actor, about: Object, asked: Narrowed, now: datetime) -> Q:
    """The condition of what was asked; nothing asked is everything. Raises `FilterInvalid`."""
    found = Q()
    if asked.filter:
        found &= query.condition(query.check(query.parse(asked.filter), about, actor), actor, now)
    if asked.words:
        found &= matching(actor, about, asked.words)
    if asked.cause:
        found &= Q(pk__in=causes.records_of(actor=actor, cause_id=id_in(asked.cause), plural=about.plural))
    if asked.breaks:
        found &= breaking(actor, about, asked.breaks, now)
    return found & Q(pk__in=[UUID(each) for each in asked.ids]) if asked.ids else found
