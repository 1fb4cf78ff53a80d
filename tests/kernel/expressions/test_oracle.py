"""An expression says the same in Python and in SQL: random expressions over random rows, exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.casting import a_deal, an_account
from tests.kernel.expressions.drawing import expression

from plexus.crm.sales.models import Deal
from plexus.kernel.expressions.checked import Checked, Reading
from plexus.kernel.expressions.checking import TooCostly, check
from plexus.kernel.expressions.compiling import compiled, halves
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.workspaces.scope import enter

HERE = Moment(datetime(2026, 3, 15, 17, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
KINDS = [kind for kind in Kind if kind is not Kind.EMPTY]


@pytest.fixture
def rows(ada: Actor) -> list[Deal]:
    """Deals with much, little and nothing in them."""
    above = an_account(ada, name="Hengtong Group", annual_revenue={"amount": "-99.5", "currency": "USD"})
    account = an_account(
        ada, name="恒通 x", city="a", employees=13, founded_year=1999, parent=above.pk, tags=["a", "VIP"],
        annual_revenue={"amount": "1000000.5", "currency": "CNY"},
    )  # fmt: skip
    bare = an_account(ada, name="12.50")
    a_deal(ada, name="2024-02-29", account=account.pk, amount={"amount": "12.34", "currency": "CNY"},
           expected_close_on=date(2026, 1, 31), tags=["恒通 x"], source="a")  # fmt: skip
    a_deal(ada, name="-7", account=bare.pk, amount={"amount": "99.5", "currency": "USD"}, stage="Quoted")
    a_deal(ada, name="a", account=above.pk, amount={"amount": "0", "currency": "EUR"})
    a_deal(ada, name="  y")
    enter(ada.workspace_id)
    return list(Deal.objects.order_by("pk"))


def read(row: Deal) -> Any:
    """How a row's own attributes answer what an expression names."""

    def of(part: Reading) -> Any:
        here: Any = row
        for step in part.steps:
            here = here and getattr(here, step.reference.name)
        if here is None:
            return None
        value = getattr(here, part.field.column)
        if part.kind is Kind.MONEY and value is not None:
            return Amount(value, getattr(here, part.field.currency_column or ""))
        return value

    return of


def in_sql(part: Checked, actor: Actor) -> list[Any]:
    """The values of all rows, by PostgreSQL."""
    made = compiled(part, registry.standard().object("deals"), actor, HERE)
    found = Deal.objects.order_by("pk")
    if part.kind is not Kind.MONEY:
        return [plain(each) for each in found.annotate(said=made).values_list("said", flat=True)]
    amount, currency = halves(made)
    pairs = found.annotate(said=amount, code=currency).values_list("said", "code")
    return [None if number is None else (number, code) for number, code in pairs]


def plain(value: Any) -> Any:
    """A value as both sides are compared."""
    if isinstance(value, Amount):
        return tuple(value)
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.django_db
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_python_and_sql_agree(root: Actor, rows: list[Deal], data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    text = data.draw(expression(kind))
    try:
        part = check(text, registry.standard().object("deals"), registry.standard())
    except (ExpressionInvalid, TooCostly):
        assume(False)

    by_python = [plain(evaluate(part, read(row), HERE)) for row in rows]

    assert in_sql(part, root) == by_python


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 / 3", Decimal("0.3333333333")),
        ("1 / 0", None),
        ("99999999999999999999 * 10", None),
        ("99999999999999999999 - 0.0000000005 + 1 > 99999999999999999999", True),
        ("round(2.5)", Decimal(3)),
        ("round(-2.5)", Decimal(-3)),
        ("round(1234.567, 2)", Decimal("1234.57")),
        ("add_months(date('2026-01-31'), 1)", date(2026, 2, 28)),
        ("date(2026, 2, 30)", None),
        ("date('9999-12-31') + 1", None),
        ("date('0001-01-01') - 1", None),
        ("end_of_month(date('2024-02-10'))", date(2024, 2, 29)),
        ("today()", date(2026, 3, 16)),
        ("date_of(now())", date(2026, 3, 16)),
        ("weekday(date('2026-03-15'))", Decimal(7)),
        ("money(1, 'CNY') + money(1, 'USD')", None),
        ("money(10, 'CNY') / 3", (Decimal("3.3333333333"), "CNY")),
        ("money(2, 'CNY') > money(1, 'USD')", False),
        ("length('恒通')", Decimal(2)),
        ("1.50 & ''", "1.5"),
        ("number('1e5')", None),
        ("replace('aaa', 'a', 'bb')", "bbbbbb"),
        ("right('abc', 2) & left('abc', -1)", "bc"),
        ("mod(-7, 3)", Decimal(-1)),
        ("coalesce(empty, 2)", Decimal(2)),
        ("not (1 = empty)", True),
    ],
)
def test_what_the_functions_say(root: Actor, rows: list[Deal], text: str, value: Any) -> None:
    part = check(text, registry.standard().object("deals"), registry.standard())

    by_python = plain(evaluate(part, read(rows[0]), HERE))

    assert by_python == value
    assert in_sql(part, root)[0] == value


@pytest.mark.django_db
def test_what_is_hidden_or_out_of_sight_counts_as_empty(ada: Actor, rows: list[Deal]) -> None:
    part = check("coalesce(account.name, 'nothing')", registry.standard().object("deals"), registry.standard())
    blind = replace(ada, grants={"deals": {"read": "all"}})
    hidden = replace(ada, fields={"accounts": {"name": "hidden"}})
    led_astray = replace(ada, fields={"deals": {"account": "hidden"}})

    assert in_sql(part, ada)[0] == "恒通 x"
    assert [set(in_sql(part, each)) for each in (blind, hidden, led_astray)] == [{"nothing"}] * 3
