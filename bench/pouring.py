"""A million contacts and their share of all else, poured in as fast as PostgreSQL takes them.

Indexes are put aside, references are not looked up again (the rows are ours), and of activities, which say the same few
things three million times, links and words are written by statements that give the same rows as the triggers.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from bench import aside, filling, firm
from bench.filling import TABLES, WRITTEN, Entry, Way
from bench.telling import tell

LINKS = """
INSERT INTO access_link (workspace_id, source_object, source_id, target_object, target_id, at)
SELECT n.workspace_id, 'activities', n.id, r ->> 'object', (r ->> 'id')::uuid, n.happened_at
FROM engagement_activity n CROSS JOIN jsonb_array_elements(n.related) r WHERE n.id >= %s
"""
WORDS = """
WITH words AS MATERIALIZED (
    SELECT subject, search_tokens(subject, right(%s::text, 4)) AS tokens
    FROM (SELECT DISTINCT subject FROM engagement_activity) n
)
INSERT INTO search_entry (record_id, workspace_id, object, title, owner_id, team_id, weight, tokens, keys)
SELECT n.id, n.workspace_id, 'activities', n.subject, n.owner_id, n.team_id, 8, words.tokens, ''
FROM engagement_activity n JOIN words USING (subject) WHERE n.id >= %s
"""
# Each lane has a connection of its own.
LANES = (("account", "contact", "deal"), ("activity",))


def pour(url: str, entry: Entry, way: Way, first: int, last: int) -> None:
    """Add the contacts numbered from first to last with their share of all else."""
    with psycopg.connect(url, autocommit=True) as owner:
        with _quietened(owner), ThreadPoolExecutor(len(LANES)) as pool:
            for done in [pool.submit(_lane, url, entry, way, kinds, (first, last)) for kinds in LANES]:
                done.result()
        aside.put_back(owner)
        # Who follows what is told of what comes from now on, not of three million old activities.
        owner.execute("DELETE FROM following_watermark")
        tell("vacuum")
        owner.execute(f"VACUUM ANALYZE {', '.join(WRITTEN)}")


@contextmanager
def _quietened(owner: psycopg.Connection) -> Iterator[None]:
    """Only the journal's triggers, and for what is not an activity those of the search, do their work."""
    aside.put(owner, [each for each in WRITTEN if each != "journal_change"])
    for kind, table in TABLES.items():
        wanted = ("journal_insert",) if kind == "activity" else ("journal_insert", "search_insert")
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for each in wanted:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {each}")
    yield
    for table in TABLES.values():
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def _lane(url: str, entry: Entry, way: Way, kinds: tuple[str, ...], numbers: tuple[int, int]) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET synchronous_commit = off")
        owner.execute("SET work_mem = '64MB'")
        for kind in kinds:
            for stretch in filling.stretches(kind, *numbers):
                tell(f"{TABLES[kind]} from {stretch[0]:,}")
                with owner.transaction():
                    filling.fill_stretch(owner, entry, way, kind, stretch)
        if "activity" in kinds:
            tell("links and words of activities")
            # Ids rise with the numbers.
            begun = firm.id_of("activity", next(filling.stretches("activity", *numbers))[0])
            owner.execute(LINKS, [begun])
            owner.execute(WORDS, [entry.workspace, begun])
