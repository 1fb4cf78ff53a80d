"""In the end all that was promised is there once, nothing is there by half, and each part agrees with the others."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.chaos.writers import Client, Kept, Ledger, Unanswered, Values

FIELDS = ("external_id", "full_name", "job_title", "tags", "version")
# Each change of a record made one version and one line of the journal, from the line that made it.
JOURNALED = """
SELECT c.external_id, c.version, count(j.id), count(j.id) FILTER (WHERE j.op = 'I')
FROM customers_contact c LEFT JOIN journal_change j ON j.record_id = c.id AND j.workspace_id = c.workspace_id
GROUP BY c.id HAVING count(j.id) <> c.version OR count(j.id) FILTER (WHERE j.op = 'I') <> 1
"""
CAUSELESS = """
SELECT count(*) FROM journal_change j WHERE j.object = 'contacts'
AND NOT EXISTS (SELECT FROM journal_cause k WHERE k.id = j.cause_id)
"""
UNFOUND = """
SELECT count(*) FROM customers_contact c FULL JOIN (SELECT * FROM search_entry WHERE object = 'contacts') e
ON e.record_id = c.id
WHERE c.id IS NULL OR (c.deleted_at IS NULL) <> (e.record_id IS NOT NULL) OR e.title <> c.full_name
"""
OPEN_JOBS = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
FAILED_JOBS = "SELECT kind, error::text FROM jobs_job WHERE state = 'failed'"
QUEUED = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'jobs.run'"
COUNTED = "SELECT count(*) FILTER (WHERE deleted_at IS NULL), count(*) FROM customers_contact"
CHANGES = "SELECT count(*) FROM journal_change WHERE object = 'contacts'"


@dataclass(frozen=True)
class Fault:
    """One thing that does not add up."""

    what: str
    example: str = ""


def asked(client: Client, path: str) -> Any:
    """An answer of a product that runs again."""
    for _each in range(50):
        try:
            status, told, _headers = client.ask("GET", path)
        except Unanswered:
            time.sleep(0.2)
            continue
        if status != 200:
            raise RuntimeError(f"{path}: {status} {told}")
        return told
    raise RuntimeError(f"{path}: no answer")


def jobs_are_over(database_url: str) -> bool:
    """Whether no job waits or runs any more."""
    with psycopg.connect(database_url, autocommit=True) as owner:
        (jobs,), (queued,) = (owner.execute(each).fetchone() or (1,) for each in (OPEN_JOBS, QUEUED))
    return not jobs and not queued


def faults(client: Client, database_url: str, ledgers: Sequence[Ledger]) -> Iterator[Fault]:
    """Everything that is not as it was promised."""
    held = {False: _listed(client, trashed=False), True: _listed(client, trashed=True)}
    promised = {key: each for ledger in ledgers for key, each in ledger.kept.items()}
    for trashed, rows in held.items():
        twice = [key for key, number in Counter(row["external_id"] for row in rows).items() if number > 1]
        yield from (Fault("there twice", key) for key in twice)
        yield from _lost({row["external_id"]: row for row in rows}, promised, trashed=trashed)
    there = {row["external_id"] for rows in held.values() for row in rows}
    yield from _strangers(there, promised, ledgers)
    for ledger in ledgers:
        yield from (Fault("refused", each) for each in ledger.refused)
        yield from (_import(client, *each) for each in ledger.jobs)
    yield from _inside(client, database_url, len(held[False]), len(held[False]) + len(held[True]))


def _listed(client: Client, *, trashed: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        path = f"/contacts?limit=200&trashed={str(trashed).lower()}&sort=created_at&count=false&cursor={cursor}"
        page = asked(client, f"{path}&fields={','.join(FIELDS)}")
        found += page["data"]
        if not page["next"]:
            return found
        cursor = page["next"]


def _lost(rows: dict[str, dict[str, Any]], promised: dict[str, Kept], *, trashed: bool) -> Iterator[Fault]:
    for key, kept in promised.items():
        if kept.trashed is not trashed:
            continue
        row = rows.get(key)
        if row is None:
            yield Fault("promised and not there", key)
            continue
        wanted = {name: kept.values[name] for name in ("full_name", "job_title", "tags")} | {"version": kept.version}
        if (found := {name: row[name] for name in wanted}) != wanted:
            yield Fault("not as promised", f"{key}: {found} instead of {wanted}")


def _strangers(there: set[str], promised: dict[str, Kept], ledgers: Sequence[Ledger]) -> Iterator[Fault]:
    """What nobody was promised is there only whole, and only where somebody gave up asking."""
    left: list[list[Values]] = [each for ledger in ledgers for each in ledger.given_up]
    for rows in left:
        keys = {each["external_id"] for each in rows}
        if keys & there and keys - there:
            yield Fault("there by half", f"{len(keys & there)} of {len(keys)}: {min(keys)}")
    known = set(promised) | {each["external_id"] for rows in left for each in rows}
    yield from (Fault("never asked for", key) for key in sorted(there - known))


def _import(client: Client, key: str, rows: int) -> Fault:
    told = asked(client, f"/imports/{key}")
    counts = told["counts"] or {}
    whole = told["state"] == "done" and counts.get("created") == rows
    return Fault("" if whole else "import not whole", f"{key}: {told['state']} {counts}")


def _inside(client: Client, database_url: str, live: int, every: int) -> Iterator[Fault]:
    with psycopg.connect(database_url, autocommit=True) as owner:
        for key, version, changes, made in owner.execute(JOURNALED).fetchall():
            found = f"{key}: version {version}, {changes} changes, made {made} times"
            yield Fault("journal and record disagree", found)
        checks = (
            ("changes without a cause", CAUSELESS),
            ("search and records disagree", UNFOUND),
            ("jobs not over", OPEN_JOBS),
        )
        for what, query in checks:
            (number,) = owner.execute(query).fetchone() or (0,)
            if number:
                yield Fault(what, str(number))
        yield from (Fault("job failed", f"{kind}: {error}") for kind, error in owner.execute(FAILED_JOBS).fetchall())
        if (counted := owner.execute(COUNTED).fetchone()) != (live, every):
            yield Fault("lists and table disagree", f"{(live, every)} and {counted}")
        (changes,) = owner.execute(CHANGES).fetchone() or (0,)
    fed = _fed(client)
    if len(fed) != changes or len(set(fed)) != changes:
        yield Fault("feed and journal disagree", f"{len(fed)} told, {len(set(fed))} different, {changes} there")


def _fed(client: Client) -> list[str]:
    """The ids of every change that the feed tells."""
    found: list[str] = []
    cursor = ""
    while True:
        page = asked(client, f"/changes?object=contacts&limit=200&cursor={cursor}")
        found += (each["id"] for each in page["data"])
        cursor = page["next"]
        if not page["more"]:
            return found
