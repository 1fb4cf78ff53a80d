"""Contacts by the product's own import beside COPY of the same rows: bare into an indexed table, and past triggers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from bench import filling, firm, timing
from bench.filling import Entry

COPY = "customers_contact_copy"


@dataclass(frozen=True)
class Imported:
    """Rows per second: into a copy of the table with its indexes, into the table itself, and by the product."""

    rows: int
    indexed: float
    triggered: float
    product: float | None


def measure(owner: psycopg.Connection, entry: Entry, first: int, count: int) -> Imported:
    """All three for the contacts from this number on; nothing of the first two is kept."""
    rows = list(filling.live(entry, firm.contacts(first, first + count), first))
    indexed = _undone(owner, lambda: _into_copy(owner, rows))
    triggered = _undone(owner, lambda: _into(owner, "customers_contact", rows))
    owner.execute("VACUUM customers_contact, search_entry, journal_change")
    return Imported(count, count / indexed, count / triggered, _by_product(entry, first, count))


def _into_copy(owner: psycopg.Connection, rows: list[firm.Row]) -> float:
    owner.execute(f"CREATE TABLE {COPY} (LIKE customers_contact INCLUDING ALL)")
    return _into(owner, COPY, rows)


def _into(owner: psycopg.Connection, table: str, rows: list[firm.Row]) -> float:
    return timing.seconds(lambda: filling.write(owner, table, firm.CONTACT, rows))


def _undone(owner: psycopg.Connection, do: Callable[[], float]) -> float:
    taken = 0.0
    with owner.transaction() as all_of_it:
        taken = do()
        raise psycopg.Rollback(all_of_it)
    return taken


def _by_product(entry: Entry, first: int, count: int) -> float | None:
    """None while the product has no import."""
    return None
