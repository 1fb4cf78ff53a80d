"""Lists and figures at a moment: what one may read today, as it stood then."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.casting import (
    Cast,
    a_cast,
    a_contact,
    a_deal,
    a_line_item,
    a_pipeline,
    a_product,
    a_stage,
    a_task,
    an_account,
    found,
)

from plexus.crm.customers.models import Account
from plexus.crm.sales.models import Deal
from plexus.crm.sales.queries import board
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.query import filtering
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries import past
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return a_cast()


def moment() -> datetime:
    """Now, as the database tells it: later than all that was done, earlier than all that will be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, datetime)
    return at


def change(actor: Actor, plural: str, key: UUID, **values: Any) -> None:
    about = registry.standard().object(plural)
    with acting(actor):
        changing.update(actor=actor, about=about, record_id=key, values=values, now=NOW)


def listed(actor: Actor, plural: str, at: datetime, *fields: str, **asked: Any) -> list[tuple[Any, ...]]:
    about = registry.standard().object(plural)
    given = asked.pop("filter", None)
    with acting(actor), travelling(actor, at) as seer:
        if given:
            asked["condition"] = filtering.from_document(given, about=about, actor=seer, now=at)
        page = reading.read_page(seer, about, Asked(fields=fields, **asked))
        return [tuple(row[name] for name in fields) for row in page.rows]


def test_a_reference_bears_the_name_of_then_and_is_filtered_by_it(people: Cast) -> None:
    account = an_account(people.ada, name="Old name", city="Wuxi")
    deal = a_deal(people.ada, name="Lathes", account=account.pk)
    then = moment()
    change(people.ada, "accounts", account.pk, name="New name", city="Suzhou")
    by_city = {"field": "account.city", "op": "eq", "value": "Wuxi"}

    rows = listed(people.ada, "deals", then, "id", "account", "account.city", filter=by_city)
    today = listed(people.ada, "deals", moment(), "id", filter=by_city)

    named = {"id": account.pk, "object": "accounts", "name": "Old name"}
    assert rows == [(deal.pk, named, "Wuxi")]
    assert today == []


def test_a_list_is_sorted_and_paged_by_what_stood_then(people: Cast) -> None:
    accounts = [an_account(people.ada, name=f"Firm {each}", employees=each) for each in range(5)]
    then = moment()
    for place, each in enumerate(accounts):
        change(people.ada, "accounts", each.pk, employees=100 - place)
    an_account(people.ada, name="Later", employees=2)
    about = registry.standard().object("accounts")
    asked = Asked(fields=("employees",), sort="employees", limit=2)

    pages: list[list[int]] = []
    cursor: str | None = ""
    with acting(people.ada), travelling(people.ada, then) as seer:
        while cursor is not None:
            page = reading.read_page(seer, about, Asked(**{**vars(asked), "cursor": cursor}))
            pages.append([row["employees"] for row in page.rows])
            cursor = page.next

    assert pages == [[0, 1], [2, 3], [4]]
    assert page.count is not None
    assert (page.count.value, page.count.exact) == (5, True)


def test_what_was_given_away_is_its_new_owners_past_and_not_the_old_ones(people: Cast) -> None:
    contact = a_contact(people.ada, full_name="Then mine", city="Wuxi")
    then = moment()
    change(people.root, "contacts", contact.pk, owner=people.cyd.person_id, team=people.west.pk, city="Suzhou")

    assert listed(people.ada, "contacts", then, "full_name") == []
    assert listed(people.cyd, "contacts", then, "full_name", "city") == [("Then mine", "Wuxi")]


def test_a_field_hidden_today_is_hidden_in_the_past(people: Cast) -> None:
    an_account(people.ada, name="Firm", city="Wuxi")
    then = moment()
    with acting(people.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"city": "hidden"}})
        ada = found(people.ada.person_id)
    about = registry.standard().object("accounts")

    with acting(ada), travelling(ada, then) as seer:
        rows = reading.read_page(seer, about, Asked()).rows

    assert [row["name"] for row in rows] == ["Firm"]
    assert "city" not in rows[0]


def test_a_record_removed_for_good_since_is_the_administrators_to_see(people: Cast) -> None:
    account = an_account(people.ada, name="Gone", employees=7, tags=["a", "b"])
    then = moment()
    with acting(people.root):
        Account.objects.filter(pk=account.pk).update(city="Late")
        Account.objects.filter(pk=account.pk).delete()

    assert listed(people.root, "accounts", then, "id", "name", "city", "employees", "tags") == [
        (account.pk, "Gone", "", 7, ["a", "b"])
    ]
    assert listed(people.ada, "accounts", then, "id") == []
    assert listed(people.root, "accounts", moment(), "id") == []


def test_a_record_removed_and_made_again_is_as_it_was_first(people: Cast) -> None:
    account = an_account(people.ada, name="First", employees=None, parent=None)
    then = moment()
    with acting(people.root):
        Account.objects.filter(pk=account.pk).delete()
        again = fresh_copy(account, name="Second", employees=9)
        again.save(force_insert=True)
    between = moment()
    change(people.root, "accounts", account.pk, employees=10)

    assert listed(people.root, "accounts", then, "name", "employees") == [("First", None)]
    assert listed(people.root, "accounts", between, "name", "employees") == [("Second", 9)]


def fresh_copy(row: Account, **values: Any) -> Account:
    copied = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.generated}
    return Account(**{**copied, **values})


def test_what_lay_in_the_trash_then_lies_in_the_trash_of_then(people: Cast) -> None:
    about = registry.standard().object("accounts")
    account = an_account(people.ada, name="Thrown away")
    alive = moment()
    with acting(people.ada):
        changing.trash(actor=people.ada, about=about, record_id=account.pk, now=NOW)
    trashed = moment()
    with acting(people.ada):
        changing.restore(actor=people.ada, about=about, record_id=account.pk, now=NOW)

    assert listed(people.ada, "accounts", alive, "name") == [("Thrown away",)]
    assert listed(people.ada, "accounts", trashed, "name") == []
    assert listed(people.ada, "accounts", trashed, "name", trashed=True) == [("Thrown away",)]


def test_parts_and_remarks_follow_their_wholes_of_today(people: Cast) -> None:
    deal = a_deal(people.ada, name="Lathes")
    item = a_line_item(people.ada, deal, a_product(people.root), quantity="2")
    task = a_task(people.ada, deal, subject="Before")
    then = moment()
    change(people.ada, "deal-line-items", item.pk, quantity="5")
    change(people.ada, "tasks", task.pk, subject="After", related=[])

    assert [row[0] for row in listed(people.ada, "deal-line-items", then, "quantity")] == [2]
    assert listed(people.cyd, "deal-line-items", then, "quantity") == []
    having = {"related": "tasks", "where": {"field": "subject", "op": "eq", "value": "Before"}, "exists": True}
    assert listed(people.ada, "deals", then, "name", filter=having) == [("Lathes",)]
    assert listed(people.ada, "deals", moment(), "name", filter=having) == []


def test_a_deal_is_told_of_whose_contact_one_may_not_read(people: Cast) -> None:
    contact = a_contact(people.cyd, full_name="Secret")
    deal = a_deal(people.ada, name="Lathes")
    change(people.root, "deals", deal.pk, contact=contact.pk)
    then = moment()
    change(people.ada, "deals", deal.pk, name="Mills")

    rows = listed(people.ada, "deals", then, "name", "contact", "contact.city")

    assert rows == [("Lathes", {"id": contact.pk, "object": "contacts", "name": None}, None)]


def test_the_board_shows_the_lanes_and_next_steps_of_then(people: Cast) -> None:
    deal = a_deal(people.ada, name="Lathes", amount="100", currency="CNY")
    task = a_task(people.ada, deal, due_at=NOW)
    pipeline = a_pipeline(people.ada)
    then = moment()
    won = a_stage(people.ada, "Quoted")
    change(people.ada, "deals", deal.pk, stage=won.pk, amount="900")
    change(people.ada, "tasks", task.pk, due_at=NOW.replace(day=25))

    with acting(people.ada), travelling(people.ada, then) as seer:
        way = next(each for each in board.pipelines(seer) if each.pk == pipeline.pk)
        lanes = board.deals_by_stage(actor=seer, pipeline=way, condition=Q(), today=NOW.date())

    assert [(lane.stage.name, lane.sums.count, lane.sums.totals) for lane in lanes[:2]] == [
        ("Qualified", 1, {"CNY": Decimal(100)}),
        ("Quoted", 0, {}),
    ]
    assert [card.next_step_at for card in lanes[0].cards] == [NOW]


def test_a_change_that_began_earlier_but_came_later_counts_as_later(people: Cast) -> None:
    """Two transactions change one record; the one that began first must wait for the other and comes after it."""
    account = an_account(people.ada, name="Start", city="")
    with acting(people.root):
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            (began,) = cursor.fetchone()
        Account.objects.filter(pk=account.pk).update(name="Second")
    _moved_before(account.pk, began)

    rows = listed(people.root, "accounts", began, "name", "city")
    with acting(people.root):
        about = registry.standard().object("accounts")
        one = past.as_of(about=about, record_id=account.pk, at=began, actor=people.root)

    assert rows == [("Start", "")]
    assert (one.values["name"], one.values["city"]) == ("Start", "")


def _moved_before(key: UUID, began: datetime) -> None:
    """Write the change of a city under the moment of a transaction that began before the last one."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "WITH last AS (SELECT * FROM journal_change WHERE record_id = %s ORDER BY id DESC LIMIT 1)"
            " UPDATE journal_change c SET at = %s + interval '1 second' FROM last WHERE c.id = last.id",
            [key, began],
        )
        cursor.execute(
            "INSERT INTO journal_change (workspace_id, at, object, record_id, op, before, after)"
            ' SELECT workspace_id, %s, object, record_id, \'U\', \'{"city": ""}\', \'{"city": "Wuxi"}\''
            " FROM journal_change WHERE record_id = %s ORDER BY id DESC LIMIT 1",
            [began, key],
        )
        cursor.execute("UPDATE customers_account SET city = 'Wuxi' WHERE id = %s", [key])
        cursor.execute(
            "DELETE FROM journal_change WHERE record_id = %s AND id = (SELECT max(id) FROM journal_change)", [key]
        )


def test_a_list_of_the_past_is_one_statement_and_its_count(people: Cast) -> None:
    for each in range(3):
        an_account(people.ada, name=f"Firm {each}")
    then = moment()
    about = registry.standard().object("accounts")

    with acting(people.ada), travelling(people.ada, then) as seer, CaptureQueriesContext(connection) as asked:
        reading.read_page(seer, about, Asked(limit=2))

    assert len(asked) == 3  # the page; what the planner expects of the whole, and the count up to its bound


def test_reading_after_the_journey_reads_today(people: Cast) -> None:
    deal = a_deal(people.ada, name="Lathes")
    then = moment()
    change(people.ada, "deals", deal.pk, name="Mills")

    with acting(people.ada):
        with travelling(people.ada, then):
            was = Deal.objects.get(pk=deal.pk).name
        became = Deal.objects.get(pk=deal.pk).name

    assert (was, became) == ("Lathes", "Mills")
