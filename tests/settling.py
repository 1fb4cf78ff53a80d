"""Waiting until what was committed is decided: tests beside this one have transactions open on the same server."""

from __future__ import annotations

import time

from django.db import connections

LONGEST = 200.0
MINE = "SELECT pg_current_xact_id()::text::bigint"
OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def settle() -> None:
    """Come back when no transaction is open that began before now; the feed and the seals go as far as that."""
    end = time.monotonic() + LONGEST
    with connections["owner"].cursor() as cursor:
        mine = _number(cursor, MINE)
        while _number(cursor, OLDEST) <= mine and time.monotonic() < end:
            time.sleep(0.02)


def _number(cursor: object, statement: str) -> int:
    cursor.execute(statement)  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
