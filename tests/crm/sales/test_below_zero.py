"""What a deal may bring is never below zero, at any door; a credit is a line with a price below zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.casting import NOW, Cast, a_deal, a_line_item, a_product, fresh
from tests.shell.importing.trying import tried
from tests.signing import browser_of

from plexus.crm.sales.models import Deal
from plexus.kernel.actions import run_many
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry

SAID = "The amount of a deal is never below zero. Write a credit as a line item with a negative unit price."


def test_a_negative_amount_is_refused_in_the_cell_with_the_reason(cast: Cast) -> None:
    deal = a_deal(cast.ada, amount="100")

    answer = browser_of(cast.ada).post(f"/deals/{deal.pk}/cell/amount", {"amount": "-1", "version": "1"})

    assert answer.status_code == 422
    assert SAID in answer.text
    assert fresh(deal).amount == Decimal(100)


def test_many_deals_are_not_given_a_negative_amount(cast: Cast) -> None:
    deals = [a_deal(cast.ada, name=name, amount="100") for name in ("Lathes", "Mills")]
    about = registry.of(cast.ada.workspace_id).object("deals")

    with acting(cast.ada):
        result = run_many(
            actor=cast.ada, about=about, key="change", rows=[each.pk for each in deals], now=NOW,
            params={"field": "amount", "value": "-5"},
        )  # fmt: skip

    assert (result.changed, result.refused_count) == (0, 2)
    assert [fresh(each).amount for each in deals] == [Decimal(100), Decimal(100)]


def test_an_import_keeps_the_row_back_and_brings_the_others(cast: Cast) -> None:
    a_deal(cast.ada, name="First")

    _outcome, sink = tried(cast.root, "deals", b"name,stage,amount\nLathes,Qualified,-1\nMills,Qualified,0\n")

    assert [[each.message for each in row.reasons] for row in sink.kept_back] == [[SAID]]
    assert [row.verdict and row.verdict.value for row in sink.first["created"]] == ["created"]


def test_the_database_insists(cast: Cast) -> None:
    deal = a_deal(cast.ada, amount="100")

    with acting(cast.ada), pytest.raises(IntegrityError, match="sales_deal_amount"), transaction.atomic():
        Deal.objects.filter(pk=deal.pk).update(amount=-1)


def test_a_credit_is_a_line_with_a_price_below_zero(cast: Cast) -> None:
    deal, product = a_deal(cast.ada), a_product(cast.root)

    item = a_line_item(cast.ada, deal, product, quantity="2", unit_price="-10")

    assert fresh(item).total == Decimal(-20)


def test_a_quantity_below_zero_is_refused(cast: Cast) -> None:
    deal, product = a_deal(cast.ada), a_product(cast.root)

    with pytest.raises(Invalid) as refused:
        a_line_item(cast.ada, deal, product, quantity="-1")

    assert [(each.field, each.code) for each in refused.value.fields] == [("quantity", "negative")]


def test_a_deal_that_was_below_zero_before_may_go_into_the_trash(cast: Cast) -> None:
    deal = a_deal(cast.ada, amount="100")
    Deal.objects.filter(pk=deal.pk).update(deleted_at=NOW, amount=-1)  # As one from before the rule.
    about = registry.of(cast.ada.workspace_id).object("deals")

    with acting(cast.ada), pytest.raises(Invalid) as refused, transaction.atomic():
        changing.restore(actor=cast.ada, about=about, record_id=deal.pk, now=NOW)

    assert [each.field for each in refused.value.fields] == ["amount"]
    assert fresh(deal).deleted_at == NOW
