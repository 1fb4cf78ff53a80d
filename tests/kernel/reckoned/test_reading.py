"""What is reckoned is read, filtered and sorted like any other field, in one statement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, an_account
from tests.kernel.reckoned.defining import a_formula, a_roll_up

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import Amount

pytestmark = pytest.mark.django_db


def listed(actor: Actor, plural: str, *fields: str, where: Any = None, sort: str = "", **more: Any) -> list[list[Any]]:
    """The values of some fields of every record that fulfils a condition."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        condition = from_document(where or {}, about=about, actor=actor, now=NOW)
        page = reading.read_page(actor, about, Asked(condition=condition, sort=sort, fields=fields, **more))
        return [[row[name] for name in fields] for row in page.rows]


def test_a_formula_and_a_roll_up_are_read_filtered_and_sorted(cast: Cast) -> None:
    a_formula(cast.root, "deals", "weighted", "amount * probability / 100")
    a_roll_up(cast.root, "accounts", "open_value", "deals", "sum", of="amount")
    a_roll_up(cast.root, "accounts", "deal_count", "deals", "count")
    a_formula(cast.root, "accounts", "busy", "deal_count > 1")
    one, other = an_account(cast.ada, name="One"), an_account(cast.ada, name="Other")
    a_deal(cast.ada, name="Big", account=one.pk, amount="1000", probability=30)
    a_deal(cast.ada, name="Small", account=one.pk, amount="10.01", probability=50)

    deals = listed(cast.ada, "deals", "name", "weighted", sort="-weighted")
    accounts = listed(cast.ada, "accounts", "name", "open_value", "deal_count", "busy", sort="-deal_count")
    busy = listed(cast.ada, "accounts", "name", where={"field": "busy", "op": "eq", "value": True})
    some = listed(cast.ada, "accounts", "name", where={"field": "open_value", "op": "gt", "value": 1000})
    through = listed(cast.ada, "deals", "name", "account.deal_count", sort="name",
                     where={"field": "account.deal_count", "op": "eq", "value": 2})  # fmt: skip

    assert deals == [["Big", Amount(Decimal("300.00"), "CNY")], ["Small", Amount(Decimal("5.01"), "CNY")]]
    assert accounts == [["One", Amount(Decimal("1010.01"), "CNY"), 2, True], ["Other", None, 0, False]]
    assert busy == some == [["One"]]
    assert through == [["Big", 2], ["Small", 2]]
    assert other.pk
