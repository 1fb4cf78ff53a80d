"""A record is found by the name of a file in one of its fields: at once, in both scripts, by who may read the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.casting import NOW, Cast, a_file, a_record, an_account, uploaded
from tests.conformance import tailored

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import bulk, changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.search import files_sql
from plexus.kernel.search.models import FileEntry
from plexus.kernel.search.queries.finding import find
from plexus.kernel.search.queries.matching import matching
from plexus.shell.administration.actions import fields, objects, retyping

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> Any:
    """The field of accounts that holds a contract."""
    return tailored.a_field(cast.root, "accounts", "file", name="contract", label_en="Contract")


def told(cast: Cast, name: str) -> dict[str, str]:
    """What a door is told of an upload."""
    return {"upload": uploaded(cast.ada, name.encode(), name=name), "name": name}


def found(actor: Actor, text: str) -> list[tuple[str, str]]:
    """The records that the search of everything finds, and the file that led to each."""
    with acting(actor):
        return [(each.title, each.file) for each in find(actor=actor, text=text, files=True)]


def listed(actor: Actor, text: str, plural: str = "accounts") -> list[str]:
    """The records that the search box of a list finds."""
    about = tailored.about(actor, plural)
    with acting(actor):
        asked = reading.Asked(condition=matching(actor, about, text), sort="name", fields=("name",))
        return [each["name"] for each in reading.read_page(actor, about, asked).rows]


def change(cast: Cast, row: Any, value: Any) -> None:
    """Set the field."""
    about = tailored.about(cast.root, "accounts")
    with acting(cast.root):
        changing.update(actor=cast.root, about=about, record_id=row.pk, values={"contract": value}, now=NOW)


@pytest.mark.parametrize(
    "text", ["采购", "合同", "caigou", "cght", "hetong", "2026", "v2", "PDF", "合同_v2.pdf", "采购 v2"]
)
def test_a_file_is_found_by_each_part_of_its_name(cast: Cast, contract: Any, text: str) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "2026 采购合同_v2.pdf"))
    an_account(cast.ada, name="Bare")

    assert found(cast.ada, text) == [("Weida", "2026 采购合同_v2.pdf")]
    assert listed(cast.ada, text) == ["Weida"]


@pytest.mark.parametrize("text", ["urchase", "contracts", "销售", "%", "'", ""])
def test_what_it_is_not_called_finds_it_not(cast: Cast, contract: Any, text: str) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "purchase contract.pdf"))

    assert found(cast.ada, text) == []


def test_what_is_itself_called_so_comes_first_and_once(cast: Cast, contract: Any) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "lathe offer.txt"))
    an_account(cast.ada, name="Lathe Works", contract=told(cast, "lathe plan.txt"))
    attached = a_file(cast.ada, an_account(cast.ada, name="Hengtong"), name="lathe.txt")

    assert found(cast.ada, "lathe") == [("Lathe Works", ""), (attached.name, ""), ("Weida", "lathe offer.txt")]
    assert listed(cast.ada, "lathe") == ["Lathe Works", "Weida"]


def test_who_may_not_see_the_field_finds_nothing_by_it(cast: Cast, contract: Any) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "secret.txt"))
    blind = replace(cast.ada, fields={"accounts": {"contract": "hidden"}})
    reads = replace(cast.ada, fields={"accounts": {"contract": "read_only"}})
    own = replace(cast.cyd, grants={"accounts": {"read": "own"}})

    for each in (blind, own, cast.eve):
        assert (found(each, "secret"), listed(each, "secret")) == ([], []), each
    assert (found(reads, "secret"), listed(reads, "secret")) == ([("Weida", "secret.txt")], ["Weida"])


def test_fields_are_told_apart_by_their_object_too(cast: Cast, contract: Any) -> None:
    with acting(cast.root):
        objects.create_object(actor=cast.root, values={"label_en": "Machine", "plural_en": "Machines"}, now=NOW)
    tailored.a_field(cast.root, "machines", "file", name="contract", label_en="Contract")
    an_account(cast.ada, name="Weida", contract=told(cast, "offer.txt"))
    a_record("machines", cast.ada, name="Press 7", contract=told(cast, "offer.txt"))
    blind = replace(cast.ada, fields={"accounts": {"contract": "hidden"}})

    assert found(blind, "offer") == [("Press 7", "offer.txt")]
    assert listed(cast.ada, "offer", "machines") == ["Press 7"]


def test_pickers_of_records_do_not_look_into_files(cast: Cast, contract: Any) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "offer.txt"))

    with acting(cast.ada):
        assert find(actor=cast.ada, text="offer") == ()


def test_the_index_follows_within_the_transaction_whatever_becomes_of_the_record(cast: Cast, contract: Any) -> None:
    about = tailored.about(cast.root, "accounts")
    row = an_account(cast.ada, name="Weida", contract=told(cast, "first.txt"))
    seen = {"made": found(cast.ada, "txt")}
    change(cast, row, told(cast, "second.txt"))
    with acting(cast.root):
        cause = Cause.objects.order_by("-id").values_list("pk", flat=True)[0]
    seen["replaced"] = [*found(cast.ada, "first"), *found(cast.ada, "second")]
    with acting(cast.root):
        undoing.undo_cause(actor=cast.root, cause_id=cause, now=NOW)
    seen["taken back"] = found(cast.ada, "txt")
    with acting(cast.root):
        changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW)
    seen["trashed"] = found(cast.ada, "txt")
    with acting(cast.root):
        changing.restore(actor=cast.root, about=about, record_id=row.pk, now=NOW)
    seen["restored"] = found(cast.ada, "txt")
    change(cast, row, None)
    seen["emptied"] = found(cast.ada, "txt")

    assert seen == {
        "made": [("Weida", "first.txt")], "replaced": [("Weida", "second.txt")],
        "taken back": [("Weida", "first.txt")], "trashed": [], "restored": [("Weida", "first.txt")], "emptied": [],
    }  # fmt: skip


def test_many_at_once_are_found_and_what_is_removed_for_good_leaves_nothing(cast: Cast, contract: Any) -> None:
    about = tailored.about(cast.root, "accounts")
    rows = [an_account(cast.ada, name=f"Firm {number:02}").pk for number in range(25)]
    with acting(cast.root):
        bulk.change_many(actor=cast.root, about=about, rows=rows, values={"contract": told(cast, "frame.txt")}, now=NOW)
    many = listed(cast.root, "frame")
    with acting(cast.root):
        bulk.trash_many(actor=cast.root, about=about, rows=rows[:2], now=NOW)
        bulk.purge_many(actor=cast.root, about=about, rows=rows[:2])
        left = FileEntry.objects.count()

    assert (len(many), left, len(listed(cast.root, "frame"))) == (25, 23, 23)


def test_a_retired_field_finds_nothing_and_one_that_became_a_text_finds_no_file(cast: Cast, contract: Any) -> None:
    an_account(cast.ada, name="Weida", contract=told(cast, "offer.txt"))

    with acting(cast.root):
        fields.retire_field(actor=cast.root, record_id=contract.pk, now=NOW)
    retired = found(cast.ada, "offer")
    with acting(cast.root):
        fields.reinstate_field(actor=cast.root, record_id=contract.pk, now=NOW)
    again = found(cast.ada, "offer")
    with acting(cast.root):
        retyping.change_type(actor=cast.root, record_id=contract.pk, type="text", now=NOW)
        kept = FileEntry.objects.count()

    assert (retired, again, kept) == ([], [("Weida", "offer.txt")], 0)
    # By its text now, as any other.
    assert found(cast.ada, "offer") == [("Weida", "")]


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_fields_held_before_there_was_an_index_is_filled_in(cast: Cast, contract: Any) -> None:
    rows = [an_account(cast.ada, name=name, contract=told(cast, f"{name}.txt")) for name in ("First", "Second")]
    change(cast, rows[1], None)
    with acting(cast.root), connection.cursor() as cursor:
        before = list(FileEntry.objects.values_list("record_id", "field", "name", "tokens"))
        cursor.execute("RESET ROLE")
        cursor.execute("DELETE FROM search_file")
        cursor.execute(files_sql.FILL)

    with acting(cast.root):
        assert list(FileEntry.objects.values_list("record_id", "field", "name", "tokens")) == before
    assert [(key, name) for key, _field, name, _tokens in before] == [(rows[0].pk, "First.txt")]


def test_the_application_may_not_write_the_index(cast: Cast, contract: Any) -> None:
    an_account(cast.ada, contract=told(cast, "offer.txt"))

    with acting(cast.ada), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        FileEntry.objects.all().delete()


def test_the_same_file_sent_again_changes_nothing(cast: Cast, contract: Any) -> None:
    row = an_account(cast.ada, contract=told(cast, "offer.txt"))
    before = (row.version, row.custom)

    change(cast, row, told(cast, "offer.txt"))
    row.refresh_from_db()
    same = (row.version, row.custom)
    change(cast, row, {**told(cast, "offer.txt"), "name": "other.txt"})
    row.refresh_from_db()

    assert same == before
    assert (row.version, row.custom["contract"]["name"]) == (before[0] + 1, "other.txt")
