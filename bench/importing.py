"""Contacts by the product's own import beside COPY of the same rows: bare into an indexed table, and past triggers."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import filling, firm, timing
from bench.filling import Entry

COPY = "customers_contact_copy"
HOW = ("--workspace", "bench", "--mode", "create", "--json")


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
    with owner.transaction(force_rollback=True):
        return do()


def _by_product(entry: Entry, first: int, count: int) -> float | None:
    """By the command that people use: a file is read, columns are found, companies are looked up by name."""
    # Django's apps are loaded by now.
    from plexus.site.command import main

    with tempfile.TemporaryDirectory(prefix="plexus-bench-") as folder:
        file = Path(folder) / "contacts.csv"
        _write(file, first, count)
        said = io.StringIO()
        with redirect_stdout(said):
            taken = timing.seconds(lambda: main(["import", "contacts", str(file), *HOW]))
    told = json.loads(said.getvalue())
    if told.get("created") != count:
        raise RuntimeError(f"Not all rows came in: {told}")
    return count / taken


def _write(file: Path, first: int, count: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("full_name", "job_title", "account", "email", "phone", "city", "country"))
        for row in firm.contacts(first, first + count):
            _id, name, _family, _given, job, _account, mails, phones, city, country = row
            mail, phone = (json.loads(str(each))[0]["value"] for each in (mails, phones))
            number = firm.mixed(int(phone[-6:]), 61) % 4_000
            (company,) = (each[1] for each in firm.accounts(number, number + 1))
            writer.writerow((name, job, company, mail, phone, city, country))
