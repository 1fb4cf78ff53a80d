"""One value everywhere: in memory, in lists, records, filters, sorts, the API and exports, on random data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.casting import Cast, a_deal, an_account
from tests.kernel.expressions.drawing import expression
from tests.kernel.expressions.test_oracle import plain, read
from tests.kernel.reckoned.asking import compare, listed
from tests.kernel.reckoned.defining import a_formula, a_roll_up
from tests.shell.api.asking import Api, quoted

from plexus.crm.sales.models import Deal
from plexus.kernel.expressions.formulas import GIVES, Formula
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.workspaces.scope import enter
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

pytestmark = pytest.mark.django_db
TOLERANT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]
# A failure is told as it was drawn: making it smaller asks the database a thousand times.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW, LONG = Decimal(10) ** 14, 900


@pytest.fixture
def deals(cast: Cast) -> list[Deal]:
    """Deals with much, little and nothing in them."""
    ada = cast.ada
    above = an_account(ada, name="Hengtong Group", annual_revenue={"amount": "-99.5", "currency": "USD"})
    account = an_account(
        ada, name="恒通 x", city="a", employees=13, founded_year=1999, parent=above.pk, tags=["a", "VIP"],
        annual_revenue={"amount": "1000000.5", "currency": "CNY"},
    )  # fmt: skip
    a_deal(ada, name="2024-02-29", account=account.pk, amount={"amount": "12.34", "currency": "CNY"},
           expected_close_on=date(2026, 1, 31), tags=["恒通 x"], source="a")  # fmt: skip
    a_deal(ada, name="-7", account=above.pk, amount={"amount": "99.5", "currency": "USD"}, stage="Quoted")
    a_deal(ada, name="  y")
    enter(ada.workspace_id)
    return list(Deal.objects.order_by("pk"))


@contextmanager
def undone() -> Iterator[None]:
    """What is made inside is not there any more."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def now(actor: Actor) -> Moment:
    """The moment that statements of this transaction know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        return Moment(cursor.fetchone()[0].astimezone(UTC), zone_of(actor.time_zone))


@settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=TOLERANT)
@given(data=st.data())
def test_a_formula_is_the_same_everywhere(cast: Cast, deals: list[Deal], data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(GIVES)))
    text = data.draw(expression(kind, 3))
    with undone():
        try:
            a_formula(cast.root, "deals", "f", text)
            a_formula(cast.root, "deals", "g", "coalesce(f, f)" if kind is not Kind.YES_NO else "not not f")
        except Invalid:
            assume(False)
        with acting(cast.ada):
            field = registry.of(cast.ada.workspace_id).object("deals").fields["f"]
        assert isinstance(field.reckoning, Formula)
        said = {row.pk: field.reckoning.value(read(row), now(cast.ada)) for row in deals}

        agree(cast.ada, "deals", field, {key: field.type.empty if each is None else each for key, each in said.items()})
        assert dict(listed(cast.ada, "deals", "id", "g")) == dict(listed(cast.ada, "deals", "id", "f"))


def agree(actor: Actor, plural: str, field: Field, said: dict[Any, Any]) -> None:
    """Every door gives these values by id."""
    name, empty = field.name, field.type.empty
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        assert {key: reading.read_one(actor, about, key, fields=(name,))[name] for key in said} == said
        out = io.BytesIO()
        write_export(actor, about, Q(), Wanted("csv", fields=("id", name)), out)
    rows = [row for row in listed(actor, plural, "id", name, sort=name) if row[0] in said]
    assert dict(rows) == said
    assert in_order([plain(value) for _key, value in rows if value != empty], field)
    assert all(value == empty for _key, value in rows[len([each for each in said.values() if each != empty]) :])
    answer = Api(actor).get(f"/{plural}" + quoted(fields=f"id,{name}"))
    shown = {each["id"]: each[name] for each in answer.json()["data"]}
    assert {str(key): field.type.render(value) for key, value in said.items()}.items() <= shown.items()
    written = {row["id"]: row[name] for row in csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))}
    assert {key for key, value in said.items() if value == empty} == {
        key for key in said if written[str(key)] == "" and said[key] is not False
    }
    for value in set(said.values()) - {empty}:
        if can_be_asked(value):
            found = listed(actor, plural, "id", where=compare(name, "eq", operand(value)))
            assert {key for key in found if key in said} == {key for key, each in said.items() if alike(each, value)}
    if "empty" in field.type.operators:
        found = listed(actor, plural, "id", where=compare(name, "empty"))
        assert {key for key in found if key in said} == {key for key, each in said.items() if each == empty}


def in_order(values: list[Any], field: Field) -> bool:
    """Whether values ascend; texts by whichever order the database has."""
    amounts = [each[0] for each in values] if field.type.key == "money" else values
    return field.type.textual or amounts == sorted(amounts)


def operand(value: Any) -> Any:
    """A value as a filter in JSON is told it."""
    match value:
        case Amount(amount=amount):
            return str(amount)
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def can_be_asked(value: Any) -> bool:
    """Whether a filter takes the value: no text with blanks around it, nothing huge, no day of another age."""
    match value:
        case str():
            return bool(value) and value == value.strip() and len(value) < LONG
        case Amount(amount=number) | (Decimal() as number):
            return abs(number) < FEW
        case date():
            return 1000 <= value.year <= 9998
        case _:
            return True


def alike(one: Any, other: Any) -> bool:
    """Whether a filter holds the two for the same: amounts whatever their currency, texts whatever their case."""
    if isinstance(one, str) and isinstance(other, str):
        return one.upper() == other.upper()
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.amount == other.amount
    return bool(one == other)


ROW = st.fixed_dictionaries(
    {"account": st.integers(0, 2), "probability": st.integers(0, 3)},
    optional={
        "amount": st.builds(
            lambda cents, code: {"amount": str(Decimal(cents) / 100), "currency": code},
            st.integers(0, 1_000), st.sampled_from(["CNY", "CNY", "EUR"]),
        ),
        "expected_close_on": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        "source": st.sampled_from(["web", "fair"]),
    },
)  # fmt: skip
FIGURES = [
    ("count", ""), ("sum", "probability"), ("avg", "probability"), ("min", "expected_close_on"),
    ("max", "expected_close_on"), ("max", "probability"), ("sum", "amount"), ("avg", "amount"), ("min", "amount"),
    ("max", "doubled"), ("sum", "doubled"), ("latest", "name"), ("latest", "amount"),
]  # fmt: skip


@settings(max_examples=25, deadline=None, phases=PHASES, suppress_health_check=TOLERANT)
@given(
    rows=st.lists(ROW, max_size=7), figure=st.sampled_from(FIGURES), only=st.booleans(),
    code=st.sampled_from(["", "CNY"]),
)  # fmt: skip
def test_a_roll_up_is_the_same_everywhere(
    cast: Cast, rows: list[dict[str, Any]], figure: tuple[str, str], only: bool, code: str
) -> None:
    function, of = figure
    with undone():
        accounts = [an_account(cast.ada, name=f"Account {each}") for each in range(3)]
        made = [
            a_deal(cast.ada, name=f"Deal {place}", **{**row, "account": accounts[row["account"]].pk})
            for place, row in enumerate(rows)
        ]
        if of == "doubled":
            a_formula(cast.root, "deals", "doubled", "amount * 2")
        where = compare("probability", "gte", 2) if only else {}
        given = {"of": of} if of else {}
        by = {"by": "probability"} if function == "latest" else {}
        a_roll_up(cast.root, "accounts", "figure", "deals", function, where=where, currency=code, **given, **by)
        with acting(cast.ada):
            field = registry.of(cast.ada.workspace_id).object("accounts").fields["figure"]
        enter(cast.ada.workspace_id)
        fresh = list(Deal.objects.filter(pk__in=[each.pk for each in made]))
        said = {}
        for account in accounts:
            held = [each for each in fresh if each.account_id == account.pk and (not only or each.probability >= 2)]
            said[account.pk] = figured(function, of, held, code)

        agree(cast.ada, "accounts", field, said)


def figured(function: str, of: str, held: list[Deal], code: str) -> Any:
    """The figure as anybody would reckon it by hand."""
    if function == "count":
        return len(held)
    if function == "latest":
        last = max(held, key=lambda each: (each.probability, each.pk), default=None)
        return (amount(last, 1) if of == "amount" else last.name) if last else ("" if of == "name" else None)
    if of in {"amount", "doubled"}:
        return money(function, [amount(each, 2 if of == "doubled" else 1) for each in held], code)
    values = [value for each in held if (value := getattr(each, of)) is not None]
    if function == "sum":
        return sum(values)
    if not values:
        return None
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.01"), "ROUND_HALF_UP") if function == "avg" else (
        min(values) if function == "min" else max(values)
    )  # fmt: skip


def amount(row: Deal, times: int) -> Amount | None:
    return None if row.amount is None else Amount(row.amount * times, row.currency)


def money(function: str, values: list[Amount | None], code: str) -> Amount | None:
    """A figure of amounts: of one currency alone, or nothing."""
    there = [each for each in values if each is not None and code in ("", each.currency)]
    if not there:
        return Amount(Decimal(0), code) if code and function == "sum" else None
    if len({each.currency for each in there}) > 1:
        return None
    numbers = [each.amount for each in there]
    total = sum(numbers, Decimal(0))
    mean = (total / len(numbers)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    made = {"sum": total, "min": min(numbers), "max": max(numbers), "avg": mean}[function]
    return Amount(made, there[0].currency)
