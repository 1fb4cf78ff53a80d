"""A form makes its record once, however often it is sent."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.casting import Cast, a_cast
from tests.racing import at_once
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

FORGED = "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2"
PART = {"HX-Request": "true"}


def filled(browser: Client, **typed: str) -> dict[str, str]:
    """The form of a new account as somebody fills it in."""
    return dict(sent(browser.get("/accounts/new", headers=PART).text)) | typed


def names() -> list[str]:
    """The accounts that there are."""
    return sorted(Account.objects.values_list("name", flat=True))


def test_the_same_form_sent_again_leads_to_the_record_that_it_made(ada: Actor) -> None:
    browser = browser_of(ada)
    form = filled(browser, name="Hengtong", city="Wuxi")

    answers = [browser.post("/accounts/new", form) for _twice in range(2)]

    made = Account.objects.get()
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, f"/accounts/{made.pk}")] * 2


def test_the_way_back_with_something_else_typed_asks_before_it_makes_one_more(ada: Actor) -> None:
    browser = browser_of(ada)
    form = filled(browser, name="Hengtong")
    browser.post("/accounts/new", form)

    asked = browser.post("/accounts/new", form | {"name": "Ruian"})
    again = dict(sent(asked.text))
    made = browser.post("/accounts/new", again)

    assert asked.status_code == 409
    assert "This form was saved already." in asked.text
    assert (again["name"], again["once"] == form["once"]) == ("Ruian", False)
    assert made.status_code == 302
    assert names() == ["Hengtong", "Ruian"]


def test_a_form_that_was_refused_still_makes_its_record(ada: Actor) -> None:
    browser = browser_of(ada)
    form = filled(browser, name="", city="Wuxi")

    refused = browser.post("/accounts/new", form)
    made = browser.post("/accounts/new", dict(sent(refused.text)) | {"name": "Hengtong"})

    assert (refused.status_code, made.status_code) == (422, 302)
    assert dict(sent(refused.text))["once"] == form["once"]
    assert names() == ["Hengtong"]


@pytest.mark.parametrize("key", ["", "nonsense", FORGED, f"{FORGED}:x"])
def test_a_key_that_is_not_ours_is_none(ada: Actor, key: str) -> None:
    answer = browser_of(ada).post("/accounts/new", {"name": "Hengtong", "once": key})

    assert answer.status_code == 302
    assert str(Account.objects.get().pk) != FORGED


def test_a_key_is_its_owners_and_of_its_object(cast: Cast) -> None:
    form = filled(browser_of(cast.ada), name="Hengtong")
    browser_of(cast.ada).post("/accounts/new", form)

    answers = [
        browser_of(cast.ben).post("/accounts/new", form),
        browser_of(cast.ada).post("/contacts/new", {"full_name": "Li Na", "once": form["once"]}),
    ]

    assert [each.status_code for each in answers] == [302, 302]
    assert names() == ["Hengtong", "Hengtong"]


def test_a_form_is_not_kept_by_the_browser(ada: Actor) -> None:
    browser = browser_of(ada)

    assert "no-store" in browser.get("/accounts/new")["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_of_two_sends_at_once_one_makes_the_record() -> None:
    with transaction.atomic():
        cast = a_cast()
        browsers = [browser_of(cast.ada), Client()]
    browsers[1].cookies = browsers[0].cookies
    form = filled(browsers[0], name="Hengtong")

    answers: list[Any] = at_once(*(partial(each.post, "/accounts/new", form) for each in browsers))

    with acting(cast.root):
        made = Account.objects.get()
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, f"/accounts/{made.pk}")] * 2
