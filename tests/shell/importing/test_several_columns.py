"""Columns that say the same thing, and columns that mean two: nothing of them is lost unseen."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import Cast, a_contact, a_stage, fresh
from tests.shell.importing.test_wizard import data_folder, uploaded, visitor
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal
from plexus.shell.importing.refusals import MappingInvalid

__all__ = ["data_folder"]


def values(contact: Any, field: str) -> list[str]:
    return [each["value"] for each in getattr(contact, field)]


def test_the_primary_address_and_the_others_are_all_kept(cast: Cast) -> None:
    headers = ("name", "Email", "Email", "Phone", "Phone")
    tried(cast.ada, "contacts", [headers, ("Anna", "a@x.example", "b@x.example", "+4930111111", "+4930222222")])

    made = Contact.objects.get(full_name="Anna")

    assert values(made, "emails") == ["a@x.example", "b@x.example"]
    assert values(made, "phones") == ["+4930111111", "+4930222222"]


@pytest.mark.parametrize("order", [("email", "emails"), ("emails", "email")])
def test_the_primary_one_stands_first_whichever_column_does(cast: Cast, order: tuple[str, str]) -> None:
    cells = {"email": "b@x.example", "emails": "a@x.example; b@x.example [home]"}
    tried(cast.ada, "contacts", [("name", *order), ("Anna", *(cells[each] for each in order))])

    assert Contact.objects.get(full_name="Anna").emails == [
        {"value": "b@x.example", "label": "home", "primary": True},
        {"value": "a@x.example", "label": "", "primary": False},
    ]


def test_a_blank_cell_of_the_two_takes_nothing_from_the_other(cast: Cast) -> None:
    known = a_contact(cast.ada, full_name="Anna", email="a@x.example")
    rows = [("name", "email", "emails"), ("Anna", "a@x.example", ""), ("Ben", "", "b@x.example")]

    tried(cast.ada, "contacts", rows, match=("full_name",), clear_blanks=True)

    assert values(fresh(known), "emails") == ["a@x.example"]
    assert values(Contact.objects.get(full_name="Ben"), "emails") == ["b@x.example"]


def test_two_columns_for_one_list_are_joined(cast: Cast) -> None:
    mapping = (("A", "emails"), ("B", "emails"))

    tried(cast.ada, "contacts", [("name", "A", "B"), ("Anna", "a@x.example", "b@x.example")], mapping=mapping)

    assert values(Contact.objects.get(full_name="Anna"), "emails") == ["a@x.example", "b@x.example"]


def test_two_columns_for_one_field_are_refused_before_one_of_them_is_lost(cast: Cast) -> None:
    with pytest.raises(MappingInvalid) as refused:
        tried(cast.ada, "accounts", [("name", "A", "B"), ("X", "1", "2")], mapping=(("A", "city"), ("B", "city")))

    assert [(each.field, each.code) for each in refused.value.fields] == [("B", "two_columns")]
    assert "“A” fills “City” already." in refused.value.fields[0].sentence()


def test_what_is_advised_for_two_columns_is_taken(cast: Cast) -> None:
    rows = [("name", "A", "B"), ("X", "one", "two")]

    tried(cast.ada, "accounts", rows, mapping=(("A", ""), ("B", "")), constants=(("description", "{A} {B}"),))

    assert Account.objects.get(name="X").description == "one two"


def test_the_same_said_twice_of_one_column_is_said_once(cast: Cast) -> None:
    tried(cast.ada, "accounts", [("name", "A"), ("X", "Bonn")], mapping=(("A", "city"), ("A", "city")))

    assert Account.objects.get(name="X").city == "Bonn"


def test_the_two_columns_stand_as_chosen_beside_the_refusal(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client, "Full name,A,B\nAnna,x,y\n")

    answer = client.post(mapping, {"field_0": "full_name", "field_1": "city", "field_2": "city", "mode": "upsert"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{A} {B}" in page
    assert page.count('<option value="city" selected>') == 2
    assert not Account.objects.filter(name="X").exists()


def test_a_close_date_is_the_expected_one_of_an_open_deal_and_the_day_of_a_won_one(cast: Cast) -> None:
    a_stage(cast.ada)
    rows = [("Deal", "Stage", "Close Date"), ("Open", "Qualified", "2026-03-14"), ("Sold", "Won", "2026-02-13")]

    tried(cast.ada, "deals", rows)

    opened, sold = (Deal.objects.get(name=name) for name in ("Open", "Sold"))
    assert (str(opened.expected_close_on), opened.closed_on) == ("2026-03-14", None)
    assert str(sold.closed_on) == "2026-02-13"


def test_a_close_date_beside_an_expected_one_is_only_itself(cast: Cast) -> None:
    a_stage(cast.ada)
    rows = [("Deal", "Stage", "Expected Close Date", "Close Date"), ("Sold", "Won", "2026-03-14", "2026-02-13")]

    tried(cast.ada, "deals", rows)

    sold = Deal.objects.get(name="Sold")
    assert (str(sold.expected_close_on), str(sold.closed_on)) == ("2026-03-14", "2026-02-13")


def test_a_value_that_every_row_gets_stands_beside_those_of_a_list(cast: Cast) -> None:
    rows = [("name", "tags"), ("Anna", "VIP"), ("Ben", "")]

    tried(cast.ada, "contacts", rows, constants=(("tags", "Fair; VIP"),))

    assert {each.full_name: each.tags for each in Contact.objects.all()} == {
        "Anna": ["VIP", "Fair"], "Ben": ["Fair", "VIP"],
    }  # fmt: skip


def test_what_a_program_wrote_below_its_report_is_kept_back_as_no_record(cast: Cast) -> None:
    file = b'"Full name","Email","City"\n"Anna","a@x.example","Bonn"\n\n"New Contacts Report"\n"Confidential"\n'

    _outcome, sink = tried(cast.ada, "contacts", file)

    assert [each.full_name for each in Contact.objects.all()] == ["Anna"]
    assert [each.code for row in sink.kept_back for each in row.reasons] == ["note", "note"]
