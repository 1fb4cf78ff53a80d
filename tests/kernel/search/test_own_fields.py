"""Records of every object are found by a firm's own fields that may name them, by whom may know the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from tests.casting import NOW, Cast, a_record, an_account
from tests.conformance import making, tailored

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.search.marks import mark
from plexus.kernel.search.models import SearchEntry
from plexus.kernel.search.queries.finding import find
from plexus.kernel.search.queries.matching import matching

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
STANDARD = ["accounts", "contacts", "deals", "products", "tasks", "activities", "people", "files"]


def found(actor: Actor, text: str, *objects: str) -> list[Any]:
    """The keys of what the search box finds."""
    with acting(actor):
        return [hit.record_id for hit in find(actor=actor, text=text, objects=objects or None)]


def listed(actor: Actor, plural: str, text: str) -> list[Any]:
    """The keys of the rows that the box of a list leaves."""
    about = tailored.about(actor, plural)
    with acting(actor):
        return list(about.rows(actor.workspace_id).filter(matching(actor, about, text)).values_list("pk", flat=True))


def made(actor: Actor, plural: str, **values: Any) -> Any:
    """A record with what it needs and these values."""
    return a_record(plural, actor, **making.needed(plural, actor), **values)


def change(actor: Actor, plural: str, row: Any, **values: Any) -> None:
    """Change some fields of a record."""
    with acting(actor):
        about = tailored.about(actor, plural)
        changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=NOW)


@pytest.mark.parametrize(
    ("kind", "value", "texts"),
    [("text", "Größe XK-77/b", ["xk-77", "XK-77/B", "grosse xk", "SSE XK-77/"]),
     ("text", "浦东新区仓库", ["浦东", "浦东新", "东新区", "区仓库"]),
     ("phone", "+8613812345678", ["138 1234 5678", "12345678"]),
     ("email", "desk@heng.example", ["desk@", "HENG.example"]),
     ("url", "https://heng.example/a?b=1", ["heng.example/a?b", "?b=1"])],
)  # fmt: skip
@pytest.mark.parametrize("plural", STANDARD)
def test_a_record_is_found_by_part_of_what_its_fields_hold(
    cast: Cast, plural: str, kind: str, value: str, texts: list[str]
) -> None:
    tailored.a_field(cast.root, plural, kind, name="known_by")
    row = made(cast.root, plural, known_by=value)
    made(cast.root, plural)

    assert {text: found(cast.root, text) for text in texts} == {text: [row.pk] for text in texts}
    assert {text: listed(cast.root, plural, text) for text in texts} == {text: [row.pk] for text in texts}


@pytest.mark.parametrize("plural", STANDARD)
def test_an_automatic_number_finds_its_record(cast: Cast, plural: str) -> None:
    tailored.a_field(cast.root, plural, "auto_number", name="number", options={"prefix": "QX-", "digits": 5})
    row = made(cast.root, plural)

    assert (found(cast.root, "qx-00001"), listed(cast.root, plural, "00001")) == ([row.pk], [row.pk])


def test_it_is_found_by_what_it_holds_now(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="serial")
    row = an_account(cast.ada, name="Weida", serial="first-1")
    seen = {"made": found(cast.ada, "first-1")}
    change(cast.ada, "accounts", row, serial="second-2")
    seen["changed"] = found(cast.ada, "second-2")
    seen["before"] = found(cast.ada, "first-1")
    with acting(cast.ada):
        undoing.undo_cause(actor=cast.ada, cause_id=Cause.objects.latest("at", "id").pk, now=NOW)
    seen["taken back"] = found(cast.ada, "first-1")
    about = tailored.about(cast.ada, "accounts")
    with acting(cast.ada):
        changing.trash(actor=cast.ada, about=about, record_id=row.pk, now=NOW)
    seen["trashed"] = found(cast.ada, "first-1")
    with acting(cast.ada):
        changing.restore(actor=cast.ada, about=about, record_id=row.pk, now=NOW)
    seen["restored"] = found(cast.ada, "first-1")
    change(cast.ada, "accounts", row, serial=None)
    seen["emptied"] = found(cast.ada, "first-1")

    here = [row.pk]
    assert seen == {
        "made": here, "changed": here, "before": [], "taken back": here, "trashed": [], "restored": here, "emptied": [],
    }  # fmt: skip


def test_many_that_are_changed_at_once_are_found(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="batch")
    rows = [an_account(cast.ada, name=f"Firm {number}").pk for number in range(5)]
    about = tailored.about(cast.root, "accounts")
    with acting(cast.root):
        bulk.change_many(actor=cast.root, about=about, rows=rows[:3], values={"batch": "lot-2026"}, now=NOW)

    assert sorted(found(cast.root, "lot-2026")) == sorted(rows[:3])


def test_a_field_that_one_may_not_know_does_not_find_though_others_do(cast: Cast) -> None:
    """Not even by words that begin in the one and end in the other."""
    for name in ("serial", "secret"):
        tailored.a_field(cast.root, "accounts", name=name, label_en=name)
    row = an_account(cast.ada, name="Weida", serial="SN-4711", secret="in debt")
    blind = replace(cast.ada, fields={"accounts": {"secret": "hidden"}})

    for finds in (found, lambda actor, text: listed(actor, "accounts", text)):
        assert (finds(cast.ada, "in debt"), finds(cast.ada, "4711")) == ([row.pk], [row.pk])
        assert (finds(blind, "in debt"), finds(blind, "4711")) == ([], [row.pk])
        assert (finds(blind, "4711in"), finds(cast.ada, "4711in")) == ([], [])


def test_the_same_name_at_another_object_is_another_field(cast: Cast) -> None:
    for plural in ("accounts", "products"):
        tailored.a_field(cast.root, plural, name="code_name")
    made(cast.root, "accounts", code_name="falcon-9")
    product = made(cast.root, "products", code_name="falcon-9")
    blind = replace(cast.ada, fields={"accounts": {"code_name": "hidden"}})

    assert found(blind, "falcon-9") == [product.pk]


def test_hiding_the_phone_leaves_the_search_by_ones_own_fields_and_the_other_way_round(cast: Cast) -> None:
    tailored.a_field(cast.root, "contacts", name="badge")
    row = a_record("contacts", cast.ada, full_name="张三", phones=[{"value": "+8613812345678"}], badge="B-1001")
    without = {name: replace(cast.ada, fields={"contacts": {name: "hidden"}}) for name in ("phones", "badge")}

    assert {name: (found(actor, "1234567"), found(actor, "B-1001")) for name, actor in without.items()} == {
        "phones": ([], [row.pk]), "badge": ([row.pk], []),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a.b", "(x)", "50%", "a_b", "back\\slash", "[1-9]", "^$*", "c++ {2}"])
def test_signs_stand_for_themselves(cast: Cast, text: str) -> None:
    tailored.a_field(cast.root, "products", name="code_name")
    row = made(cast.root, "products", code_name=f"of {text} here")
    made(cast.root, "products", code_name="of axb 5012 2 here")

    assert (found(cast.root, text), listed(cast.root, "products", text)) == ([row.pk], [row.pk])


def test_what_is_the_name_of_a_field_or_of_no_one_finds_nothing(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="serial")
    an_account(cast.ada, name="Weida", serial="4711")

    assert [found(cast.ada, text) for text in ("serial", "accounts", mark("accounts", "serial"))] == [[], [], []]


@pytest.mark.parametrize("plural", ["accounts", "machines", "机器"])
def test_the_database_marks_a_field_as_the_program_does(plural: str) -> None:
    with connection.cursor() as cursor:
        for name in ("serial", "c_text", "序列号"):
            cursor.execute("SELECT search_mark(%s, %s)", [plural, name])

            assert cursor.fetchone() == (mark(plural, name),)


def test_who_has_no_field_of_ones_own_pays_nothing(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "integer", name="floors")
    an_account(cast.ada, name="Weida", floors=7)
    an_account(cast.ada, name="Hengtong")

    with acting(cast.ada):
        assert set(SearchEntry.objects.values_list("own", flat=True)) == {""}
