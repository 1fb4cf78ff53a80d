"""A filter sees no more than the actor may: neither fields, nor records on the way, nor related records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.casting import MONDAY, NOW, Cast, a_contact, a_deal, a_task, an_account, an_activity

from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import visible
from plexus.kernel.schema import registry

OTHERS_HIDDEN = {"*": {"read": "all"}, "contacts": {"read": "own"}, "deals": {"read": "own"}}


def found(actor: Actor, plural: str, asked: dict[str, Any]) -> list[str]:
    """The names of the records that fulfil a filter, in order."""
    about = registry.standard().object(plural)
    with acting(actor):
        checked = query.check(query.parse(asked), about, actor)
        rows = visible(actor, about).filter(query.condition(checked, actor, NOW))
        return sorted(str(row) for row in rows)


def refused(actor: Actor, plural: str, asked: dict[str, Any]) -> list[tuple[str, str]]:
    """The errors of a filter: field and code."""
    with pytest.raises(FilterInvalid) as refusal:
        query.check(query.parse(asked), registry.standard().object(plural), actor)
    assert all("%(" not in each.sentence() for each in refusal.value.fields)
    return [(each.field, each.code) for each in refusal.value.fields]


def test_every_error_is_told_at_once(ada: Actor) -> None:
    asked = {"and": [
        {"field": "colour", "op": "eq", "value": "red"},
        {"field": "amount", "op": "contains", "value": "1"},
        {"or": [{"field": "expected_close_on", "op": "eq", "value": {"relative": "someday"}},
                {"field": "amount", "op": "gt", "value": "much"}]},
        {"field": "name", "op": "eq", "value": {"me": True}},
        {"related": "gizmos"},
        {"related": "line_items", "sum": {"field": "product", "op": "gt", "value": 1}},
        {"field": "name.first", "op": "eq", "value": "x"},
    ]}  # fmt: skip

    assert refused(ada, "deals", asked) == [
        ("colour", "unknown_field"),
        ("amount", "operator_unfit"),
        ("expected_close_on", "word_unfit"),
        ("amount", "not_a_number"),
        ("name", "word_unfit"),
        ("gizmos", "unknown_list"),
        ("line_items", "no_figure"),
        ("name.first", "unknown_field"),
    ]


def test_a_hidden_field_is_unknown_wherever_it_is_asked(ada: Actor) -> None:
    blinkered = replace(ada, fields={"accounts": {"annual_revenue": "hidden"}, "deals": {"account": "hidden"}})
    rich = {"field": "annual_revenue", "op": "gt", "value": 1}

    assert refused(blinkered, "accounts", rich) == [("annual_revenue", "unknown_field")]
    assert refused(blinkered, "contacts", rich | {"field": "account.annual_revenue"}) == [
        ("account.annual_revenue", "unknown_field")
    ]
    assert refused(blinkered, "accounts", {"related": "deals"}) == [("deals", "unknown_list")]


def test_an_object_that_may_not_be_read_is_unknown_on_the_way_and_as_a_list(ada: Actor) -> None:
    barred = replace(ada, grants={"*": {"read": "all"}, "accounts": {"read": "none"}})

    city = {"field": "account.city", "op": "eq", "value": "Suzhou"}
    assert refused(barred, "deals", city) == [("account.city", "unknown_field")]
    assert refused(barred, "accounts", {"related": "subsidiaries"}) == [("subsidiaries", "unknown_list")]


def test_a_record_on_the_way_that_may_not_be_read_counts_as_empty(cast: Cast, ada: Actor, cyd: Actor) -> None:
    contact = a_contact(cyd, city="Suzhou")
    a_deal(ada, by=cast.root, name="Lathes", contact=contact.pk)
    narrow = replace(ada, grants=OTHERS_HIDDEN)
    city = {"field": "contact.city", "op": "eq", "value": "Suzhou"}

    assert found(cast.root, "deals", city) == ["Lathes"]
    assert found(narrow, "deals", city) == []
    assert found(narrow, "deals", city | {"op": "ne"}) == ["Lathes"]
    assert found(narrow, "deals", {"field": "contact.city", "op": "empty"}) == ["Lathes"]


def test_a_record_in_the_trash_is_neither_passed_through_nor_counted(root: Actor) -> None:
    account = an_account(root, city="Suzhou")
    deal = a_deal(root, account=account.pk)
    with acting(root):
        changing.trash(actor=root, about=registry.standard().object("deals"), record_id=deal.pk, now=NOW)

    assert found(root, "accounts", {"related": "deals"}) == []
    assert found(root, "accounts", {"related": "deals", "count": {"op": "eq", "value": 0}}) == ["Hengtong Precision"]


def test_related_records_count_only_where_they_may_be_read(cast: Cast, ada: Actor, cyd: Actor) -> None:
    account = an_account(ada)
    a_deal(ada, account=account.pk, amount="100")
    a_deal(cyd, account=account.pk, amount="900")
    two = {"related": "deals", "count": {"op": "gte", "value": 2}}
    much = {"related": "deals", "sum": {"field": "amount", "op": "gt", "value": "500"}}

    assert found(cast.root, "accounts", {"and": [two, much]}) == ["Hengtong Precision"]
    assert found(ada, "accounts", {"or": [two, much]}) == []


def test_remarks_about_a_record_are_asked_through_their_links(ada: Actor, ben: Actor) -> None:
    deal = a_deal(ada, name="Lathes")
    a_deal(ada, name="Drills")
    an_activity(ben, deal)
    a_task(ada, deal, due_at=NOW.isoformat())
    recent = {"related": "activities", "max": {"field": "happened_at", "op": "gte", "value": {"relative": "today"}}}
    mine = {"related": "tasks", "where": {"field": "owner", "op": "eq", "value": {"me": True}}}

    assert found(ada, "deals", recent) == ["Lathes"]
    assert found(ada, "deals", mine) == ["Lathes"]
    assert found(ada, "deals", {"related": "activities", "exists": False}) == ["Drills"]
    assert found(ada, "tasks", {"field": "related", "op": "contains", "value": str(deal.pk)}) == ["Send the offer"]


def test_me_and_my_team_are_who_asks(cast: Cast, ada: Actor, ben: Actor, cyd: Actor) -> None:
    for owner in (ada, ben, cyd):
        an_account(owner, name=owner.name)
    team = {"field": "owner", "op": "eq", "value": {"my_team": True}}

    assert found(ben, "accounts", {"field": "owner", "op": "eq", "value": {"me": True}}) == ["Ben"]
    assert found(ben, "accounts", team) == ["Ada", "Ben"]
    assert found(ben, "accounts", team | {"op": "ne"}) == ["Cyd"]
    assert found(cast.max, "accounts", {"field": "team", "op": "in", "value": [{"my_team": True}]}) == [
        "Ada",
        "Ben",
        "Cyd",
    ]
    assert found(ben, "people", {"field": "id", "op": "eq", "value": {"me": True}}) == ["Ben"]


def test_a_day_is_that_day_where_the_actor_is(ada: Actor) -> None:
    an_account(ada, name="Made on Monday")
    day = {"field": "created_at", "op": "eq", "value": MONDAY.isoformat()}
    elsewhere = replace(ada, time_zone="Pacific/Honolulu")

    assert found(ada, "accounts", day) == ["Made on Monday"]
    assert found(elsewhere, "accounts", day) == []
    assert found(elsewhere, "accounts", day | {"op": "lt"}) == ["Made on Monday"]


@pytest.mark.parametrize(
    ("typed", "names"), [("a%", ["ta%le"]), ("A_", ["a_b"]), ("\\", ["c\\d"]), ("TABLE", ["table"])]
)
def test_what_is_typed_is_looked_for_as_typed_whatever_its_letter_case(
    ada: Actor, typed: str, names: list[str]
) -> None:
    for name in ("table", "ta%le", "a_b", "c\\d"):
        an_account(ada, name=name)

    assert found(ada, "accounts", {"field": "name", "op": "contains", "value": typed}) == names


def test_another_firm_is_out_of_reach(ada: Actor, eve: Actor) -> None:
    account = an_account(ada)
    an_account(eve, name="Theirs")

    assert found(eve, "accounts", {}) == ["Theirs"]
    assert found(eve, "accounts", {"field": "id", "op": "eq", "value": str(account.pk)}) == []
