"""Editing in the cell: each kind of value with its own control, what is empty too, and what was refused stays typed."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from tests.casting import NOW, Cast, an_account, fresh
from tests.conformance import making, tailored
from tests.signing import browser_of

from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema.models.field_definition import CustomType

CONTROLS = {
    "file": "data-upload", "choices": '<div class="ticks">', "references": 'role="combobox"', "rich_text": "data-rich",
    "long_text": "<textarea", "rating": "<select",
    "choice": "<select", "money": 'class="amount"', "yes_no": 'type="checkbox"', "date": 'type="date"',
    "date_time": 'type="datetime-local"', "reference": "<input",
}  # fmt: skip
LARGE = {"choices", "references", "rich_text", "long_text", "file"}
UNEDITABLE = {"auto_number"}


@pytest.fixture
def browser(cast: Cast) -> Client:
    return browser_of(cast.root)


def machine(cast: Cast, **values: Any) -> Any:
    """An account with a field of every type."""
    about = tailored.tailored(cast.root, "accounts")
    with acting(cast.root):
        return changing.create(actor=cast.root, about=about, values={"name": "Acme", **values}, now=NOW)


def test_each_type_of_value_has_its_control_in_the_cell(cast: Cast, browser: Client) -> None:
    row = machine(cast)

    for kind in CustomType:
        answer = browser.get(f"/accounts/{row.pk}/cell/c_{kind.value}")
        if kind.value in UNEDITABLE:
            assert answer.status_code == 404
            continue
        shown = answer.content.decode()
        assert CONTROLS.get(kind.value, "<input") in shown, kind
        assert ('class="cell-panel"' in shown) is (kind.value in LARGE)


def test_several_choices_are_set_and_all_taken_off(cast: Cast, browser: Client) -> None:
    row = machine(cast)
    url = f"/accounts/{row.pk}/cell/c_choices"

    assert browser.post(url, {"c_choices": ["lathe", "mill"], "version": "1"}).status_code == 200
    assert fresh(row).custom["c_choices"] == ["lathe", "mill"]
    assert browser.post(url, {"version": "2"}).status_code == 200
    assert "c_choices" not in fresh(row).custom


def test_references_are_named_in_the_cell_that_comes_back(cast: Cast, browser: Client) -> None:
    person = making.minimal("contacts", cast.root, full_name="Zhang Wei")
    row = machine(cast)

    answer = browser.post(
        f"/accounts/{row.pk}/cell/c_references", {"c_references": f"contacts:{person.pk}", "version": "1"}
    )

    assert "Zhang Wei" in answer.content.decode()
    assert [each["id"] for each in fresh(row).custom["c_references"]] == [str(person.pk)]


@pytest.mark.parametrize("sent", ["contacts:abc", "abc"])
def test_what_names_no_record_is_refused_and_the_references_stay(cast: Cast, browser: Client, sent: str) -> None:
    person = making.minimal("contacts", cast.root, full_name="Zhang Wei")
    row = machine(cast, c_references=[{"object": "contacts", "id": str(person.pk)}])

    cell = browser.post(
        f"/accounts/{row.pk}/cell/c_references", {"c_references": [f"contacts:{person.pk}", sent], "version": "1"}
    )
    form = browser.post(f"/accounts/{row.pk}/edit", {"name": "Acme", "c_references": sent, "version": "1"})

    assert (cell.status_code, form.status_code) == (422, 422)
    assert "Zhang Wei" in cell.content.decode()
    assert [each["id"] for each in fresh(row).custom["c_references"]] == [str(person.pk)]


def test_what_was_refused_stays_in_the_cell_with_its_reason(cast: Cast, browser: Client) -> None:
    person = making.minimal("contacts", cast.root, full_name="Zhang Wei")

    answer = browser.post(
        f"/contacts/{person.pk}/cell/emails", {"emails": "good@example.com\nbad", "version": str(person.version)}
    )

    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "good@example.com\nbad</textarea>" in text
    assert 'class="error"' in text
    assert fresh(person).emails == []


def test_a_cell_whose_field_nobody_else_changed_is_saved_although_the_record_moved_on(
    cast: Cast, browser: Client
) -> None:
    row = an_account(cast.root, name="Acme", city="Wuxi", industry="Steel")
    _saved_by(cast, row, city="Nanjing")

    answer = browser.post(f"/accounts/{row.pk}/cell/industry", {"industry": "Iron", "version": "1"})

    assert answer.status_code == 200
    assert (fresh(row).industry, fresh(row).city, fresh(row).version) == ("Iron", "Nanjing", 3)


def test_of_two_who_edit_one_cell_the_second_chooses_between_both_values(cast: Cast, browser: Client) -> None:
    row = an_account(cast.root, name="Acme", industry="Steel")
    _saved_by(cast, row, industry="Coal & coke")
    url = f"/accounts/{row.pk}/cell/industry"

    answer = browser.post(url, {"industry": "Iron", "version": "1"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Iron"' in shown
    assert "“Coal & coke” was saved here meanwhile." in html.unescape(shown)
    assert '<input type="hidden" name="version" value="2">' in shown
    assert '<template data-theirs="2">Coal &amp; coke</template>' in shown
    assert (fresh(row).industry, fresh(row).version) == ("Coal & coke", 2)
    assert browser.post(url, {"industry": "Iron", "version": "2"}).status_code == 200
    assert fresh(row).industry == "Iron"


def test_of_two_who_edit_one_fact_the_second_chooses_too(cast: Cast, browser: Client) -> None:
    row = an_account(cast.root, name="Acme", industry="Steel")
    shown = browser.get(f"/accounts/{row.pk}").content.decode()
    _saved_by(cast, row, industry="Coal & coke")
    url, typed = f"/accounts/{row.pk}/cell/industry", {"industry": "Iron", "as-fact": "1"}

    asked = browser.post(url, typed | {"version": "1"})
    chosen = browser.post(url, typed | {"version": "2"})

    assert 'data-version="1"' in shown
    assert asked.status_code == 422
    assert '<template data-theirs="2">Coal &amp; coke</template>' in asked.content.decode()
    assert chosen.content.decode() == '<dd data-field="industry" tabindex="0">Iron</dd>'
    assert fresh(row).industry == "Iron"


def test_what_somebody_else_emptied_is_told_as_such(cast: Cast, browser: Client) -> None:
    row = an_account(cast.root, name="Acme", industry="Steel")
    _saved_by(cast, row, industry="")

    answer = browser.post(f"/accounts/{row.pk}/cell/industry", {"industry": "Iron", "version": "1"})

    assert "This was emptied meanwhile." in answer.content.decode()
    assert fresh(row).industry == ""


def _saved_by(cast: Cast, row: Any, **values: Any) -> None:
    """Somebody else saves the record."""
    with acting(cast.root):
        changing.update(
            actor=cast.root, about=tailored.tailored(cast.root, "accounts"), record_id=row.pk, values=values, now=NOW
        )
