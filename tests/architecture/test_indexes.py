"""Each index is named with the question that it answers, and where tables grow with a firm PostgreSQL takes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection
from tests.architecture import catalog
from tests.casting import NOW, Cast, a_contact, a_deal, a_task, an_account, an_activity

from plexus.crm.sales.queries import figures
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries import trash
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "indexes.md"
# Tables that are not ours: of Django, of the libraries for signing in, of the queue.
FOREIGN = ("procrastinate_", "django_", "account_", "auth_", "mfa_", "socialaccount_", "usersessions_", "plexus_cache")
INDEXES = """
SELECT i.indrelid::regclass::text, c.relname::text FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND NOT t.relispartition AND c.relname !~ '^c[fu]_[0-9a-f]{24}$'
AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
"""
ENDING = re.compile(r"_[0-9a-f]{8}(_like)?$")
YEAR = figures.Span(date(2026, 1, 1), date(2027, 1, 1), (date(2025, 1, 1), date(2025, 3, 17)))
ROWS, NOBODY = 3_000, "01a203ae-aa14-7797-8245-0cd6f9481a80"
# What one more row has of its own; everything else is as in the first.
VARIED = {
    "sort_key": "md5(n::text)", "external_id": "'X-' || n", "city": "'Town ' || mod(n, 60)",
    "industry": "'Trade ' || mod(n, 50)", "tags": "ARRAY['t' || mod(n, 90)]", "amount": "n",
    "emails": "jsonb_build_array(jsonb_build_object('value', 'p' || n || '@example.com'))",
    "created_at": "now() - n * interval '1 hour'", "updated_at": "now() - n * interval '1 minute'",
    "happened_at": "now() - n * interval '1 day'", "due_at": "now() + n * interval '1 day'",
    "expected_close_on": "current_date + mod(n, 400)", "deleted_at": "CASE WHEN mod(n, 4) = 0 THEN now() END",
    "owner_id": "CASE WHEN mod(n, 40) = 0 THEN f.owner_id END",
    "account_id": "md5('customers_account' || mod(n, 3000) + 1)::uuid",
    "contact_id": "md5('customers_contact' || mod(n, 3000) + 1)::uuid",
}  # fmt: skip


def held() -> dict[str, str]:
    """The table of each index of ours, by its name without what Django puts at its end."""
    return {_named(name): table for table, name in catalog.rows(INDEXES) if not table.startswith(FOREIGN)}


def _named(name: str) -> str:
    return ENDING.sub(r"_…\1", name)


def told() -> dict[str, str]:
    """The question of each index, as the document tells it."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE))


def test_every_index_names_the_question_that_it_answers() -> None:
    assert sorted(held()) == sorted(told())
    assert [name for name, question in told().items() if len(question) < 8] == []


@pytest.fixture
def firm(cast: Cast) -> Cast:
    """Everybody, with some thousand records of each kind."""
    account = an_account(cast.ada)
    records: list[Any] = [account, a_contact(cast.ada, account=account.pk), an_activity(cast.ada, account)]
    records += [a_deal(cast.ada, account=account.pk, contact=records[1].pk), a_task(cast.ada, account)]
    for each in records:
        _multiplied(each._meta.db_table, str(each.pk))
    with catalog.as_owner(), connection.cursor() as cursor:
        # What other tests rolled back still fills the pages of indexes, and plans follow their size.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for each in records:
            cursor.execute(f"REINDEX TABLE {each._meta.db_table}")
        cursor.execute("ANALYZE")
    return cast


def _multiplied(table: str, key: str) -> None:
    columns = {name for name, _kind, _needed in catalog.rows(catalog.COLUMNS, table)} - {"id"}
    given = {name: VARIED[name] for name in sorted(columns & VARIED.keys())}
    names = ", ".join([*given, *sorted(columns - given.keys())])
    values = ", ".join([*given.values(), *(f"f.{name}" for name in sorted(columns - given.keys()))])
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {table} (id, {names}) SELECT md5('{table}' || n)::uuid, {values}"  # noqa: S608
            f" FROM {table} f CROSS JOIN generate_series(1, {ROWS}) n WHERE f.id = %s",
            [key],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


Question = Callable[[Cast], object]


def sorted_by(plural: str, sort: str) -> Question:
    """The first page of a list in an order."""
    return lambda cast: _page(cast, plural, reading.Asked(sort=sort, counted=False))


def filtered(plural: str, field: str, op: str, value: Any, sort: str = "") -> Question:
    """The records that a filter finds."""

    def ask(cast: Cast) -> object:
        about = registry.of(cast.root.workspace_id).object(plural)
        document = {"field": field, "op": op, "value": value}
        condition = from_document(document, about=about, actor=cast.root, now=NOW)
        return _page(cast, plural, reading.Asked(condition=condition, sort=sort, counted=False))

    return ask


def _page(cast: Cast, plural: str, asked: reading.Asked) -> object:
    return reading.read_page(cast.root, registry.of(cast.root.workspace_id).object(plural), asked)


def of_owner(plural: str) -> Question:
    """The records of a person."""
    return lambda cast: filtered(plural, "owner", "eq", str(cast.ada.person_id), sort="id")(cast)


def in_trash(plural: str) -> Question:
    """The trash of an object."""
    return lambda cast: trash.trash(actor=cast.root, about=registry.of(cast.root.workspace_id).object(plural))


def removing(table: str, column: str) -> Question:
    """What PostgreSQL asks before a row that others may name is removed."""

    def ask(cast: Cast) -> object:
        return catalog.rows(f"SELECT 1 FROM {table} WHERE {column} = %s", NOBODY)  # noqa: S608 - our own names

    return ask


LISTED = {"account": "accounts", "contact": "contacts", "deal": "deals", "activity": "activities", "task": "tasks"}
QUESTIONS: dict[str, Question] = {
    **{f"{one}_by_{column}": sorted_by(many, f"-{column}")
       for one, many in LISTED.items() for column in ("created_at", "updated_at")},
    **{f"{one}_in_trash": in_trash(many) for one, many in LISTED.items()},
    **{f"{one}_by_sort_key": sorted_by(many, name)
       for one, many, name in (("account", "accounts", "name"), ("contact", "contacts", "full_name"),
                               ("deal", "deals", "name"))},
    **{f"{one}_by_owner": of_owner(LISTED[one]) for one in ("account", "contact", "deal", "activity")},
    **{f"{one}_by_city": filtered(LISTED[one], "city", "eq", "上海") for one in ("account", "contact")},
    **{f"{one}_by_upper_city": filtered(LISTED[one], "city", "eq", "Town 7") for one in ("account", "contact")},
    **{name: filtered(many, "external_id", "eq", "x-77") for name, many in (
        ("customers_account_external_id", "accounts"), ("customers_contact_external_id", "contacts"),
        ("sales_deal_external_id", "deals"), ("engagement_activity_external", "activities"),
        ("engagement_task_external", "tasks"))},
    **{f"{table}_tags": filtered(many, "tags", "contains", "t7") for table, many in (
        ("customers_account", "accounts"), ("customers_contact", "contacts"), ("sales_deal", "deals"))},
    "account_by_industry": filtered("accounts", "industry", "eq", "七", sort="id"),
    "account_names": sorted_by("contacts", "account"),
    "contact_by_account": lambda cast: _of_account(cast, "contacts"),
    "deal_by_account": lambda cast: _of_account(cast, "deals"),
    "contact_by_email": sorted_by("contacts", "email"),
    "customers_contact_email": filtered("contacts", "email", "eq", "P77@example.com"),
    "contact_by_job_title": sorted_by("contacts", "job_title"),
    "contact_by_lifecycle_stage": sorted_by("contacts", "lifecycle_stage"),
    "deal_by_amount": sorted_by("deals", "-amount"),
    "deal_by_closed_on": sorted_by("deals", "-closed_on"),
    "deal_by_currency": lambda cast: figures.sales_figures(actor=cast.root, span=YEAR),
    "deal_by_probability": sorted_by("deals", "-probability"),
    "deal_by_expected_close_on": sorted_by("deals", "expected_close_on"),
    "activity_by_happened_at": sorted_by("activities", "-happened_at"),
    "task_by_agenda": sorted_by("tasks", "agenda"),
    "task_by_due_at": sorted_by("tasks", "due_at"),
    "customers_account_parent_id_…": removing("customers_account", "parent_id"),
    "customers_contact_account_id_…": removing("customers_contact", "account_id"),
    **{f"sales_deal_{column}_…": removing("sales_deal", column)
       for column in ("account_id", "contact_id", "lost_reason_id", "pipeline_id", "stage_id")},
}  # fmt: skip
# Read elsewhere: the board, the dashboard and my day have tests of their own.
ELSEWHERE = {"deal_by_stage", "deal_open", "engagement_task_open"}


def _of_account(cast: Cast, plural: str) -> object:
    about = registry.of(cast.root.workspace_id).object(plural)
    ((account,),) = catalog.rows("SELECT id FROM customers_account WHERE sort_key = md5('7')")
    return _page(cast, plural, reading.Asked(of=(about.fields["account"], account), sort="id", counted=False))


def test_the_plan_of_each_question_takes_its_index(firm: Cast) -> None:
    taken = {name: _taken(firm, ask) for name, ask in QUESTIONS.items()}

    assert [(name, sorted(plan)) for name, plan in taken.items() if name not in plan] == []


def test_no_large_table_has_an_index_whose_plan_nobody_reads() -> None:
    large = {"customers_account", "customers_contact", "sales_deal", "engagement_activity", "engagement_task"}

    assert {name for name, table in held().items() if table in large} == QUESTIONS.keys() | ELSEWHERE


def _taken(cast: Cast, ask: Question) -> set[str]:
    """The indexes in the plans of what a question asks."""
    found: set[str] = set()

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("(").startswith("SELECT") and "set_config" not in sql and "plexus_enter" not in sql:
            execute(f"EXPLAIN (FORMAT JSON) {sql}", params, False, context)
            (plan,) = context["cursor"].fetchone()
            _indexes((orjson.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"], found)
        return execute(sql, params, many, context)

    with acting(cast.root):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        with connection.execute_wrapper(explained):
            ask(cast)
    return found


def _indexes(plan: dict[str, Any], found: set[str]) -> None:
    if "Index Name" in plan:
        found.add(_named(plan["Index Name"]))
    for each in plan.get("Plans", ()):
        _indexes(each, found)
