"""Finding records: one statement, the best first, and nothing that the actor may not read.

The permission is asked of every candidate before candidates are counted, so a record that somebody may see is never
crowded out by those that he may not. Each weaker kind of match is looked for only when the stronger gave too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from plexus.kernel.access.filtering import EVERYTHING, NOTHING, permitted
from plexus.kernel.access.rights import level, readable_fields
from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search import asking
from plexus.kernel.search.asking import Asked
from plexus.kernel.search.conditions import found, holding
from plexus.kernel.search.models import SearchEntry

CANDIDATES = 300
MOST_SPLIT = 3
COLUMNS = ("record_id", "object", "title", "weight", "updated_at")
BEST = """
SELECT object, record_id, title FROM ({tiers}) hits
ORDER BY tier, CASE WHEN strpos(' ' || lower(title), ' ' || %s) > 0 THEN 0 ELSE 1 END, weight, length(title),
    updated_at DESC, record_id
LIMIT %s
"""


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    object: str
    record_id: UUID
    title: str


def find(*, actor: Actor, text: str, objects: Sequence[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """The readable records that a text names best: exactly, by the beginning of the name, by a part, by a key."""
    asked = asking.read(text)
    sought = [about for about in registry.of(actor.workspace_id) if _is_sought(actor, about, objects)]
    if not asked or not sought:
        return ()
    statement, values = _statement(list(_tiers(actor, sought, asked)), limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, asked.words[0] if asked.words else "", limit])
        return tuple(Hit(*row) for row in cursor.fetchall())


def _is_sought(actor: Actor, about: Object, objects: Sequence[str] | None) -> bool:
    """Whether an object is searched at all and its names are no secret to the actor."""
    described = about.described
    if not described.searched or not (objects is None or about.plural in objects):
        return False
    names = {described.title, *described.searched}
    return bool(level(actor, about, Verb.READ)) and names <= readable_fields(actor, about).keys()


def _tiers(actor: Actor, sought: list[Object], asked: Asked) -> Iterator[QuerySet[SearchEntry]]:
    """Ever weaker kinds of match; each leaves out what the one before has found."""
    entries = _readable(actor, sought)
    if asked.words:
        yield entries.filter(found(asked.whole))
        yield entries.filter(found(asked.start)).exclude(found(asked.whole))
        yield entries.filter(found(asked.inside)).exclude(found(asked.start))
        for mine, theirs in _splits(asked.words):
            beside = entries.filter(found(asking.all_of(theirs))).values("record_id")
            yield entries.filter(found(asking.all_of(mine)), beside_id__in=beside).exclude(found(asked.inside))
    with_keys = [about for about in sought if set(about.described.keys) <= readable_fields(actor, about).keys()]
    if asked.key and with_keys:
        keyed = _readable(actor, with_keys).filter(holding(asked.key))
        yield keyed.exclude(found(asked.inside)) if asked.words else keyed


def _splits(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The ways to read words as a record's own and those of the record it stands beside, either first."""
    for cut in range(1, min(len(words), MOST_SPLIT + 1)):
        yield words[:cut], words[cut:]
        yield words[cut:], words[:cut]


def _readable(actor: Actor, sought: list[Object]) -> QuerySet[SearchEntry]:
    """The entries of some objects under the actor's permissions: an entry has its record's key, owner and team."""
    conditions = {about.plural: permitted(actor, about) for about in sought}
    open_to_all = [plural for plural, condition in conditions.items() if condition == EVERYTHING]
    allowed = Q(object__in=open_to_all) if open_to_all else NOTHING
    for plural, condition in conditions.items():
        if condition not in (EVERYTHING, NOTHING):
            allowed |= Q(condition, object=plural)
    return SearchEntry.objects.filter(allowed)


def _statement(tiers: list[QuerySet[SearchEntry]], limit: int) -> tuple[str, list[Any]]:
    """One statement in which each tier is looked at only while those before it gave fewer than wanted."""
    parts, values = [], []
    for number, tier in enumerate(tiers):
        sql, given = tier.values_list(*COLUMNS)[:CANDIDATES].query.sql_with_params()
        before = " + ".join(f"(SELECT count(*) FROM tier{earlier})" for earlier in range(number))
        gate = f" WHERE {before} < {int(limit)}" if before else ""
        parts.append(f"tier{number} AS MATERIALIZED (SELECT * FROM ({sql}) candidates{gate})")
        values += given
    together = " UNION ALL ".join(f"SELECT {number} AS tier, * FROM tier{number}" for number in range(len(tiers)))
    return f"WITH {', '.join(parts)} {BEST.format(tiers=together)}", values
