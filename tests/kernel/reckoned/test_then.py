"""What is reckoned at a moment of the past is reckoned out of what stood then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from tests.casting import NOW, Cast, a_cast, a_deal, an_account
from tests.kernel.reckoned.asking import compare
from tests.kernel.reckoned.defining import a_formula, a_roll_up

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import Amount

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


def moment() -> datetime:
    """Now, as the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def change(actor: Actor, plural: str, row: Any, **values: Any) -> None:
    with acting(actor):
        about = registry.of(actor.workspace_id).object(plural)
        changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=NOW)


def listed(actor: Actor, plural: str, at: datetime, *fields: str, where: Any = None, **asked: Any) -> list[Any]:
    with acting(actor), travelling(actor, at) as seer:
        about = registry.of(actor.workspace_id).object(plural)
        condition = from_document(where or {}, about=about, actor=seer, now=at)
        page = reading.read_page(seer, about, Asked(condition=condition, fields=fields, **asked))
        return [tuple(row[name] for name in fields) for row in page.rows]


def yuan(amount: int) -> Amount:
    return Amount(Decimal(amount), "CNY")


def test_lists_records_filters_and_sorts_of_then(people: Cast) -> None:
    ada = people.ada
    a_roll_up(people.root, "accounts", "total", "deals", "sum", of="amount", currency="CNY")
    a_roll_up(people.root, "accounts", "held", "deals", "count", where=compare("probability", "gte", 30))
    a_formula(people.root, "accounts", "mean", "if(held > 0, total / held)")
    one, other = an_account(ada, name="One"), an_account(ada, name="Other")
    deal = a_deal(ada, name="First", account=one.pk, amount="10", probability=30)
    a_deal(ada, name="Second", account=one.pk, amount="30", probability=40)
    then = moment()
    change(ada, "deals", deal, amount="1000", probability=10)
    a_deal(ada, name="Third", account=other.pk, amount="7", probability=90)
    with acting(ada):
        about = registry.of(ada.workspace_id).object("accounts")
        past = as_of(about=about, record_id=one.pk, at=then, actor=ada).values
        now = reading.read_one(ada, about, one.pk, fields=("total", "held", "mean"))

    named = ("name", "total", "held", "mean")
    before = listed(ada, "accounts", then, *named, sort="-total")
    after = listed(ada, "accounts", moment(), *named, sort="-total")

    assert before == [("One", yuan(40), 2, yuan(20)), ("Other", yuan(0), 0, None)]
    assert after == [("One", yuan(1030), 1, yuan(1030)), ("Other", yuan(7), 1, yuan(7))]
    assert (past["total"], past["held"], past["mean"]) == (yuan(40), 2, yuan(20))
    assert dict(now) == {"total": yuan(1030), "held": 1, "mean": yuan(1030)}
    assert listed(ada, "accounts", then, "name", where=compare("held", "eq", 2)) == [("One",)]
    assert listed(ada, "accounts", then, "name", where=compare("mean", "empty")) == [("Other",)]


def test_today_is_the_day_of_then(people: Cast) -> None:
    a_formula(people.root, "deals", "days_left", "expected_close_on - today()")
    due = {"field": "expected_close_on", "op": "eq", "value": {"relative": "today"}}
    a_roll_up(people.root, "accounts", "due_today", "deals", "count", where=due)
    account = an_account(people.ada)
    today = moment().astimezone(UTC).date()
    a_deal(people.ada, account=account.pk, expected_close_on=today + timedelta(days=30))
    then = moment()
    # A moment that is to come shows the records of now, by the clock of then.
    later = datetime.combine(today + timedelta(days=30), datetime.min.time(), tzinfo=UTC) + timedelta(hours=3)

    now_left = listed(people.ada, "deals", then, "days_left")[0][0]

    assert now_left in (29, 30)
    assert listed(people.ada, "deals", later, "days_left") == [(0,)]
    assert listed(people.ada, "accounts", then, "due_today") == [(0,)]
    assert listed(people.ada, "accounts", later, "due_today") == [(1,)]


def test_a_hidden_input_stays_hidden_in_the_past(people: Cast) -> None:
    a_roll_up(people.root, "accounts", "total", "deals", "sum", of="amount")
    account = an_account(people.ada)
    then = moment()
    blind = replace(people.ada, fields={"deals": {"amount": "hidden"}})

    with acting(blind):
        about = registry.of(blind.workspace_id).object("accounts")
        past = as_of(about=about, record_id=account.pk, at=then, actor=blind).values

    assert "total" not in past
