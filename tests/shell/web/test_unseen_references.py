"""A form keeps what it refers to, also where its reader may not see that record."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from tests.casting import Cast, a_deal, an_account, fresh
from tests.signing import browser_of

from plexus.crm.sales.models import Deal
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role
from plexus.kernel.workspaces.scope import enter
from plexus.shell.web.presenting import references

INPUT = re.compile(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"')
CHOSEN = re.compile(r'<select[^>]*?name="([^"]+)".*?</select>', re.DOTALL)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of ada's with an account of cyd's, which she may not see."""
    account, deal = an_account(cast.cyd), a_deal(cast.ada, name="Ten lathes")
    enter(cast.root.workspace_id)
    Deal.objects.filter(pk=deal.pk).update(account=account.pk)
    role = Role.objects.get(pk=str(cast.ada.role_id))
    Role.objects.filter(pk=role.pk).update(grants=role.grants | {"accounts": {"read": "own"}})
    assert browser_of(cast.ada).get(f"/accounts/{account.pk}").status_code == 404
    return Deal.objects.get(pk=deal.pk)


def filled_in(actor: Actor, deal: Deal) -> dict[str, Any]:
    """The form for a deal as a browser would send it untouched."""
    page = browser_of(actor).get(f"/deals/{deal.pk}/edit").text
    form = page[page.index(f'action="/deals/{deal.pk}/edit"') :]
    chosen = {
        found[1]: re.search(r'<option value="([^"]*)"[^>]*selected', found[0]) for found in CHOSEN.finditer(form)
    }  # fmt: skip
    picked = {name: option[1] for name, option in chosen.items() if option}
    return {name: unescape(value) for name, value in INPUT.findall(form)} | picked


def test_saving_a_form_keeps_a_reference_that_its_reader_may_not_see(cast: Cast, deal: Deal) -> None:
    form = filled_in(cast.ada, deal)

    answer = browser_of(cast.ada).post(f"/deals/{deal.pk}/edit", form | {"name": "Eleven lathes"})

    assert answer.status_code == 302
    assert form["account"] == "…"
    assert (fresh(deal).name, fresh(deal).account_id) == ("Eleven lathes", deal.account_id)


def test_whoever_may_not_see_it_may_still_take_it_off(cast: Cast, deal: Deal) -> None:
    form = filled_in(cast.ada, deal)

    browser_of(cast.ada).post(f"/deals/{deal.pk}/edit", form | {"account": ""})

    assert fresh(deal).account_id is None


def test_saving_a_form_keeps_an_owner_who_is_no_longer_to_be_chosen(cast: Cast, deal: Deal) -> None:
    Deal.objects.filter(pk=deal.pk).update(owner=str(cast.ben.person_id))
    Person.objects.filter(pk=str(cast.ben.person_id)).update(active=False, deleted_at="2026-01-01T00:00:00Z")

    form = filled_in(cast.root, deal)
    answer = browser_of(cast.root).post(f"/deals/{deal.pk}/edit", form | {"name": "Eleven lathes"})

    assert answer.status_code == 302
    assert form["owner"] == str(cast.ben.person_id)
    assert (fresh(deal).name, fresh(deal).owner_id) == ("Eleven lathes", cast.ben.person_id)


def test_people_are_found_by_name_where_they_are_too_many_for_a_list(
    cast: Cast, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "SHORT_LIST", 2)
    form = filled_in(cast.root, deal)

    browser_of(cast.root).post(f"/deals/{deal.pk}/edit", form | {"owner": "Ben"})

    assert (form["owner"], fresh(deal).owner_id) == ("Ada", cast.ben.person_id)
