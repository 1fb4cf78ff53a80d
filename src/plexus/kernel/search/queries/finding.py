"""Finding records: one statement, the best first, and nothing that the actor may not read.

Matches come tier by tier, the strongest first, and the permission is asked of each before any is counted: a record
that somebody may see is never crowded out by those that he may not, and a weak kind of match is looked for only when
the stronger gave too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from plexus.kernel.identity.actor import Actor
from plexus.kernel.search import asking
from plexus.kernel.search.asking import Asked
from plexus.kernel.search.conditions import HOLDS, MATCHES, pattern
from plexus.kernel.search.queries.rights import Rights, rights_of

CANDIDATES = 100
MOST_SPLIT = 3
COLUMNS = "e.record_id, e.object, e.title, e.owner_id, e.team_id, e.weight, e.updated_at"
BESIDE = f"""
{MATCHES} AND NOT {MATCHES} AND e.beside_id IN (
    SELECT e.record_id FROM search_visible e WHERE {MATCHES} AND e.object = ANY(%s)
)
"""
# OFFSET keeps the permission out of the tiers: asked once of what comes, not planned again for each of them.
BEST = """
WITH {tiers}
SELECT object, record_id, title FROM (
    SELECT * FROM (SELECT * FROM ({together}) tiers OFFSET 0) search_visible WHERE {allowed} LIMIT %s
) hits
ORDER BY tier, strpos(' ' || lower(title), ' ' || %s) = 0, weight, length(title), updated_at DESC, record_id
LIMIT %s
"""

Condition = tuple[str, list[Any]]


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    object: str
    record_id: UUID
    title: str


def find(*, actor: Actor, text: str, objects: Sequence[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """The readable records that a text names best: exactly, by the beginning of the name, by a part, by a key.

    Among equals the shorter name and the younger entry come first; this holds for the first hundred of a broad text.
    """
    asked = asking.read(text)
    rights = rights_of(actor, objects)
    if not asked or rights is None:
        return ()
    statement, values = _statement(list(_tiers(rights, asked)), rights)
    first = asked.words[0] if asked.words else ""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, max(CANDIDATES, limit), first, limit])
        return tuple(Hit(*row) for row in cursor.fetchall())


def _tiers(rights: Rights, asked: Asked) -> Iterator[Condition]:
    """Ever weaker kinds of match; each leaves out what one before has found."""
    if asked.words:
        yield MATCHES, [asked.whole]
        yield f"{MATCHES} AND NOT {MATCHES}", [asked.start, asked.whole]
        yield f"{MATCHES} AND NOT {MATCHES}", [asked.inside, asked.start]
    if not asked.key:
        yield from _beside(rights, asked)
    else:
        unseen, values = (f" AND NOT {MATCHES}", [asked.inside]) if asked.words else ("", [])
        yield f"{HOLDS} AND e.object = ANY(%s){unseen}", [pattern(asked.key), rights.with_keys, *values]


def _beside(rights: Rights, asked: Asked) -> Iterator[Condition]:
    """Some words name the record, the others the one it stands beside, which everybody of this role may read."""
    for mine, theirs in _splits(asked.words):
        yield (
            BESIDE,
            [asking.all_of(mine), asked.inside, asking.all_of(theirs), rights.open_to_all],
        )


def _splits(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The ways to read words as a record's own and those of the record it stands beside, either first."""
    for cut in range(1, min(len(words), MOST_SPLIT + 1)):
        yield words[:cut], words[cut:]
        yield words[cut:], words[:cut]


def _statement(tiers: list[Condition], rights: Rights) -> Condition:
    """One statement that pulls candidates through the permissions; a materialised tier is read when its turn comes."""
    made = ", ".join(
        f"tier{number} AS MATERIALIZED (SELECT {number} AS tier, {COLUMNS} FROM search_visible e WHERE {condition})"
        for number, (condition, _values) in enumerate(tiers)
    )
    together = " UNION ALL ".join(f"SELECT * FROM tier{number}" for number in range(len(tiers)))
    values = [value for _condition, given in tiers for value in given]
    return BEST.format(tiers=made, together=together, allowed=rights.condition), [*values, *rights.values]
