"""Bulk commands change many records by the rules of one, and one bad record never stops the others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal, DealLineItem
from plexus.kernel.actions import running
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.queries import past
from plexus.kernel.records.queries.trash import trash
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("inside")]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def of(plural: str) -> Object:
    return registry.standard().object(plural)


def made(actor: Actor, plural: str, **values: Any) -> UUID:
    return changing.create(actor=actor, about=of(plural), values=values, now=NOW).pk


def document(plural: str, key: UUID) -> dict[str, Any]:
    found = past.current(of(plural), key)
    assert found is not None
    return found


def test_a_value_is_set_on_all_of_a_condition_under_one_cause(ada: Actor) -> None:
    keys = [made(ada, "accounts", name=f"Acme {number}", city="Wuxi") for number in range(3)]
    other = made(ada, "accounts", name="Other", city="Nanjing")
    already = made(ada, "accounts", name="There", city="Wuxi", industry="Steel")

    result = bulk.change_many(
        actor=ada, about=of("accounts"), rows=Q(city="Wuxi"), values={"industry": "Steel"}, now=NOW
    )

    assert (result.changed, result.unchanged, result.refused_count) == (3, 1, 0)
    assert set(Account.objects.filter(industry="Steel").values_list("pk", flat=True)) == {*keys, already}
    assert Account.objects.get(pk=other).version == 1
    assert Account.objects.get(pk=already).version == 1
    assert {(row.version, row.updated_by_id) for row in Account.objects.filter(pk__in=keys)} == {(2, ada.person_id)}
    assert result.cause_id is not None
    assert set(Change.objects.filter(cause_id=result.cause_id).values_list("record_id", flat=True)) == set(keys)


def test_deals_moved_in_bulk_become_what_they_become_singly(ada: Actor, stages: dict[str, Any]) -> None:
    given = {"stage": stages["new"].pk, "amount": "10.50"}
    single, *many = [made(ada, "deals", name="Deal", **given) for _ in range(4)]

    changing.update(actor=ada, about=of("deals"), record_id=single, values={"stage": stages["won"].pk}, now=NOW)
    result = bulk.change_many(actor=ada, about=of("deals"), rows=many, values={"stage": stages["won"].pk}, now=NOW)

    assert result.changed == 3
    expected = {name: value for name, value in document("deals", single).items() if name != "id"}
    for key in many:
        assert {name: value for name, value in document("deals", key).items() if name != "id"} == expected
    assert Deal.objects.get(pk=many[0]).closed_on == TODAY


@pytest.mark.parametrize(
    ("plural", "given", "values"),
    [
        ("contacts", {"full_name": "王小明"}, {"full_name": "李雷"}),
        ("contacts", {"full_name": "Ann Lee", "emails": ["a@b.cn", "c@d.cn"]}, {"email": "new@b.cn"}),
        ("contacts", {"full_name": "Ann Lee"}, {"phones": ["+86 138 1234 5678"], "tags": ["VIP"]}),
        ("accounts", {"name": "Acme"}, {"name": "恒通", "annual_revenue": {"amount": "0.1", "currency": "USD"}}),
        ("products", {"name": "Bolt", "price": "3"}, {"price": "4.10", "active": False}),
        ("activities", {"kind": "call", "body": ""}, {"body": "Called.\nMore."}),
        ("tasks", {"subject": "Call"}, {"due_at": "2026-12-01T09:00:00+08:00", "priority": "high"}),
    ],
)
def test_in_bulk_every_kind_of_value_is_as_singly(
    root: Actor, plural: str, given: dict[str, Any], values: dict[str, Any]
) -> None:
    single, many = made(root, plural, **given), made(root, plural, **given)

    changing.update(actor=root, about=of(plural), record_id=single, values=values, now=NOW)
    result = bulk.change_many(actor=root, about=of(plural), rows=[many], values=values, now=NOW)

    assert result.changed == 1
    assert document(plural, many) | {"id": ""} == document(plural, single) | {"id": ""}


def test_records_that_break_a_rule_stay_and_the_rest_goes_on(ada: Actor, stages: dict[str, Any]) -> None:
    late = made(ada, "deals", name="Late", stage=stages["new"].pk, opened_on="2026-12-24")
    fine = made(ada, "deals", name="Fine", stage=stages["new"].pk, opened_on="2026-11-01")

    result = bulk.change_many(
        actor=ada, about=of("deals"), rows=[late, fine], values={"stage": stages["won"].pk}, now=NOW
    )

    assert (result.changed, result.refused_count) == (1, 1)
    (refused,) = result.refused
    assert (refused.record_id, refused.code) == (late, "invalid")
    assert [each.code for each in refused.errors] == ["before_opening"]
    assert Deal.objects.get(pk=late).version == 1
    assert Deal.objects.get(pk=fine).outcome == "won"


def test_what_the_actor_may_not_change_is_refused_one_by_one(ada: Actor, ben: Actor, cyd: Actor) -> None:
    mine, bens, cyds = (made(each, "contacts", full_name=each.name) for each in (ada, ben, cyd))

    result = bulk.change_many(
        actor=ada, about=of("contacts"), rows=[mine, bens, cyds], values={"city": "Wuxi"}, now=NOW
    )

    assert result.changed == 1
    assert {each.record_id: each.code for each in result.refused} == {bens: "not_allowed", cyds: "not_found"}
    assert list(Contact.objects.filter(city="Wuxi").values_list("pk", flat=True)) == [mine]


def test_a_record_may_not_be_given_out_of_sight(ada: Actor, ben: Actor, cyd: Actor) -> None:
    keys = [made(ada, "contacts", full_name=f"Li {number}") for number in range(2)]

    lost = bulk.change_many(actor=ada, about=of("contacts"), rows=keys, values={"owner": cyd.person_id}, now=NOW)
    given = bulk.change_many(actor=ada, about=of("contacts"), rows=keys, values={"owner": ben.person_id}, now=NOW)

    assert (lost.changed, lost.refused_count) == (0, 2)
    assert given.changed == 2
    assert {(row.owner_id, row.team_id) for row in Contact.objects.all()} == {(ben.person_id, ben.team_id)}


def test_a_value_that_does_not_fit_moves_nothing(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    causes = Cause.objects.count()

    with pytest.raises(Invalid):
        bulk.change_many(actor=ada, about=of("accounts"), rows=[key], values={"employees": "many", "name": ""}, now=NOW)

    assert (Account.objects.get(pk=key).version, Cause.objects.count()) == (1, causes)


def test_trash_restore_and_undo_in_bulk(ada: Actor, cyd: Actor) -> None:
    mine, cyds = [made(ada, "accounts", name=f"A{number}") for number in range(3)], made(cyd, "accounts", name="C")

    trashed = bulk.trash_many(actor=ada, about=of("accounts"), rows=[*mine, cyds], now=NOW)
    page = trash(actor=ada, about=of("accounts"), limit=2)

    assert (trashed.changed, trashed.refused_count) == (3, 1)
    assert [(row.title, row.person, row.deleted_at, row.may_restore) for row in page.rows] == [
        ("A2", "Ada", NOW, True), ("A1", "Ada", NOW, True)
    ]  # fmt: skip
    assert [row.title for row in trash(actor=ada, about=of("accounts"), before=page.next).rows] == ["A0"]

    restored = bulk.restore_many(actor=ada, about=of("accounts"), rows=mine[:1], now=NOW)
    assert restored.changed == 1

    assert trashed.cause_id is not None
    undone = undoing.undo_cause(actor=ada, cause_id=trashed.cause_id, now=NOW)
    assert undone.records == {"accounts": 2}
    assert Account.objects.filter(deleted_at=None).count() == 4


def test_only_an_administrator_removes_for_good_and_undo_brings_it_back(
    ada: Actor, root: Actor, stages: dict[str, Any]
) -> None:
    deal = made(ada, "deals", name="Deal", stage=stages["new"].pk)
    product = made(root, "products", name="Bolt", price="2")
    item = made(ada, "deal-line-items", deal=deal, product=product, quantity="3")
    live = made(ada, "deals", name="Live", stage=stages["new"].pk)
    bulk.trash_many(actor=root, about=of("deals"), rows=[deal], now=NOW)
    bulk.trash_many(actor=root, about=of("products"), rows=[product], now=NOW)

    with pytest.raises(NotAllowed):
        bulk.purge_many(actor=ada, about=of("deals"), rows=[deal])
    kept = bulk.purge_many(actor=root, about=of("products"), rows=[product])
    assert [each.code for each in kept.refused] == ["in_use"]

    purged = bulk.purge_many(actor=root, about=of("deals"), rows=[deal, live])

    assert (purged.changed, [each.code for each in purged.refused]) == (1, ["not_found"])
    assert not Deal.objects.filter(pk=deal).exists()
    assert not DealLineItem.objects.filter(pk=item).exists()
    assert purged.cause_id is not None
    undoing.undo_cause(actor=root, cause_id=purged.cause_id, now=NOW)
    assert Deal.objects.get(pk=deal).deleted_at == NOW
    assert DealLineItem.objects.get(pk=item).total == Decimal("6.00")


@pytest.mark.parametrize(
    ("key", "tags", "became"),
    [
        ("add-tags", ["b", "x", "x", "a"], [["x", "b", "a"], ["a", "b", "x"], ["b", "x", "a"]]),
        ("remove-tags", ["b", "x", "y"], [[], ["a"], []]),
    ],
)
def test_words_are_put_on_and_taken_off_many_as_off_one(
    root: Actor, key: str, tags: list[str], became: list[list[str]]
) -> None:
    held = [["x"], ["a", "b"], []]
    many, singly = ([made(root, "contacts", full_name="Ann", tags=each) for each in held] for _ in range(2))
    contacts, given = of("contacts"), {"tags": tags}

    result = running.run_many(actor=root, about=contacts, key=key, rows=many, now=NOW, params=given)
    for each in singly:
        running.run(actor=root, about=contacts, key=key, record_id=each, now=NOW, params=given)

    assert [document("contacts", each)["tags"] for each in many] == became
    assert [document("contacts", each)["tags"] for each in singly] == became
    different = sum(before != after for before, after in zip(held, became, strict=True))
    assert (result.changed, result.unchanged) == (different, len(held) - different)
