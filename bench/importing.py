"""Contacts by the product's own import beside COPY of the same rows: into the same indexed table, and past triggers.

COPY is taken before and after the import, so that what noise the machine makes meets all of them; of so many rows at
most, because how many do not change what a row takes.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import filling, firm, timing
from bench.filling import Entry

COPY = "customers_contact_copy"
COPIED = 50_000
# A table without rows would take them faster than the one that the import writes to.
FULL_COPY = """
CREATE TABLE customers_contact_copy (LIKE customers_contact INCLUDING ALL);
DO $$ BEGIN
    EXECUTE (SELECT format('INSERT INTO customers_contact_copy (%1$s) SELECT %1$s FROM customers_contact', each)
        FROM (
            SELECT string_agg(attname, ', ') FROM pg_attribute
            WHERE attrelid = 'customers_contact'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ) columns (each));
END $$;
"""
TIDY = "VACUUM ANALYZE customers_contact, search_entry, journal_change"
HOW = ("--workspace", "bench", "--mode", "create", "--json")


@dataclass(frozen=True)
class Imported:
    """Rows per second: into a copy of the table with its rows and indexes, into the table itself, by the product."""

    rows: int
    indexed: float
    triggered: float
    product: float


def measure(owner: psycopg.Connection, entry: Entry, first: int, count: int) -> Imported:
    """All three for the contacts from this number on; nothing of the first two is kept."""
    with beside_copy(owner, entry, first, count) as copied:
        taken = _by_product(first, count)
    indexed, triggered = copied
    return Imported(count, indexed, triggered, count / taken)


@contextmanager
def beside_copy(owner: psycopg.Connection, entry: Entry, first: int, count: int) -> Iterator[list[float]]:
    """Rows per second of COPY around a block: into a copy of the table, and into the table itself; told at its end."""
    count = min(count, COPIED)
    rows = list(filling.live(entry, firm.contacts(first, first + count), first))
    found: list[float] = []
    owner.execute(FULL_COPY)
    before = _copied(owner, rows)
    owner.execute(TIDY)
    yield found
    found += (2 * count / (one + other) for one, other in zip(before, _copied(owner, rows), strict=True))
    owner.execute(f"DROP TABLE {COPY}")
    owner.execute(TIDY)


def _copied(owner: psycopg.Connection, rows: list[firm.Row]) -> tuple[float, float]:
    """Seconds for COPY into the copy, and into the table itself."""
    bare = _undone(owner, lambda: _into(owner, COPY, rows))
    return bare, _undone(owner, lambda: _into(owner, "customers_contact", rows))


def _into(owner: psycopg.Connection, table: str, rows: list[firm.Row]) -> float:
    return timing.seconds(lambda: filling.write(owner, table, firm.CONTACT, rows))


def _undone(owner: psycopg.Connection, do: Callable[[], float]) -> float:
    with owner.transaction(force_rollback=True):
        return do()


def _by_product(first: int, count: int) -> float:
    """Seconds of the command that people use: a file is read, columns are found, companies are looked up by name."""
    # Django's apps are loaded by now.
    from plexus.site.command import main

    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        file = Path(folder) / "contacts.csv"
        write_file(file, first, count)
        said = io.StringIO()
        with redirect_stdout(said):
            taken = timing.seconds(lambda: main(["import", "contacts", str(file), *HOW]))
    told = json.loads(said.getvalue())
    if told.get("created") != count:
        raise RuntimeError(f"Not all rows came in: {told}")
    return taken


def write_file(file: Path, first: int, count: int) -> None:
    """The contacts from this number on as people would bring them, companies by name."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("full_name", "job_title", "account", "email", "phone", "city", "country"))
        for row in firm.contacts(first, first + count):
            _id, name, _family, _given, job, _account, mails, phones, city, country, _custom = row
            mail, phone = (json.loads(str(each))[0]["value"] for each in (mails, phones))
            number = firm.mixed(int(phone[-6:]), 61) % 4_000
            (company,) = (each[1] for each in firm.accounts(number, number + 1))
            writer.writerow((name, job, company, mail, phone, city, country))
