"""Within a column whose index goes on by it, records come by name; and pages follow that order."""

from __future__ import annotations

from typing import Any

from django.db import connection
from tests.architecture import catalog
from tests.casting import Cast, a_contact

from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

MANY = 3_000
FILL = """
INSERT INTO customers_contact (id, {names}) SELECT gen_random_uuid(), {values}
FROM customers_contact r, generate_series(1, %s) g WHERE r.workspace_id = %s AND r.city = '苏州'
"""


def pages(cast: Cast, sort: str) -> list[str]:
    """The names of all contacts, read two by two."""
    found: list[str] = []
    with acting(cast.root):
        about, cursor = registry.of(cast.root.workspace_id).object("contacts"), ""
        while True:
            asked = reading.Asked(sort=sort, fields=("full_name",), cursor=cursor, limit=2)
            page = reading.read_page(cast.root, about, asked)
            found += [row["full_name"] for row in page.rows]
            if page.next is None:
                return found
            cursor = page.next


def test_those_of_a_city_come_by_name(cast: Cast) -> None:
    for name, city in (("Dora", "Suzhou"), ("Bert", "Suzhou"), ("Cato", "Hefei"), ("Anna", "Suzhou"), ("Emil", "")):
        a_contact(cast.ada, full_name=name, city=city)

    assert pages(cast, "city") == ["Emil", "Cato", "Anna", "Bert", "Dora"]
    assert pages(cast, "-city") == ["Dora", "Bert", "Anna", "Cato", "Emil"]


def test_a_page_by_city_reads_no_city_whole(cast: Cast) -> None:
    a_contact(cast.ada, full_name="Anna", city="苏州")
    given = {"sort_key": "md5(g::text)", "full_name": "md5(g::text)"}
    names = [name for name in catalog.columns_of("customers_contact") if name != "id"]
    values = ", ".join(given.get(name, f"r.{name}") for name in names)
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL.format(names=", ".join(names), values=values), [MANY, cast.ada.workspace_id])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("REINDEX TABLE customers_contact")
        cursor.execute("ANALYZE customers_contact")
    read: list[float] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"customers_contact"."full_name"' in sql:
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", params, False, context)
            read.append(_most(context["cursor"].fetchone()[0][0]["Plan"]))
        return execute(sql, params, many, context)

    with acting(cast.root), connection.execute_wrapper(noted):
        about = registry.of(cast.root.workspace_id).object("contacts")
        asked = reading.Asked(sort="city", fields=("full_name",), limit=20, counted=False)
        page = reading.read_page(cast.root, about, asked)

    assert len(page.rows) == 20
    assert read == [21]


def _most(plan: dict[str, Any]) -> float:
    """The rows of contacts that the largest step of a plan gives."""
    return max([float(plan["Actual Rows"]), *(_most(each) for each in plan.get("Plans", ()))])
