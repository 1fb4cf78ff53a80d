"""What stands in an export, and for whom."""

import csv
import dataclasses
import io
import json
import tracemalloc
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.db.models import Q
from django.utils import translation
from openpyxl import load_workbook

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.exporting.cells import split, unguarded
from plexus.shell.exporting.formats import FormatUnknown
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import export_response, write_export

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NASTY = ('=HYPERLINK("http://evil","x")', "say \"hi\", 你好; \\ 'q'", "'=already", "  x,y", "@home", "🦄＝é")


def about(actor: Actor, plural: str) -> Object:
    return registry.of(actor.workspace_id).object(plural)


def make(actor: Actor, plural: str, **values: Any) -> UUID:
    with acting(actor):
        return changing.create(actor=actor, about=about(actor, plural), values=values, now=NOW).pk


def exported(actor: Actor, plural: str, wanted: Wanted, condition: Q | None = None) -> bytes:
    out = io.BytesIO()
    with acting(actor):
        write_export(actor, about(actor, plural), condition or Q(), wanted, out)
    return out.getvalue()


def as_rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_nasty_texts_come_back_unchanged(boss: Actor) -> None:
    for name in NASTY:
        make(boss, "accounts", name=name, description=f"{name}\r\nsecond line\n\n=third", tags=["a&b", "c\\d", "=x"])

    rows = as_rows(exported(boss, "accounts", Wanted("csv", ("name", "description", "tags"))))

    assert {unguarded(row["name"]) for row in rows} == {" ".join(name.split()) for name in NASTY}
    assert {unguarded(row["description"]) for row in rows} == {
        f"{name}\r\nsecond line\n\n=third".strip() for name in NASTY
    }
    assert {split(unguarded(row["tags"])) for row in rows} == {("a&b", "c\\d", "=x")}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_each_kind_of_field_has_its_columns(boss: Actor, ada: Actor) -> None:
    account = make(boss, "accounts", name="恒通", annual_revenue={"amount": "1234.5", "currency": "CNY"})
    make(
        boss,
        "contacts",
        full_name="王芳",
        account=account,
        owner=ada.person_id,
        birthday="1990-02-03",
        emails=[{"value": "a@b.cn"}, {"value": "c@d.cn", "label": "work"}],
        phones=["+86 138 1234 5678"],
    )
    fields = ("full_name", "account", "owner", "birthday", "emails", "phones", "email", "account.annual_revenue")

    (row,) = as_rows(exported(boss, "contacts", Wanted("csv", (*fields, "updated_at"))))

    assert row == {
        "full_name": "王芳",
        "account": "恒通",
        "account.id": str(account),
        "owner": "ada@example.com",
        "owner.id": str(ada.person_id),
        "birthday": "1990-02-03",
        "emails": "a@b.cn; c@d.cn [work]",
        "phones": "+86 138 1234 5678",
        "email": "a@b.cn",
        "account.annual_revenue": "1234.5",
        "account.annual_revenue.currency": "CNY",
        "updated_at": "2026-11-22T09:00:00+08:00",
    }


def test_by_default_every_field_stands_once(boss: Actor) -> None:
    make(boss, "contacts", full_name="王芳", emails=["a@b.cn"])

    (row,) = as_rows(exported(boss, "contacts", Wanted("csv")))

    assert {"id", "full_name", "account", "account.id", "emails", "phones", "owner", "version"} <= row.keys()
    assert "email" not in row


def test_a_part_of_a_field_can_be_asked_for_alone(boss: Actor) -> None:
    account = make(boss, "accounts", name="恒通")
    make(boss, "contacts", full_name="王芳", account=account)

    (row,) = as_rows(exported(boss, "contacts", Wanted("csv", ("full_name", "account.id"))))

    assert row == {"full_name": "王芳", "account.id": str(account)}


def test_people_read_labels_in_their_language(boss: Actor) -> None:
    make(boss, "accounts", name="恒通", kind="customer", annual_revenue={"amount": "5", "currency": "CNY"})
    fields = ("name", "kind", "annual_revenue")

    english = exported(boss, "accounts", Wanted("csv", fields, labels=True, bom=True))
    with translation.override("zh-hans"):
        kind = str(about(boss, "accounts").fields["kind"].label)
        chinese = exported(boss, "accounts", Wanted("csv", fields, labels=True))

    assert english.decode() == "\ufeffName,Kind,Annual revenue,Annual revenue (Currency)\r\n恒通,Customer,5,CNY\r\n"
    assert kind in chinese.decode()


def test_hidden_fields_and_invisible_rows_are_absent(boss: Actor, ada: Actor) -> None:
    make(boss, "contacts", full_name="不可见")
    make(ada, "contacts", full_name="可见", city="上海")
    blind = dataclasses.replace(ada, fields={"contacts": {"city": "hidden", "emails": "hidden"}})

    rows = as_rows(exported(blind, "contacts", Wanted("csv")))

    assert [row["full_name"] for row in rows] == ["可见"]
    assert not {"city", "emails", "email"} & rows[0].keys()
    with pytest.raises(Invalid):
        exported(blind, "contacts", Wanted("csv", ("full_name", "city")))


def test_the_name_of_an_invisible_record_is_absent(boss: Actor, ada: Actor) -> None:
    account = make(boss, "accounts", name="秘密公司")
    make(ada, "contacts", full_name="可见", account=account)
    narrow = dataclasses.replace(
        ada, grants={"accounts": {"read": "own"}, "contacts": {"read": "own"}, "people": {"read": "all"}}
    )

    made = exported(narrow, "contacts", Wanted("csv", ("full_name", "account")))

    assert "秘密公司" not in made.decode()


def test_people_read_the_names_of_several_references_and_only_those_that_they_may(boss: Actor, ada: Actor) -> None:
    secret, known = make(boss, "accounts", name="秘密公司"), make(ada, "contacts", full_name="Ann; Lee")
    related = [{"object": "accounts", "id": str(secret)}, {"object": "contacts", "id": str(known)}]
    make(boss, "tasks", subject="Call", related=related, owner=ada.person_id)
    grants = {"accounts": {"read": "own"}, "contacts": {"read": "own"}, "tasks": {"read": "own"}}
    narrow = dataclasses.replace(ada, grants=grants)
    labelled, plain = Wanted("csv", ("related",), labels=True), Wanted("csv", ("related",))

    names = [as_rows(exported(who, "tasks", labelled))[0]["About"] for who in (boss, narrow)]
    keys = [
        as_rows(exported(boss, "tasks", labelled))[0]["About (ID)"],
        *as_rows(exported(boss, "tasks", plain))[0].values(),
    ]

    assert [split(each) for each in names] == [("秘密公司", "Ann; Lee"), ("Ann; Lee",)]
    assert keys == [f"accounts:{secret}; contacts:{known}"] * 2


def test_whoever_may_not_read_the_object_gets_nothing(ada: Actor) -> None:
    with pytest.raises(NotAllowed):
        exported(dataclasses.replace(ada, grants={}), "contacts", Wanted("csv"))


def test_the_trash_and_what_the_condition_leaves_out_are_absent(boss: Actor) -> None:
    for name in ("甲", "乙", "丙"):
        make(boss, "accounts", name=name)
    with acting(boss):
        gone = about(boss, "accounts").model._default_manager.get(name="乙")  # type: ignore[misc]
        changing.trash(actor=boss, about=about(boss, "accounts"), record_id=gone.pk, now=NOW)

    rows = as_rows(exported(boss, "accounts", Wanted("csv", ("name",), sort="-name"), ~Q(name="丙")))

    assert rows == [{"name": "甲"}]


def test_excel_has_real_numbers_and_days_and_no_formula(boss: Actor) -> None:
    make(boss, "accounts", name="=1+1", employees=12, annual_revenue="1234.5", website="https://a.cn", phone="+86 10")
    make(boss, "contacts", full_name="王芳", birthday="1990-02-03")

    book = load_workbook(
        io.BytesIO(exported(boss, "accounts", Wanted("xlsx", ("name", "employees", "annual_revenue", "phone"))))
    )
    people = load_workbook(
        io.BytesIO(exported(boss, "contacts", Wanted("xlsx", ("full_name", "birthday", "created_at"))))
    )

    assert [[cell.value for cell in row] for row in book.active.iter_rows()] == [  # type: ignore[union-attr]
        ["name", "employees", "annual_revenue", "annual_revenue.currency", "phone"],
        ["=1+1", 12, 1234.5, "CNY", "+86 10"],
    ]
    assert book.active["A2"].data_type == "s"  # type: ignore[index]
    values = [cell.value for cell in people.active[2]]  # type: ignore[index]
    assert values == ["王芳", datetime(1990, 2, 3), datetime(2026, 11, 22, 9, 0)]


def test_json_lines_are_exact(boss: Actor) -> None:
    make(boss, "accounts", name="=x", annual_revenue="0.1", employees=3)

    line = exported(boss, "accounts", Wanted("ndjson", ("name", "annual_revenue", "employees", "city")))

    assert json.loads(line) == {
        "name": "=x",
        "annual_revenue": "0.1",
        "annual_revenue.currency": "CNY",
        "employees": 3,
        "city": None,
    }


def test_an_unknown_kind_of_file_is_refused(boss: Actor) -> None:
    with pytest.raises(FormatUnknown):
        exported(boss, "accounts", Wanted("doc"))


def test_the_answer_is_streamed_under_a_name(boss: Actor) -> None:
    make(boss, "accounts", name="恒通")

    with acting(boss):
        answer = export_response(boss, about(boss, "accounts"), Q(), Wanted("csv", ("name",)))

    assert b"".join(answer) == "name\r\n恒通\r\n".encode()
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''accounts.csv"


@pytest.mark.slow
@pytest.mark.parametrize(("format", "number"), [("csv", 100_000), ("xlsx", 20_000), ("ndjson", 20_000)])
def test_memory_does_not_grow_with_the_list(boss: Actor, format: str, number: int) -> None:
    fill(boss, number)
    wanted = Wanted(format, ("id", "name", "parent", "external_id", "created_at"), sort="id")

    class Nowhere(io.RawIOBase):
        size = 0

        def writable(self) -> bool:
            return True

        def write(self, given: Any) -> int:
            self.size += len(given)
            return len(given)

    out: Any = Nowhere() if format != "xlsx" else io.BytesIO()
    with acting(boss):
        tracemalloc.start()
        rows = write_export(boss, about(boss, "teams"), Q(), wanted, out)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert rows == number + len(("HQ", "East", "West"))
    assert peak < (20 if format == "xlsx" else 6) * 2**20


def fill(actor: Actor, number: int) -> None:
    """Teams, because nothing else follows from writing them."""
    with acting(actor), connections["default"].cursor() as cursor:
        cursor.execute(
            """INSERT INTO identity_team (id, workspace_id, name, external_id)
            SELECT gen_random_uuid(), %s, 'Team ' || n, n::text FROM generate_series(1, %s) n""",
            [actor.workspace_id, number],
        )
