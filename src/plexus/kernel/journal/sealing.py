"""The seals on the journal: a chain for each workspace that shows when a row was changed, removed or slipped in later.

Each seal covers a stretch of ids. It keeps how many changes of the workspace lie there, the SHA-256 over them and their
causes, and a code that binds this to the seal before it under a key that is not in the database. So whoever forges rows
must forge the code too, which takes the key. The construction is that of a hash chain with message authentication
(Schneier and Kelsey, "Secure audit logs to support computer forensics", 1999), without its evolving key.

Only decided stretches are sealed: every transaction that could still write into one has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "plexus.journal.seal"
MOST = 5_000
LOCK = 7_350_911
HORIZON = "SELECT candidate, open_below FROM journal_horizon FOR UPDATE"
SNAPSHOT = """
SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint,
    coalesce((SELECT max(id) FROM journal_change), 0)
FROM pg_current_snapshot() s
"""
WORKSPACES = """
SELECT w.id, coalesce((SELECT max(last_id) FROM journal_seal WHERE workspace_id = w.id), 0)
FROM workspaces_workspace w
"""
STRETCH = """
SELECT max(id) FROM (
    SELECT id FROM journal_change WHERE workspace_id = %s AND id > %s AND id <= %s ORDER BY id LIMIT %s
) stretch
"""
DIGEST = "SELECT rows, digest FROM journal_digest(%s, %s, %s)"
PUT = """
INSERT INTO journal_seal (workspace_id, first_id, last_id, rows, digest, code, key)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
SEALS = """
SELECT first_id, last_id, rows, digest, code, key FROM journal_seal WHERE workspace_id = %s ORDER BY last_id
"""
COUNT = "SELECT count(*) FROM journal_change c JOIN workspaces_workspace w ON w.id = c.workspace_id"
NEWEST = "SELECT code FROM journal_seal WHERE workspace_id = %s ORDER BY last_id DESC LIMIT 1"


@dataclass(frozen=True)
class Broken:
    """A stretch of a workspace's journal that is not as it was sealed, and how one sees it."""

    workspace_id: UUID
    first_id: int
    last_id: int
    why: str


@dataclass(frozen=True)
class Proved:
    """What verifying found: how many changes lie under seals, how many do not yet, and what is broken."""

    sealed: int
    waiting: int
    broken: tuple[Broken, ...]


def seal() -> int:
    """Seal every stretch that is decided by now; how many changes that were. As the owner; one at a time."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        decided = _decided(cursor)
        cursor.execute(WORKSPACES)
        return sum(_seal(cursor, workspace_id, after, decided) for workspace_id, after in cursor.fetchall())


def _decided(cursor: Any) -> int:
    """Up to which id nobody can write any more; notes the next candidate.

    A change gets its id after its transaction got its number. So once every transaction that was open when the
    candidate was seen has ended, every id up to it is taken or void. Numbers that are ahead of the server's own come
    from before a backup was put back: then nobody is writing there.
    """
    cursor.execute(HORIZON)
    candidate, seen = cursor.fetchone() or (0, 0)
    cursor.execute(SNAPSHOT)
    oldest, newest, latest = cursor.fetchone()
    if seen <= oldest or seen > newest:
        cursor.execute("UPDATE journal_horizon SET candidate = %s, open_below = %s", [latest, newest])
        return int(candidate)
    return 0


def _seal(cursor: Any, workspace_id: UUID, after: int, decided: int) -> int:
    sealed = 0
    code = _newest(cursor, workspace_id)
    while after < decided:
        cursor.execute(STRETCH, [workspace_id, after, decided, MOST])
        (last,) = cursor.fetchone()
        if last is None:
            break
        cursor.execute(DIGEST, [workspace_id, after + 1, last])
        rows, digest = cursor.fetchone()
        code = _code(code, workspace_id, after + 1, last, rows, digest)
        cursor.execute(PUT, [workspace_id, after + 1, last, rows, digest, code, key_name()])
        sealed, after = sealed + rows, last
    return sealed


def _newest(cursor: Any, workspace_id: UUID) -> str:
    cursor.execute(NEWEST, [workspace_id])
    row = cursor.fetchone()
    return row[0] if row else ""


def _code(before: str, *covered: object) -> str:
    """The code that binds a stretch to the seal before it."""
    return salted_hmac(SALT, "|".join(map(str, (before, *covered))), algorithm="sha256").hexdigest()


def key_name() -> str:
    """A name for the key that seals now, from which nothing of the key can be told."""
    return salted_hmac(f"{SALT}.name", "", algorithm="sha256").hexdigest()[:16]


def verify() -> Proved:
    """Reckon every seal of every workspace again, as the owner."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(WORKSPACES)
        found = [_Chain(cursor, workspace_id) for workspace_id, _last in cursor.fetchall()]
        broken = tuple(each for chain in found for each in chain.broken())
        cursor.execute(COUNT)
        (count,) = cursor.fetchone()
    sealed = sum(chain.rows for chain in found)
    return Proved(sealed, count - sealed, broken)


class _Chain:
    """The seals of one workspace, one after another."""

    def __init__(self, cursor: Any, workspace_id: UUID) -> None:
        self.cursor, self.workspace_id, self.rows = cursor, workspace_id, 0

    def broken(self) -> Iterator[Broken]:
        """The stretches that are not as they were sealed."""
        self.cursor.execute(SEALS, [self.workspace_id])
        before, expected = "", 1
        for first, last, rows, digest, code, key in self.cursor.fetchall():
            self.rows += rows
            if why := self._wrong(before, expected, (first, last, rows, digest), code, key):
                yield Broken(self.workspace_id, first, last, why)
            before, expected = code, last + 1

    def _wrong(self, before: str, expected: int, covered: tuple[int, int, int, str], code: str, key: str) -> str:
        first, last, rows, digest = covered
        if first != expected:
            return "gap"
        self.cursor.execute(DIGEST, [self.workspace_id, first, last])
        if self.cursor.fetchone() != (rows, digest):
            return "rows"
        if key != key_name():
            return "key"
        same = constant_time_compare(code, _code(before, self.workspace_id, first, last, rows, digest))
        return "" if same else "seal"
