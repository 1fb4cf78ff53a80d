"""Finding records: one statement, the best first, and nothing that the actor may not read.

Matches come tier by tier, the strongest first, and the permission is asked of each before any is counted: a record
that somebody may see is never crowded out by those that he may not, and a weak kind of match is looked for only when
the stronger gave too few. What very many have is found by a sample: of it the index would give all before the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection

from plexus.kernel.identity.actor import Actor
from plexus.kernel.search import asking
from plexus.kernel.search.asking import Asked
from plexus.kernel.search.conditions import HOLDS, HOLDS_OWN, MATCHES, NAMES_FILE, behind, own_patterns, pattern
from plexus.kernel.search.queries.rights import Rights, rights_of
from plexus.kernel.workspaces.engine.base import DatabaseWrapper

CANDIDATES = 100
# Among so many entries it is asked first whether very many have it: ten of the five hundred at which is glanced.
MANY, HAVING = 500_000, 10
MOST_SPLIT = 3
# How the weakest kind of match ranks: behind every way to split the words.
LAST = 3 + 2 * MOST_SPLIT
COLUMNS = "e.record_id, e.object, e.title, e.owner_id, e.team_id, e.weight, e.updated_at"
BESIDE = f"""
{MATCHES} AND NOT {MATCHES} AND e.beside_id IN (
    SELECT e.record_id FROM search_visible e WHERE {MATCHES} AND e.object = ANY(%s)
)
"""
# Entries of the sample that have it, if very many do; else none, and of the sample nothing is read.
SAMPLED = f"""
sampled AS MATERIALIZED (
    SELECT {COLUMNS}, {MATCHES} AS starts FROM search_sample e
    WHERE CASE WHEN (SELECT reltuples >= %s FROM pg_class WHERE oid = 'search_entry'::regclass)
        THEN (SELECT count(*) >= %s FROM search_glimpse e WHERE {MATCHES}) END
    AND {MATCHES} AND NOT {MATCHES}
)"""
FRESH = "e.record_id NOT IN (SELECT record_id FROM sampled{where})"
# OFFSET keeps the permission out of the tiers: asked once of what comes, not planned again for each of them.
BEST = """
WITH {before}
SELECT object, record_id, title, file FROM (
    SELECT * FROM (SELECT * FROM ({together}) tiers OFFSET 0) search_visible WHERE {allowed} LIMIT %s
) hits
ORDER BY tier, strpos(' ' || lower(title), ' ' || %s) = 0, weight, length(title), updated_at DESC, record_id
LIMIT %s
"""

Condition = tuple[str, list[Any]]


@dataclass(frozen=True)
class Hit:
    """A record that was found; `file` is the name of the file in a field by which it was."""

    object: str
    record_id: UUID
    title: str
    file: str = ""


def find(
    *, actor: Actor, text: str, objects: Sequence[str] | None = None, limit: int = 20, files: bool = False
) -> tuple[Hit, ...]:
    """The readable records that a text names best: exactly, by the beginning of the name, by a part, by a key.

    With `files` also those of which a field holds a file that it names. Among equals the shorter name and the younger
    entry come first; this holds for the first hundred of a broad text.
    """
    asked = asking.read(text)
    rights = rights_of(actor, objects)
    if not asked or rights is None:
        return ()
    tiers = [*_tiers(rights, asked), *(_in_files(rights, asked) if files else ())]
    if not tiers:
        return ()
    statement, values = _statement(tiers, _sampled(asked), rights)
    first = asked.words[0] if asked.words else ""
    with cast("DatabaseWrapper", connection).prepared_cursor() as cursor:
        cursor.execute(statement, [*values, max(CANDIDATES, limit), first, limit])
        return _once(Hit(*row) for row in cursor.fetchall())


def _once(hits: Iterator[Hit]) -> tuple[Hit, ...]:
    """Each record by its best match; what is named and has such a file too comes twice."""
    found: dict[UUID, Hit] = {}
    for each in hits:
        found.setdefault(each.record_id, each)
    return tuple(found.values())


@dataclass(frozen=True)
class Tier:
    """A kind of match: how it ranks, by which condition, out of which entries, and the file that it finds by."""

    rank: int
    condition: str
    values: Sequence[Any] = ()
    entries: str = "search_visible e"
    file: str = "''"


def _tiers(rights: Rights, asked: Asked) -> Iterator[Tier]:
    """Ever weaker kinds of match; each leaves out what one before has found."""
    if asked.words:
        yield Tier(0, MATCHES, [asked.whole])
        yield Tier(1, "e.starts", entries="sampled e")
        unsampled = FRESH.format(where=" WHERE starts")
        yield Tier(1, f"{MATCHES} AND NOT {MATCHES} AND {unsampled}", [asked.start, asked.whole])
        yield Tier(2, "NOT e.starts", entries="sampled e")
        unsampled = FRESH.format(where="")
        yield Tier(2, f"{MATCHES} AND NOT {MATCHES} AND {unsampled}", [asked.inside, asked.start])
    unseen, values = (f" AND NOT {MATCHES}", [asked.inside]) if asked.words else ("", [])
    if not asked.key:
        yield from _beside(rights, asked)
    else:
        yield Tier(3, f"{HOLDS} AND e.object = ANY(%s){unseen}", [pattern(asked.key), rights.with_keys, *values])
    if asked.own and rights.own:
        held = [own_patterns(asked.own, rights.own), behind(asked.own, rights.own)]
        yield Tier(LAST, f"{HOLDS_OWN}{unseen}", [*held, *values])


def _sampled(asked: Asked) -> Condition:
    """The entries of the sample that match, for tiers to begin with; none is told of a part of a key."""
    if not asked.words:
        return "", []
    return SAMPLED, [asked.start, MANY, HAVING, asked.inside, asked.inside, asked.whole]


def _beside(rights: Rights, asked: Asked) -> Iterator[Tier]:
    """Some words name the record, the others the one it stands beside, which everybody of this role may read."""
    for rank, (mine, theirs) in enumerate(_splits(asked.words), start=3):
        yield Tier(rank, BESIDE, [asking.all_of(mine), asked.inside, asking.all_of(theirs), rights.open_to_all])


def _in_files(rights: Rights, asked: Asked) -> Iterator[Tier]:
    """The weakest: a field of the record holds a file so named."""
    if asked.words and rights.with_files:
        values = [asked.inside, rights.with_files]
        yield Tier(LAST, NAMES_FILE, values, "search_visible e, search_file_visible f", "f.name")


def _splits(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The ways to read words as a record's own and those of the record it stands beside, either first."""
    for cut in range(1, min(len(words), MOST_SPLIT + 1)):
        yield words[:cut], words[cut:]
        yield words[cut:], words[:cut]


def _statement(tiers: Sequence[Tier], sampled: Condition, rights: Rights) -> Condition:
    """One statement that pulls candidates through the permissions; a materialised tier is read when its turn comes."""
    made = [sampled[0]] if sampled[0] else []
    made += [
        f"tier{number} AS MATERIALIZED"
        f" (SELECT {each.rank} AS tier, {COLUMNS}, {each.file} AS file FROM {each.entries} WHERE {each.condition})"
        for number, each in enumerate(tiers)
    ]
    together = " UNION ALL ".join(f"SELECT * FROM tier{number}" for number in range(len(tiers)))
    values = [*sampled[1], *(value for each in tiers for value in each.values)]
    statement = BEST.format(before=", ".join(made), together=together, allowed=rights.condition)
    return statement, [*values, *rights.values]
