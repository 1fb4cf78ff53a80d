"""Undo puts back what a cause changed, and nothing that somebody changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from plexus.crm.customers.models import Account, Tag
from plexus.crm.sales.models import Deal, DealLineItem
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing, undoing
from plexus.kernel.records.queries import past
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.records.undo.columns import BOOKKEEPING
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("inside")]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def of(plural: str) -> Object:
    return registry.standard().object(plural)


def made(actor: Actor, plural: str, **values: Any) -> UUID:
    return changing.create(actor=actor, about=of(plural), values=values, now=NOW).pk


def changed(actor: Actor, plural: str, key: UUID, **values: Any) -> UUID:
    """Change a record; gives the cause."""
    changing.update(actor=actor, about=of(plural), record_id=key, values=values, now=NOW)
    return last_cause()


def last_cause() -> UUID:
    return Cause.objects.order_by("-id").values_list("pk", flat=True)[0]


def state(plural: str, key: UUID) -> dict[str, Any] | None:
    """Everything people entered on a record."""
    document = past.current(of(plural), key)
    return document and {name: value for name, value in document.items() if name not in BOOKKEEPING}


def test_undoing_a_change_puts_its_values_back_and_nothing_else(ada: Actor) -> None:
    key = made(
        ada, "accounts", name="Acme", city="Wuxi", annual_revenue={"amount": "12345678901234.5678", "currency": "CNY"}
    )
    was = state("accounts", key)
    cause = changed(ada, "accounts", key, city="Suzhou", annual_revenue=None, tags=["VIP"])
    changed(ada, "accounts", key, industry="Steel")

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert result.records == {"accounts": 1}
    assert (result.conflict_count, result.refused_count, result.blocked_count) == (0, 0, 0)
    assert was is not None
    assert state("accounts", key) == {**was, "industry": "Steel"}
    row = Account.objects.get(pk=key)
    assert row.annual_revenue == Decimal("12345678901234.5678")
    assert row.version == 4


def test_what_goes_together_goes_back_together_though_only_somebody_else_changed_a_part_of_it(
    ada: Actor, ben: Actor
) -> None:
    # Letter case does not change how a name is sorted, nor does another amount change its currency.
    key = made(ada, "accounts", name="acme", annual_revenue={"amount": "100", "currency": "CNY"})
    was = state("accounts", key)
    cause = changed(ada, "accounts", key, name="Acme", annual_revenue={"amount": "200", "currency": "CNY"})
    changed(ben, "accounts", key, name="上海", annual_revenue={"amount": "300", "currency": "EUR"})

    held = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)
    forced = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW, force=True)

    assert held.records == {}
    assert sorted(each.field for each in held.conflicts) == ["annual_revenue", "currency", "name"]
    assert forced.records == {"accounts": 1}
    assert state("accounts", key) == was


def test_a_part_that_only_somebody_else_changed_holds_back_what_goes_with_it(ada: Actor, ben: Actor) -> None:
    key = made(ada, "accounts", name="Acme", annual_revenue={"amount": "100", "currency": "CNY"})
    cause = changed(ada, "accounts", key, annual_revenue={"amount": "200", "currency": "CNY"}, city="Wuxi")
    changed(ben, "accounts", key, annual_revenue={"amount": "200", "currency": "EUR"})

    undone = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert [(each.field, each.now) for each in undone.conflicts] == [("currency", "EUR")]
    assert undone.records == {"accounts": 1}
    row = Account.objects.get(pk=key)
    assert (row.annual_revenue, row.currency, row.city) == (Decimal(200), "EUR", "")


def test_what_one_may_not_read_any_more_is_not_put_back_by_the_right_to_change_it(ada: Actor, cyd: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi")
    cause = changed(ada, "accounts", key, city="Suzhou")
    changed(ada, "accounts", key, owner=str(cyd.person_id))
    blind = replace(ada, grants={"*": {"read": "own", "update": "all", "delete": "all"}})

    undone = undoing.undo_cause(actor=blind, cause_id=cause, now=NOW, force=True)

    assert (undone.records, undone.conflict_count, undone.refused_count) == ({}, 0, 1)
    assert Account.objects.get(pk=key).city == "Suzhou"


def test_an_undo_can_be_undone(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi")
    cause = changed(ada, "accounts", key, city="Suzhou")
    then = state("accounts", key)

    undone = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)
    assert undone.cause_id is not None
    redone = undoing.undo_cause(actor=ada, cause_id=undone.cause_id, now=NOW)

    assert Cause.objects.get(pk=undone.cause_id).undoes_id == cause
    assert redone.count == 1
    assert state("accounts", key) == then


def test_undoing_a_creation_puts_the_record_into_the_trash(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme")

    result = undoing.undo_cause(actor=ada, cause_id=last_cause(), now=NOW)

    assert result.records == {"accounts": 1}
    assert Account.objects.get(pk=key).deleted_at == NOW


def test_a_created_record_that_a_colleague_has_worked_on_stays(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    cause = last_cause()
    changed(root, "accounts", key, city="Wuxi")

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert result.count == 0
    assert [(each.field, each.after, each.now, each.created) for each in result.conflicts] == [
        ("city", "", "Wuxi", True)
    ]
    assert Account.objects.get(pk=key).deleted_at is None


def test_trash_and_restore_are_undone(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    changing.trash(actor=ada, about=of("accounts"), record_id=key, now=NOW)
    trashing = last_cause()
    changing.restore(actor=ada, about=of("accounts"), record_id=key, now=NOW)
    restoring = last_cause()

    undoing.undo_cause(actor=ada, cause_id=restoring, now=NOW)
    assert Account.objects.get(pk=key).deleted_at == NOW

    undoing.undo_cause(actor=ada, cause_id=trashing, now=NOW)
    assert Account.objects.get(pk=key).deleted_at is None


def test_what_somebody_changed_since_is_told_and_kept(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", industry="Steel")
    cause = changed(ada, "accounts", key, city="Suzhou", industry="Iron")
    changed(root, "accounts", key, city="Nanjing")

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert result.conflict_count == 1
    (conflict,) = result.conflicts
    assert (conflict.record_id, conflict.field) == (key, "city")
    assert (conflict.before, conflict.after, conflict.now) == ("Wuxi", "Suzhou", "Nanjing")
    row = Account.objects.get(pk=key)
    assert (row.city, row.industry) == ("Nanjing", "Steel")


def test_a_chosen_conflict_is_put_back(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", industry="Steel")
    cause = changed(ada, "accounts", key, city="Suzhou", industry="Iron")
    changed(root, "accounts", key, city="Nanjing", industry="Coal")

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW, resolve={(key, "city")})

    assert [each.field for each in result.conflicts] == ["industry"]
    row = Account.objects.get(pk=key)
    assert (row.city, row.industry) == ("Wuxi", "Coal")


def test_preview_tells_the_same_and_writes_nothing(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", industry="Steel")
    cause = changed(ada, "accounts", key, city="Suzhou", industry="Iron")
    changed(root, "accounts", key, city="Nanjing")
    before = (state("accounts", key), Cause.objects.count())

    preview = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW, preview=True)

    assert (state("accounts", key), Cause.objects.count()) == before
    assert preview.cause_id is None
    done = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)
    assert replace(done, cause_id=None) == preview


def test_a_deal_goes_back_with_all_that_its_stage_brought(ada: Actor, stages: dict[str, Any]) -> None:
    key = made(ada, "deals", name="Deal", stage=stages["new"].pk)
    was = state("deals", key)
    cause = changed(ada, "deals", key, stage=stages["won"].pk)

    undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert state("deals", key) == was


def test_what_a_stage_brought_stays_when_the_stage_stays(ada: Actor, stages: dict[str, Any]) -> None:
    key = made(ada, "deals", name="Deal", stage=stages["new"].pk, amount="10")
    cause = changed(ada, "deals", key, stage=stages["won"].pk, amount="20")
    changed(ada, "deals", key, stage=stages["lost"].pk)

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    deal = Deal.objects.get(pk=key)
    assert (deal.outcome, deal.closed_on, deal.stage_id, deal.amount) == (
        "lost",
        NOW.date(),
        stages["lost"].pk,
        Decimal(10),
    )
    assert {each.field for each in result.conflicts} == {"stage", "outcome", "probability"}


def test_a_removed_whole_comes_back_with_its_parts_and_references(root: Actor, stages: dict[str, Any]) -> None:
    account = made(root, "accounts", name="Acme", annual_revenue={"amount": "0.1000", "currency": "CNY"})
    child = made(root, "accounts", name="Branch", parent=account)
    deal = made(root, "deals", name="Deal", stage=stages["new"].pk, account=account)
    item = made(
        root, "deal-line-items", deal=deal, product=made(root, "products", name="Bolt", price="3"), quantity="2"
    )
    kept = {("accounts", account), ("accounts", child), ("deals", deal), ("deal-line-items", item)}
    was = {each: state(*each) for each in kept}
    with causing(actor=root, action="test.remove") as cause:
        Deal.objects.get(pk=deal).delete()
        Account.objects.get(pk=account).delete()
    assert not DealLineItem.objects.filter(pk=item).exists()

    result = undoing.undo_cause(actor=root, cause_id=cause, now=NOW)

    assert result.records == {"accounts": 2, "deals": 1, "deal-line-items": 1}
    assert {each: state(*each) for each in kept} == was


def test_a_name_taken_meanwhile_is_told_and_the_rest_goes_on(root: Actor) -> None:
    keys = {name: made(root, "tags", name=name) for name in ("gold", "iron", "lead")}
    with causing(actor=root, action="test.rename") as cause:
        for name, key in keys.items():
            changing.update(actor=root, about=of("tags"), record_id=key, values={"name": f"{name}!"}, now=NOW)
    made(root, "tags", name="iron")

    result = undoing.undo_cause(actor=root, cause_id=cause, now=NOW)

    assert result.records == {"tags": 2}
    assert [(each.record_id, each.reason) for each in result.blocked] == [(keys["iron"], "taken")]
    assert {key: Tag.objects.get(pk=key).name for key in keys.values()} == {
        keys["gold"]: "gold", keys["iron"]: "iron!", keys["lead"]: "lead"
    }  # fmt: skip


def test_custom_values_go_back_one_by_one(root: Actor) -> None:
    key = made(root, "accounts", name="Acme")
    with causing(actor=root, action="test.custom") as first:
        Account.objects.filter(pk=key).update(custom={"a": "1", "b": "1"})
    with causing(actor=root, action="test.custom"):
        Account.objects.filter(pk=key).update(custom={"a": "1", "b": "2", "c": "3"})

    result = undoing.undo_cause(actor=root, cause_id=first, now=NOW)

    assert Account.objects.get(pk=key).custom == {"b": "2", "c": "3"}
    assert [(each.field, each.before, each.now) for each in result.conflicts] == [("b", None, "2")]


def test_custom_values_on_a_new_record_hold_back_its_undo_one_by_one(
    ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = of("accounts").with_fields(*(Field(name, EVERY_TYPE["text"], name, custom=True) for name in ("c_a", "c_b")))
    schema = registry.standard().having(about)
    monkeypatch.setattr(registry, "of", lambda _workspace_id: schema)
    row = changing.create(actor=ada, about=about, values={"name": "Acme", "c_a": "1"}, now=NOW)
    cause = last_cause()
    changing.update(actor=ada, about=about, record_id=row.pk, values={"c_a": "2", "c_b": "3"}, now=NOW)
    blind = replace(ada, fields={"accounts": {"c_b": "hidden"}})

    result = undoing.undo_cause(actor=blind, cause_id=cause, now=NOW)

    assert [(each.field, each.after, each.now) for each in result.conflicts] == [("c_a", "1", "2"), ("c_b", None, None)]
    assert Account.objects.get(pk=row.pk).deleted_at is None


def test_what_a_cause_itself_put_back_holds_nothing_back(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", industry="Steel")
    with causing(actor=ada, action="test.there_and_back") as cause:
        for values in ({"city": "Suzhou", "industry": "Iron"}, {"city": "Wuxi"}):
            changing.update(actor=ada, about=of("accounts"), record_id=key, values=values, now=NOW)
    changed(root, "accounts", key, city="Nanjing")

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW, force=True)

    assert (result.conflict_count, result.records) == (0, {"accounts": 1})
    row = Account.objects.get(pk=key)
    assert (row.city, row.industry) == ("Nanjing", "Steel")


def test_an_amount_stays_with_the_currency_that_somebody_gave_it_since(ada: Actor, root: Actor) -> None:
    key = made(ada, "accounts", name="Acme")
    cause = changed(ada, "accounts", key, annual_revenue={"amount": "1", "currency": "USD"})
    changed(root, "accounts", key, annual_revenue={"amount": "1", "currency": "EUR"})

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert (result.conflict_count, result.count) == (1, 0)
    row = Account.objects.get(pk=key)
    assert (row.annual_revenue, row.currency) == (Decimal(1), "EUR")


def test_nobody_undoes_what_a_colleague_did(ada: Actor, ben: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi")
    cause = changed(ada, "accounts", key, city="Suzhou")

    with pytest.raises(NotFound):
        undoing.undo_cause(actor=ben, cause_id=cause, now=NOW)

    assert Account.objects.get(pk=key).city == "Suzhou"


def test_a_record_that_was_given_away_is_refused(ada: Actor, cyd: Actor, root: Actor) -> None:
    key, mine = made(ada, "contacts", full_name="Li"), made(ada, "contacts", full_name="Wu")
    with causing(actor=ada, action="test.city") as cause:
        for each in (key, mine):
            changing.update(actor=ada, about=of("contacts"), record_id=each, values={"city": "Suzhou"}, now=NOW)
    changed(root, "contacts", key, owner=cyd.person_id)

    result = undoing.undo_cause(actor=ada, cause_id=cause, now=NOW)

    assert result.records == {"contacts": 1}
    assert [(each.record_id, each.fields) for each in result.refused] == [(key, ("city",))]
    assert state("contacts", key)["city"] == "Suzhou"  # type: ignore[index]


def test_a_field_that_became_read_only_is_refused(ada: Actor) -> None:
    key = made(ada, "accounts", name="Acme", city="Wuxi", industry="Steel")
    cause = changed(ada, "accounts", key, city="Suzhou", industry="Iron")
    bound = replace(ada, fields={"accounts": {"city": "read_only"}})

    result = undoing.undo_cause(actor=bound, cause_id=cause, now=NOW)

    assert [each.fields for each in result.refused] == [("city",)]
    row = Account.objects.get(pk=key)
    assert (row.city, row.industry) == ("Suzhou", "Steel")


def test_one_change_of_many_is_undone(ada: Actor) -> None:
    one, other = made(ada, "accounts", name="One", city="Wuxi"), made(ada, "accounts", name="Other", city="Wuxi")
    with causing(actor=ada, action="test.city"):
        for each in (one, other):
            changing.update(actor=ada, about=of("accounts"), record_id=each, values={"city": "Suzhou"}, now=NOW)
    change = Change.objects.filter(record_id=one, op="U").latest("id")

    result = undoing.undo_change(actor=ada, change_id=change.pk, now=NOW)

    assert result.records == {"accounts": 1}
    assert (Account.objects.get(pk=one).city, Account.objects.get(pk=other).city) == ("Wuxi", "Suzhou")
