"""The history of a record, as far as the reader may see it, and who caused what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries.causes import Touched, cause_of, causes
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.queries.history import Became, history
from plexus.kernel.records.queries.told import cause_in_detail
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import Amount
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("inside")]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def of(plural: str) -> Object:
    return registry.standard().object(plural)


def made(actor: Actor, plural: str, **values: Any) -> UUID:
    return changing.create(actor=actor, about=of(plural), values=values, now=NOW).pk


def change(actor: Actor, plural: str, key: UUID, **values: Any) -> None:
    changing.update(actor=actor, about=of(plural), record_id=key, values=values, now=NOW)


def shown(actor: Actor, plural: str, key: UUID, **asked: Any) -> list[dict[str, tuple[Any, Any]]]:
    page = history(actor=actor, about=of(plural), record_id=key, **asked)
    return [{each.field.name: (each.before, each.after) for each in line.fields} for line in page.changes]


def test_a_history_names_fields_people_and_references(ada: Actor, root: Actor) -> None:
    parent = made(ada, "accounts", name="Holding")
    key = made(ada, "accounts", name="Acme", annual_revenue="12345678901234.5678")
    change(root, "accounts", key, parent=parent, owner=root.person_id, annual_revenue="0.10")
    changing.trash(actor=root, about=of("accounts"), record_id=key, now=NOW)

    page = history(actor=root, about=of("accounts"), record_id=key)

    assert [(line.became, line.person, line.action) for line in page.changes] == [
        (Became.TRASHED, "Root", "accounts.delete"),
        (Became.CHANGED, "Root", "accounts.update"),
        (Became.CREATED, "Ada", "accounts.create"),
    ]
    fields = {each.field.name: (each.before, each.after) for each in page.changes[1].fields}
    assert fields["parent"] == (None, {"id": parent, "object": "accounts", "name": "Holding"})
    assert fields["owner"][1] == {"id": root.person_id, "object": "people", "name": "Root"}
    assert fields["annual_revenue"] == (
        Amount(Decimal("12345678901234.5678"), "CNY"), Amount(Decimal("0.1000"), "CNY")
    )  # fmt: skip
    assert str(fields["annual_revenue"][1].amount) == "0.1000"
    assert fields.keys() == {"parent", "owner", "team", "annual_revenue"}


def test_an_amount_is_told_in_the_currency_of_its_time(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme", annual_revenue={"amount": "1", "currency": "USD"})
    change(ada, "accounts", key, annual_revenue={"amount": "2", "currency": "USD"})
    change(ada, "accounts", key, annual_revenue={"amount": "3", "currency": "EUR"})
    change(ada, "accounts", key, annual_revenue={"amount": "4", "currency": "EUR"})

    told = [each["annual_revenue"] for each in shown(ada, "accounts", key)[:3]]

    assert [(str(old.amount)[0] + old.currency, str(new.amount)[0] + new.currency) for old, new in told] == [
        ("3EUR", "4EUR"), ("2USD", "3EUR"), ("1USD", "2USD")
    ]  # fmt: skip


def test_hidden_fields_leave_no_trace(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", phone="0510 123456")
    change(ada, "accounts", key, phone="0510 999999")
    change(ada, "accounts", key, city="Suzhou", phone="0510 888888")
    blind = replace(ada, fields={"accounts": {"phone": "hidden"}})

    lines = shown(blind, "accounts", key)

    assert lines[0] == {"city": ("Wuxi", "Suzhou")}
    assert len(lines) == 2
    assert "phone" not in lines[1]


def test_a_history_is_read_by_whoever_may_read_the_record(ada: Actor, cyd: Actor) -> None:
    key = made(ada, "contacts", full_name="Li")

    with pytest.raises(NotFound):
        history(actor=cyd, about=of("contacts"), record_id=key)


def test_of_a_record_removed_for_good_only_administrators_know(root: Actor, ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    bulk.trash_many(actor=root, about=of("accounts"), rows=[key], now=NOW)
    bulk.purge_many(actor=root, about=of("accounts"), rows=[key])

    assert history(actor=root, about=of("accounts"), record_id=key).changes[0].became is Became.REMOVED
    with pytest.raises(NotFound):
        history(actor=ada, about=of("accounts"), record_id=key)


def test_a_long_history_comes_in_pages_and_few_queries(ada: Actor, ben: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    for number in range(12):
        change(ada, "accounts", key, city=f"City {number}", owner=(ben if number % 2 else ada).person_id)

    first = history(actor=ada, about=of("accounts"), record_id=key, limit=8)
    with CaptureQueriesContext(connection) as queries:
        second = history(actor=ada, about=of("accounts"), record_id=key, limit=8, before=first.next)

    assert (len(first.changes), len(second.changes), second.next) == (8, 5, None)
    assert [each.id for each in first.changes + second.changes] == sorted(
        Change.objects.filter(record_id=key).values_list("id", flat=True), reverse=True
    )
    assert len(queries) <= 7


def test_causes_are_listed_to_who_did_them_and_to_administrators(ada: Actor, ben: Actor, root: Actor) -> None:
    keys = [made(ada, "accounts", name=f"A{number}") for number in range(3)]
    made(ben, "contacts", full_name="Li")
    done = bulk.change_many(actor=ada, about=of("accounts"), rows=keys, values={"city": "Wuxi"}, now=NOW)
    assert done.cause_id is not None
    undone = undoing.undo_cause(actor=ada, cause_id=done.cause_id, now=NOW)

    mine = causes(actor=ada, limit=2)
    assert [(line.action, line.person, line.touched) for line in mine.causes] == [
        ("undo", "Ada", (Touched("accounts", 0, 3, 0),)), ("accounts.update", "Ada", (Touched("accounts", 0, 3, 0),))
    ]  # fmt: skip
    assert (mine.causes[0].undoes, mine.causes[1].undone_by) == (done.cause_id, undone.cause_id)
    rest = causes(actor=ada, before=mine.next)
    assert [line.action for line in rest.causes] == ["accounts.create"] * 3
    assert [line.action for line in causes(actor=ben).causes] == ["contacts.create"]
    assert len(causes(actor=root).causes) >= 6
    assert cause_of(actor=ben, cause_id=done.cause_id) is None


def test_a_cause_is_told_record_by_record(ada: Actor, root: Actor) -> None:
    keys = [made(ada, "accounts", name=f"A{number}", city="Wuxi") for number in range(3)]
    done = bulk.change_many(actor=ada, about=of("accounts"), rows=keys, values={"city": "Suzhou"}, now=NOW)
    assert done.cause_id is not None

    detail = cause_in_detail(actor=ada, cause_id=done.cause_id, limit=2)

    assert detail.cause.touched == (Touched("accounts", 0, 3, 0),)
    assert [(each.title, [field.after for field in each.change.fields]) for each in detail.records] == [
        ("A0", ["Suzhou"]), ("A1", ["Suzhou"])
    ]  # fmt: skip
    following = cause_in_detail(actor=ada, cause_id=done.cause_id, limit=2, after=detail.next)
    assert [each.title for each in following.records] == ["A2"]
    assert Account.objects.filter(city="Suzhou").count() == 3
    with pytest.raises(NotFound):
        cause_in_detail(actor=replace(ada, person_id=root.person_id), cause_id=done.cause_id)
