"""A form is refused before anybody fills it in vain, and says of each value why it does not fit."""

from __future__ import annotations

import pytest
from tests.casting import Cast, an_account
from tests.signing import browser_of, login_of

from plexus.crm.engagement.models import Activity
from plexus.crm.sales.models import Product
from plexus.kernel.identity.models import Role

PART = {"HX-Request": "true"}


@pytest.mark.parametrize("headers", [{}, PART])
def test_who_may_not_create_is_shown_no_form(cast: Cast, headers: dict[str, str]) -> None:
    answer = browser_of(cast.ada).get("/products/new", headers=headers)

    assert answer.status_code == 403
    assert 'name="price"' not in answer.text


def test_who_may_not_change_a_record_is_shown_no_form_of_it(cast: Cast) -> None:
    theirs, own = an_account(cast.cyd), an_account(cast.ada)
    Role.objects.filter(key="sales").update(grants={"*": {"read": "all", "update": "own"}})
    browser = browser_of(cast.ada)

    answers = [browser.get(f"/accounts/{each.pk}/edit", headers=PART).status_code for each in (theirs, own)]

    assert answers == [403, 200]


@pytest.mark.parametrize(
    ("minutes", "why"), [("-10", "“-10” is less than 0."), ("1.5", "“1.5” is not a whole number.")]
)
def test_a_number_that_a_column_does_not_hold_is_refused_by_name(cast: Cast, minutes: str, why: str) -> None:
    form = {"subject": "Call", "kind": "call", "duration_minutes": minutes}

    answer = browser_of(cast.ada).post("/activities/new", form, headers=PART)

    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{minutes}"' in answer.text
    assert Activity.objects.count() == 0


def test_a_year_beyond_its_column_is_refused_by_name(cast: Cast) -> None:
    answer = browser_of(cast.ada).post("/accounts/new", {"name": "Ours", "founded_year": "99999"}, headers=PART)

    assert answer.status_code == 422
    assert "“99999” is more than 32767." in answer.text


def test_a_negative_price_is_refused_where_it_was_typed(cast: Cast) -> None:
    answer = browser_of(cast.root).post("/products/new", {"name": "Lathe", "price": "-1"}, headers=PART)

    assert answer.status_code == 422
    assert answer.text.count("A price is never below zero.") == 1
    assert Product.objects.count() == 0


def test_a_filter_may_ask_beyond_what_a_column_holds(cast: Cast) -> None:
    an_account(cast.ada, employees=5)

    page = browser_of(cast.ada).get("/accounts", {"filter": '{"field": "employees", "op": "gt", "value": -1}'}).text

    assert "Hengtong Precision" in page


def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(cast: Cast) -> None:
    reader = login_of(cast.ada)
    reader.language = "zh-hans"
    reader.save()
    browser = browser_of(cast.ada)

    answers = [browser.get(path, headers={"Accept-Language": "en"}) for path in ("/accounts/no-id", "/nonsense")]

    assert [each.status_code for each in answers] == [404, 404]
    assert ["这里没有内容" in each.text for each in answers] == [True, True]


def test_the_page_of_a_refusal_shows_its_own_status(cast: Cast) -> None:
    answer = browser_of(cast.ada).get("/accounts/export?format=strange")

    assert answer.status_code == 422
    assert '<p class="quiet">422</p>' in answer.content.decode()
