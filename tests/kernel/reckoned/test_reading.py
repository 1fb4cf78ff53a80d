"""What is reckoned is read, filtered and sorted like any other field, in one statement."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_deal, an_account, an_activity
from tests.kernel.reckoned.asking import compare, listed
from tests.kernel.reckoned.defining import a_formula, a_roll_up

from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import Amount

pytestmark = pytest.mark.django_db


def yuan(amount: str) -> Amount:
    return Amount(Decimal(amount), "CNY")


def test_a_formula_and_a_roll_up_are_read_filtered_and_sorted(cast: Cast) -> None:
    a_formula(cast.root, "deals", "weighted", "amount * probability / 100")
    a_roll_up(cast.root, "accounts", "open_value", "deals", "sum", of="amount")
    a_roll_up(cast.root, "accounts", "deal_count", "deals", "count")
    a_formula(cast.root, "accounts", "busy", "deal_count > 1")
    one = an_account(cast.ada, name="One")
    an_account(cast.ada, name="Other")
    a_deal(cast.ada, name="Big", account=one.pk, amount="1000", probability=30)
    a_deal(cast.ada, name="Small", account=one.pk, amount="10.01", probability=50)

    deals = listed(cast.ada, "deals", "name", "weighted", sort="-weighted")
    accounts = listed(cast.ada, "accounts", "name", "open_value", "deal_count", "busy", sort="-deal_count")
    named = ("name", "account.deal_count", "account.open_value")
    through = listed(cast.ada, "deals", *named, sort="-account.open_value,name")

    assert deals == [("Big", yuan("300")), ("Small", yuan("5.01"))]
    assert accounts == [("One", yuan("1010.01"), 2, True), ("Other", None, 0, False)]
    assert through == [("Big", 2, yuan("1010.01")), ("Small", 2, yuan("1010.01"))]
    for found in (
        compare("busy", "eq", True), compare("open_value", "gt", 1000), compare("open_value", "not_empty"),
        compare("deal_count", "between", [1, 5]),
        {"not": compare("deal_count", "eq", 0)},
        {"related": "deals", "where": compare("weighted", "lt", 6)},
        {"related": "deals", "sum": {"field": "weighted", "op": "gt", "value": 305}},
    ):  # fmt: skip
        assert listed(cast.ada, "accounts", "name", where=found) == ["One"], found
    assert listed(cast.ada, "deals", "name", where=compare("account.busy", "eq", True), sort="name") == ["Big", "Small"]


@pytest.mark.parametrize("sort", ["score", "-score", "worth", "-worth", "first_day", "-first_day"])
def test_a_list_sorted_by_what_is_reckoned_is_paged_without_gap_or_repeat(cast: Cast, sort: str) -> None:
    a_formula(cast.root, "accounts", "score", "if(employees > 2, employees / 3)", places=1)
    a_roll_up(cast.root, "accounts", "worth", "deals", "sum", of="amount")
    a_roll_up(cast.root, "accounts", "first_day", "deals", "min", of="expected_close_on")
    for number in range(7):
        account = an_account(cast.ada, name=f"Account {number}", employees=number)
        for times in range(number % 3):
            day = date(2026, 5, 1) + timedelta(days=number)
            a_deal(cast.ada, name="Deal", account=account.pk, amount=str(number * 10 + times), expected_close_on=day)

    whole = listed(cast.ada, "accounts", "name", sort.lstrip("-"), sort=sort)
    paged = listed(cast.ada, "accounts", "name", sort.lstrip("-"), sort=sort, limit=2)

    values = [value for _name, value in whole if value is not None]
    assert values == sorted(values, reverse=sort.startswith("-"))
    assert [value for _name, value in whole][len(values) :] == [None] * (7 - len(values))
    assert paged == whole


def test_every_figure_of_a_roll_up(cast: Cast) -> None:
    won = {"field": "stage.outcome", "op": "eq", "value": "won"}
    a_roll_up(cast.root, "accounts", "won_count", "deals", "count", where=won)
    a_roll_up(cast.root, "accounts", "least", "deals", "min", of="amount")
    a_roll_up(cast.root, "accounts", "most", "deals", "max", of="amount")
    a_roll_up(cast.root, "accounts", "mean", "deals", "avg", of="amount")
    a_roll_up(cast.root, "accounts", "chance", "deals", "avg", of="probability", places=1)
    a_roll_up(cast.root, "accounts", "last_deal", "deals", "latest", of="name", by="expected_close_on")
    a_roll_up(cast.root, "accounts", "last_call", "activities", "max", of="happened_at")
    a_roll_up(cast.root, "accounts", "last_kind", "activities", "latest", of="kind", by="happened_at")
    account = an_account(cast.ada)
    for name, amount, stage, day in (("A", "1", "Won", 3), ("B", "2", "Won", 9), ("C", "4", "Lost", 5)):
        a_deal(cast.ada, name=name, account=account.pk, amount=amount, stage=stage,
               expected_close_on=date(2026, 4, day), **({"lost_reason": None} if stage == "Lost" else {}))  # fmt: skip
    an_activity(cast.ada, account, kind="meeting", happened_at=NOW + timedelta(hours=1))
    an_activity(cast.ada, account, kind="call")
    named = ("won_count", "least", "most", "mean", "chance", "last_deal", "last_call", "last_kind")

    found = listed(cast.ada, "accounts", *named)

    assert found == [
        (2, yuan("1"), yuan("4"), yuan("2.33"), Decimal("66.7"), "B", NOW + timedelta(hours=1), "meeting")
    ]  # fmt: skip


def test_a_roll_up_counts_by_what_is_reckoned_of_the_related_records(cast: Cast) -> None:
    a_formula(cast.root, "deals", "weighted", "amount * probability / 100")
    a_roll_up(cast.root, "accounts", "big", "deals", "count", where=compare("weighted", "gte", 5))
    account = an_account(cast.ada)
    for amount in ("9", "10", "11"):
        a_deal(cast.ada, account=account.pk, amount=amount, probability=50)

    assert listed(cast.ada, "accounts", "big") == [2]


def test_amounts_of_several_currencies_are_never_added_up(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "all", "deals", "sum", of="amount")
    a_roll_up(cast.root, "accounts", "in_euro", "deals", "sum", of="amount", currency="EUR")
    mixed, plain = an_account(cast.ada, name="Mixed"), an_account(cast.ada, name="Plain")
    for account, code in ((mixed, "CNY"), (mixed, "EUR"), (plain, "CNY"), (plain, "CNY")):
        a_deal(cast.ada, account=account.pk, amount={"amount": "3.50", "currency": code})

    found = listed(cast.ada, "accounts", "name", "all", "in_euro", sort="name")

    assert found == [
        ("Mixed", None, Amount(Decimal("3.5"), "EUR")),
        ("Plain", yuan("7"), Amount(Decimal(0), "EUR")),
    ]


def test_the_days_of_a_roll_up_are_those_of_the_reader_at_the_moment_of_the_question(cast: Cast) -> None:
    soon = compare("expected_close_on", "eq", {"relative": "next_7_days"})
    a_roll_up(cast.root, "accounts", "due", "deals", "count", where=soon)
    a_formula(cast.root, "deals", "days_left", "expected_close_on - today()")
    account = an_account(cast.ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (transaction_timestamp() AT TIME ZONE %s)::date", [cast.ada.time_zone])
        today = cursor.fetchone()[0]
    for days in (-1, 0, 6, 7):
        a_deal(cast.ada, name=f"{days}", account=account.pk, expected_close_on=today + timedelta(days=days))

    assert listed(cast.ada, "accounts", "due") == [2]
    assert listed(cast.ada, "deals", "days_left", sort="days_left") == [-1, 0, 6, 7]


def test_the_number_of_statements_grows_neither_with_rows_nor_with_roll_ups(cast: Cast) -> None:
    def statements(*fields: str) -> int:
        with acting(cast.ada):
            about = registry.of(cast.ada.workspace_id).object("accounts")
            with CaptureQueriesContext(connection) as asked:
                reading.read_page(cast.ada, about, Asked(fields=fields, sort=f"-{fields[-1]}"))
        return len(asked)

    def some(count: int) -> None:
        for number in range(count):
            account = an_account(cast.ada, name=f"Account {number}")
            a_deal(cast.ada, account=account.pk, amount="5")

    some(1)
    plain = statements("name")
    for number in range(6):
        a_roll_up(cast.root, "accounts", f"figure_{number}", "deals", "sum" if number % 2 else "count",
                  **({"of": "amount"} if number % 2 else {}))  # fmt: skip
    one = statements("name", "figure_0")
    some(10)

    assert (one, statements("name", *(f"figure_{number}" for number in range(6)))) == (plain, plain)


def test_a_rule_reads_a_formula(cast: Cast) -> None:
    a_formula(cast.root, "accounts", "per_head", "amount(annual_revenue) / employees")
    with acting(cast.root):
        rules = registry.of(cast.root.workspace_id).object("custom-rules")
        values = {"object": "deals", "refuse_when": "account.per_head > 10", "message_en": "Too rich."}
        changing.create(actor=cast.root, about=rules, values=values, now=NOW)
    poor = an_account(cast.ada, employees=10, annual_revenue="100")
    rich = an_account(cast.ada, employees=10, annual_revenue="101")

    a_deal(cast.ada, account=poor.pk)
    with pytest.raises(Exception, match="attention") as refused:
        a_deal(cast.ada, account=rich.pk)

    assert [each.sentence() for each in told(refused.value)] == ["Too rich."]


def told(refusal: Any) -> Any:
    """The errors of a refusal."""
    return refusal.fields
