"""Whatever is wrong with a record is said in one answer: what does not fit, what is missing, what breaks a rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.casting import Cast, a_deal, a_record, a_stage, fresh
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.crm.sales.models import Deal

ABOVE: dict[str, Any] = {"message_en": "Say where it came from.", "message_zh": "请填写来源。"}


def faults(answer: Any) -> dict[str, str]:
    """The codes of a problem document by field."""
    assert answer.status_code == 422
    return {each["field"]: each["code"] for each in answer.json()["errors"]}


def test_a_form_names_what_is_empty_beside_what_does_not_fit(cast: Cast) -> None:
    form = {"name": "", "stage": str(a_stage(cast.ada).pk), "amount": "a lot", "amount_currency": "CNY"}

    answer = browser_of(cast.ada).post("/deals/new", form)

    assert answer.status_code == 422
    assert "“a lot” is not a number" in answer.text
    assert answer.text.count("This field is required.") == 1
    assert Deal.objects.count() == 0


def test_a_new_record_is_told_all_its_faults_at_once(cast: Cast) -> None:
    stage = str(a_stage(cast.ada).pk)

    answer = Api(cast.ada).post(
        "/deals", {"stage": stage, "amount": "a lot", "expected_close_on": "2026-02-31", "nonsense": 1}
    )

    assert faults(answer) == {
        "name": "required", "amount": "not_a_number", "expected_close_on": "not_a_date", "nonsense": "unknown_field",
    }  # fmt: skip


def test_what_a_rule_asks_for_is_told_beside_what_does_not_fit(cast: Cast) -> None:
    a_record("field-rules", cast.root, object="deals", field="description", required_when="source = 'fair'")
    deal = a_deal(cast.ada)

    answer = Api(cast.ada).patch(f"/deals/{deal.pk}", {"source": "fair", "expected_close_on": "soon"})

    assert faults(answer) == {"expected_close_on": "not_a_date", "description": "required"}
    assert fresh(deal).source == ""


@pytest.mark.parametrize(("looks_at", "told"), [("amount", False), ("name", True)])
def test_a_rule_that_looks_at_what_does_not_fit_says_nothing_yet(cast: Cast, looks_at: str, told: bool) -> None:
    refuse_when = {"amount": "is_empty(amount)", "name": "name = 'Ten lathes' and is_empty(source)"}[looks_at]
    a_record("custom-rules", cast.root, object="deals", field="source", refuse_when=refuse_when, **ABOVE)

    answer = Api(cast.ada).post("/deals", {"name": "Ten lathes", "stage": str(a_stage(cast.ada).pk), "amount": "a lot"})

    assert faults(answer) == {"amount": "not_a_number"} | ({"source": "rule"} if told else {})


@pytest.mark.parametrize(
    ("typed", "chosen", "kept"),
    [
        ("¥\N{NO-BREAK SPACE}1,234.50", "CNY", ("1234.5", "CNY")),
        ("3.5万", "CNY", ("35000", "CNY")),
        ("$ 12", "AUD", ("12", "AUD")),
        ("12 €", "EUR", ("12", "EUR")),
        ("￥100", "JPY", ("100", "JPY")),
    ],
)
def test_money_is_typed_as_pages_show_it(cast: Cast, typed: str, chosen: str, kept: tuple[str, str]) -> None:
    form = {"name": "Mills", "stage": str(a_stage(cast.ada).pk), "amount": typed, "amount_currency": chosen}

    browser_of(cast.ada).post("/deals/new", form)

    deal = Deal.objects.get(name="Mills")
    assert (deal.amount, deal.currency) == (Decimal(kept[0]), kept[1])


def test_money_in_another_currency_than_the_one_beside_it_is_refused(cast: Cast) -> None:
    worth = {"amount": "€ 12", "currency": "CNY"}

    answer = Api(cast.ada).post("/deals", {"name": "Mills", "stage": str(a_stage(cast.ada).pk), "amount": worth})

    assert faults(answer) == {"amount": "another_currency"}
    assert answer.json()["errors"][0]["message"] == "“€ 12” is not in CNY. Choose the currency beside it."
    assert Deal.objects.count() == 0
