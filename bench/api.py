"""Figures of the API beside the machine's limit: the bare statement and an endpoint that does nothing.

Run by itself on a database of its own: `python -m bench.api 10000`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROUNDS = 60


def main() -> None:
    """Start PostgreSQL, fill it, and print medians in milliseconds."""
    import django

    from plexus.site.serving.postgres.server import Place, Server

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="plexus-bench-api-"))
    server = Server(Place(database=folder / "database", log=folder / "postgres.log"), durable=False)
    os.environ |= {
        "DATABASE_URL": server.start(), "DJANGO_SETTINGS_MODULE": "plexus.site.settings", "PLEXUS_DATA": str(folder),
        "PLEXUS_API_RATE": "100000000", "PLEXUS_ADDRESS_RATE": "100000000", "PLEXUS_LOG_LEVEL": "ERROR",
        "PLEXUS_HOSTS": "*",
    }  # fmt: skip
    try:
        django.setup()
        _measure(rows)
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()


def _measure(rows: int) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction
    from tests import casting
    from tests.shell.api.asking import Api

    from plexus.kernel.workspaces.scope import enter

    call_command("migrate", database="owner", verbosity=0)
    with transaction.atomic():
        cast = casting.a_cast()
        _fill(cast.root.workspace_id, rows)
        programs = {"administrator": Api(cast.root), "sales": Api(cast.ada)}
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")

    def sql() -> None:
        with transaction.atomic():
            enter(cast.root.workspace_id)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT * FROM customers_contact WHERE workspace_id = %s AND deleted_at IS NULL"
                    " ORDER BY sort_key, id LIMIT 50", [cast.root.workspace_id],
                )  # fmt: skip
                cursor.fetchall()

    figures: list[tuple[str, Callable[[], Any]]] = [("bare SQL, 50 rows", sql)]
    for name, api in programs.items():
        figures += [(f"{name}: {path}", partial(_got, api, path)) for path in PATHS]
    from plexus.kernel.records import reading

    def afresh() -> None:
        reading._kept_list.cache_clear()
        _ok(programs["administrator"].get("/contacts"))

    figures.append(("administrator: /contacts, compiled afresh", afresh))
    figures.append(("administrator: /contacts", lambda: _ok(programs["administrator"].get("/contacts"))))
    found: dict[str, list[float]] = {name: [] for name, _work in figures}
    for _round in range(ROUNDS + 5):
        for name, work in figures:
            start = time.perf_counter()
            work()
            found[name].append((time.perf_counter() - start) * 1000)
    for name, times in found.items():
        kept = sorted(times[5:])
        print(f"{name:60} median {statistics.median(kept):7.2f} ms   p95 {kept[int(len(kept) * 0.95)]:7.2f}")


PATHS = (
    "/me", "/contacts", "/contacts?count=false", "/contacts?fields=id,full_name,email,phone,city",
    "/contacts?fields=id,full_name,email,phone,city&count=false", "/contacts?expand=account&count=false",
)  # fmt: skip


def _got(api: Any, path: str) -> None:
    _ok(api.get(path))


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.content


def _fill(workspace_id: Any, rows: int) -> None:
    from plexus.crm.customers.models import Account, Contact

    accounts = [
        Account(workspace_id=workspace_id, name=f"Account {n}", sort_key=f"account {n:06}") for n in range(rows // 10)
    ]
    Account.objects.bulk_create(accounts)
    Contact.objects.bulk_create(
        (
            Contact(
                workspace_id=workspace_id, full_name=f"Person {n}", sort_key=f"person {n:07}", city="Shanghai",
                account=accounts[n // 10], emails=[{"value": f"p{n}@example.com", "label": "work", "primary": True}],
                phones=[{"value": f"+86 138 {n:08}", "label": "mobile", "primary": True}], tags=["VIP"],
            )
            for n in range(rows)
        ),
        batch_size=2000,
    )  # fmt: skip


if __name__ == "__main__":
    main()
