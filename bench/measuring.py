"""A firm of some size in a running product, entered or made, and each case measured there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import psycopg

from bench import filling, firm, pouring, statements, tailoring
from bench.browser import Browser
from bench.cases import Asker, Case
from bench.comparing import Bare, Compared, compare
from bench.filling import Entry
from bench.product import Product
from bench.telling import tell

HELD = "SELECT count(*) FROM customers_contact"
FILLED = "SELECT count(*) FROM sales_deal"


def entered(running: Product, owner: psycopg.Connection[Any], size: int) -> Entry:
    """The firm with this many contacts at least: made, filled up, or found as an earlier run left it."""
    if owner.execute("SELECT to_regclass('bench_aside')").fetchone() != (None,):
        raise RuntimeError("The folder was not filled to the end. Delete it and fill it again.")
    if (known := filling.known(owner)) is None:
        entry = filling.enter()
        way = filling.way(entry)
        tailoring.tailor(entry)
    else:
        entry = filling.enter(known)
        way = filling.way_of(owner, entry)
    # Contacts come by creating and importing too; deals by filling only.
    (deals,) = owner.execute(FILLED).fetchone() or (0,)
    if (held := deals * 10 // firm.SHARES["deal"]) < size:
        tell(f"{size:,} contacts: filling")
        pouring.pour(running.database_url, entry, way, held, size)
    return entry


def measured(
    running: Product, owner: psycopg.Connection[Any], entry: Entry, size: int, wanted: Sequence[Case],
    *, rounds: int, seconds: float = math.inf,
) -> Iterator[Compared]:  # fmt: skip
    """Each case in so many rounds, fewer where they take longer than that."""
    cursor, middle = _middle(owner, size)
    asker = Asker(Browser(running.port, entry), entry, size, cursor, middle)
    inside = Asker(statements.Inside(entry), entry, size, cursor, middle)
    bare = Bare(running.database_url, asker)
    for case in wanted:
        tell(f"{size:,} contacts: {case.name}")
        sent = statements.counted(partial(case.ask, inside, 7))
        yield compare(case, asker, bare, rounds=rounds, seconds=seconds, statements=sent)


def _middle(owner: psycopg.Connection[Any], size: int) -> tuple[str, tuple[str, Any]]:
    """The cursor of the page in the middle of the list by name, and where that is."""
    from plexus.kernel.query.sorting import SortKey
    from plexus.kernel.records.fetching import paging

    row = owner.execute(
        "SELECT sort_key, id FROM customers_contact ORDER BY sort_key, id OFFSET %s LIMIT 1", [size // 2]
    ).fetchone() or ("", "")
    keys = [SortKey("full_name", "sort_key", False, False), SortKey("id", "pk", False, False)]
    return paging.write_cursor(keys, row, backward=False), (row[0], row[1])
