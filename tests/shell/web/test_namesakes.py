"""Records of one name are told apart in forms: what was meant stays meant, and what is offered can be chosen."""

from __future__ import annotations

import re
from typing import Any

from tests.casting import Cast, a_contact, a_deal, a_stage, an_account, fresh
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.crm.sales.models import Deal


def drawn(page: Any) -> dict[str, str]:
    """The form of a page as it came."""
    return dict(sent(page.content.decode().partition("<main")[2]))


def test_a_form_keeps_the_record_that_it_was_opened_with_whoever_bears_its_name(cast: Cast) -> None:
    _other, ours = an_account(cast.cyd, name="恒通"), an_account(cast.ada, name="恒通")
    deal = a_deal(cast.ada, account=ours.pk)
    browser = browser_of(cast.ada)

    edited = browser.post(f"/deals/{deal.pk}/edit", drawn(browser.get(f"/deals/{deal.pk}/edit")) | {"name": "Lathes"})
    opened = drawn(browser.get(f"/deals/new?account={ours.pk}"))
    refused = browser.post("/deals/new", opened | {"name": "Mills", "amount": "a lot"})
    made = browser.post("/deals/new", drawn(refused) | {"amount": "5"})

    assert (edited.status_code, refused.status_code, made.status_code) == (302, 422, 302)
    assert (fresh(deal).name, fresh(deal).account_id) == ("Lathes", ours.pk)
    assert drawn(refused)["account"] == "恒通"
    assert Deal.objects.get(name="Mills").account_id == ours.pk


def test_another_name_means_another_record(cast: Cast) -> None:
    a_stage(cast.ada)
    weida, ours = an_account(cast.ada, name="Weida"), an_account(cast.ada, name="Hengtong")
    browser = browser_of(cast.ada)
    opened = drawn(browser.get(f"/deals/new?account={ours.pk}"))

    browser.post("/deals/new", opened | {"name": "Mills", "account": "Weida"})

    assert Deal.objects.get(name="Mills").account_id == weida.pk


def test_suggestions_of_one_name_are_told_apart_and_can_be_chosen(cast: Cast) -> None:
    account = an_account(cast.ada, name="Hengtong")
    alone, there = a_contact(cast.ada), a_contact(cast.ada, account=account.pk, job_title="Buyer")
    twins = {a_contact(cast.ada, full_name="Li Na").pk for _ in range(2)}
    browser = browser_of(cast.ada)

    page = browser.get("/contacts/suggest?field=contact&contact=zhang").content.decode()
    offered = {key: text for text, key in re.findall(r'value="([^"]*)" data-id="([^"]*)"', page)}
    alike = browser.get("/contacts/suggest?field=contact&contact=li+na").content.decode()
    chosen = offered[str(there.pk)]
    form = {
        "name": "Mills",
        "stage": str(a_stage(cast.ada).pk),
        "contact": chosen,
        "contact_known": f"{there.pk}/{chosen}",
    }
    made = browser.post("/deals/new", form)

    assert offered.keys() == {str(alone.pk), str(there.pk)}
    assert offered[str(alone.pk)] != chosen
    assert chosen.startswith("Zhang Wei · ")
    assert made.status_code == 302
    assert Deal.objects.get(name="Mills").contact_id == there.pk
    assert set(re.findall(r'value="([^"]*)" ', alike)) == {f"Li Na · {str(key)[-4:]}" for key in twins}


def test_a_refused_amount_stands_in_its_box_as_it_was_typed_with_its_currency(cast: Cast) -> None:
    form = {"name": "Mills", "stage": str(a_stage(cast.ada).pk), "amount": "a <lot>", "amount_currency": "EUR"}

    again = drawn(browser_of(cast.ada).post("/deals/new", form))

    assert (again["amount"], again["amount_currency"]) == ("a <lot>", "EUR")
