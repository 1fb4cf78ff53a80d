"""A custom field that is fast to filter by is found through its index, and a unique one holds no value twice."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection, connections, transaction
from tests.casting import NOW, Cast, a_cast, an_account
from tests.conformance import tailored

from plexus.kernel.jobs.progress import Unwatched
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import jobs, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.indexing import custom
from plexus.kernel.records.indexing.building import NotAllDifferent
from plexus.kernel.records.refusals import Taken
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces import leakproof
from plexus.shell.administration.actions import fields

# Indexes are built outside of every transaction, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ASKED = {
    "text": ("eq", "Held 7"), "integer": ("lt", 3), "date": ("gte", "2026-02-25"), "choice": ("eq", "mill"),
    "choices": ("contains", "mill"), "decimal": ("eq", "7"), "date_time": ("lt", "2026-01-02T00:00:00Z"),
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    """Everybody, committed."""
    with transaction.atomic():
        made = a_cast()
    leakproof.declare()
    return made


def build(cast: Cast, row: Any) -> list[str]:
    """Run the job of a field."""
    done = jobs.make_indexes_agree(cast.root, Unwatched(), field_id=str(row.pk))
    return list((done or {})["built"])


def is_built(prefix: str, field: Field) -> bool:
    """Whether PostgreSQL has the index of a field and would use it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = %s",
            [custom.name_of(prefix, field)],
        )
        return bool(cursor.fetchone() == (True,))


def is_known(field: Field) -> bool:
    """Whether PostgreSQL keeps statistics of a field."""
    with connections["owner"].cursor() as cursor:
        name = custom.name_of("cf_", field)
        cursor.execute("SELECT EXISTS (SELECT FROM pg_statistic_ext WHERE stxname = %s)", [name])
        return bool(cursor.fetchone() == (True,))


def plan(cast: Cast, about: Object, field: str, op: str, value: Any) -> str:
    """How PostgreSQL would find the records that a filter asks for, as the application's role."""
    with acting(cast.ada):
        condition = from_document({"field": field, "op": op, "value": value}, about=about, actor=cast.ada, now=NOW)
        rows = reading.visible(cast.ada, about).filter(condition).values("pk").order_by()
        sql, values = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
            (found,) = cursor.fetchone()
    return orjson.dumps(found if not isinstance(found, str) else orjson.loads(found)).decode()


def many(cast: Cast, about: Object, kinds: list[str]) -> None:
    """A thousand records with different values."""
    held = {
        "text": "'Held ' || g", "integer": "g", "date": "'2026-01-01'::date + mod(g, 60)",
        "choice": "(ARRAY['lathe', 'press'])[mod(g, 2) + 1]", "choices": "to_jsonb(ARRAY['lathe', 'press'])",
        "decimal": "g::text", "date_time": "to_char('2026-01-01'::timestamp + g * interval '1 hour', "
        "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    }  # fmt: skip
    pairs = ", ".join(f"'c_{kind}', {held[kind]}" for kind in kinds)
    row = an_account(cast.ada)
    with connections["owner"].cursor() as cursor:
        names = "workspace_id, name, kind, industry, website, phone, email, street, city, region, country, postal_code,"
        names += "currency, lifecycle_stage, description, owner_id, tags, sort_key, external_id"
        cursor.execute(
            f"INSERT INTO {about.table} (id, custom, {names}) SELECT gen_random_uuid(), jsonb_build_object({pairs}),"  # noqa: S608
            f" {names} FROM {about.table} CROSS JOIN generate_series(1, 1000) g WHERE id = %s",
            [row.pk],
        )
        cursor.execute(f"ANALYZE {about.table}")


def test_a_fast_field_is_found_through_its_index(cast: Cast) -> None:
    kinds = list(ASKED)
    made = {kind: tailored.a_field(cast.root, "accounts", kind, filterable=True) for kind in kinds}
    about = tailored.about(cast.root, "accounts")
    many(cast, about, kinds)

    before = {kind: custom.name_of("cf_", about.fields[f"c_{kind}"]) for kind in kinds}
    built = {kind: build(cast, row) for kind, row in made.items()}
    again = {kind: build(cast, row) for kind, row in made.items()}
    plans = {kind: plan(cast, about, f"c_{kind}", *asked) for kind, asked in ASKED.items()}

    sorted_by = custom.name_of("cs_", about.fields["c_text"])
    assert built == {kind: [name, sorted_by] if kind == "text" else [name] for kind, name in before.items()}
    assert set(map(tuple, again.values())) == {()}
    assert {kind: before[kind] in plans[kind] for kind in kinds} == dict.fromkeys(kinds, True)


def test_how_many_records_have_a_value_is_known_before_they_are_read(cast: Cast) -> None:
    made = {kind: tailored.a_field(cast.root, "accounts", kind, filterable=True) for kind in ("integer", "choice")}
    about = tailored.about(cast.root, "accounts")
    many(cast, about, list(made))
    for row in made.values():
        build(cast, row)

    few = orjson.loads(plan(cast, about, "c_integer", "eq", 7))[0]["Plan"]["Plan Rows"]
    half = orjson.loads(plan(cast, about, "c_choice", "eq", "lathe"))[0]["Plan"]["Plan Rows"]

    # Without statistics it is five of a thousand, whatever the value.
    assert (few, 400 < half < 600) == (1, True)


def test_a_retired_field_keeps_no_index(cast: Cast) -> None:
    made = tailored.a_field(cast.root, "accounts", "text", filterable=True)
    field = tailored.about(cast.root, "accounts").fields["c_text"]
    build(cast, made)
    assert (is_built("cf_", field), is_known(field)) == (True, True)
    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=made.pk, now=NOW)

    build(cast, made)

    assert (is_built("cf_", field), is_known(field)) == (False, False)


@pytest.mark.parametrize(("kind", "value", "same"), [("text", "AX-1", "ax-1"), ("integer", 7, 7)])
def test_a_unique_field_refuses_what_another_record_has(cast: Cast, kind: str, value: Any, same: Any) -> None:
    build(cast, tailored.a_field(cast.root, "accounts", kind, name="serial", unique=True))
    an_account(cast.ada, serial=value)
    an_account(cast.ada)
    an_account(cast.ada)

    with pytest.raises(Taken) as refused:
        an_account(cast.cyd, serial=same)

    assert [each.field for each in refused.value.fields] == ["serial"]


def test_a_field_that_holds_the_same_twice_cannot_be_unique_and_says_what(cast: Cast) -> None:
    made = tailored.a_field(cast.root, "accounts", "text", name="serial")
    an_account(cast.ada, serial="AX-1")
    an_account(cast.ada, serial="ax-1")
    with acting(cast.root):
        fields.change_field(actor=cast.root, field_id=made.pk, values={"unique": True}, now=NOW)

    with pytest.raises(NotAllDifferent) as refused:
        build(cast, made)

    assert "AX-1" in str(refused.value.params["examples"])
    assert not is_built("cu_", tailored.about(cast.root, "accounts").fields["serial"])


@pytest.fixture(autouse=True)
def _gone() -> Any:
    """What was committed goes, and with it every index."""
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname::text FROM pg_class WHERE relname ~ '^c[fsu]_[0-9a-f]{24}$'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
