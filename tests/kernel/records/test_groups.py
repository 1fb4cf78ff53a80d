"""Groups as pages show them: counts and figures of what the reader may read, and the first rows of each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast
from tests.conformance import making

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.records.grouping.asked import Function
from plexus.kernel.records.queries import groups
from plexus.kernel.views import fitness

ACCOUNTS, DEALS = making.of("accounts"), making.of("deals")


def _accounts(cast: Cast) -> None:
    for owner, city, revenue, currency in (
        (cast.ada, "Shanghai", "100", "CNY"),
        (cast.ada, "Shanghai", "50", "EUR"),
        (cast.ada, "Beijing", None, "CNY"),
        (cast.ben, "Shanghai", "300", "CNY"),
        (cast.cyd, "Shanghai", "7000", "CNY"),
        (cast.ada, "", "1", "CNY"),
    ):
        money = {"annual_revenue": {"amount": revenue, "currency": currency}} if revenue else {}
        making.minimal("accounts", owner, city=city, **money)


def _grouping(actor: Actor, by: str, about: Any = ACCOUNTS, condition: Q | None = None) -> groups.Grouping:
    return groups.Grouping(actor, about, condition or Q(), fitness.key_of(about.fields[by]))


def test_heads_count_and_add_up_by_currency_what_the_reader_may_read(cast: Cast) -> None:
    _accounts(cast)
    ada = replace(cast.ada, grants={**cast.ada.grants, "accounts": {"read": "team"}})
    revenue = [fitness.measured(ACCOUNTS.fields["annual_revenue"], each) for each in (Function.SUM, Function.MEAN)]

    with acting(ada), CaptureQueriesContext(connection) as statements:
        found = groups.heads(_grouping(ada, "city"), revenue)

    assert len(statements) == 1
    assert [(each.keys, each.count) for each in found.groups] == [(("Beijing",), 1), (("Shanghai",), 3), ((None,), 1)]
    assert found.groups[1].figures["annual_revenue:sum"] == {"CNY": Decimal(400), "EUR": Decimal(50)}
    assert found.groups[1].figures["annual_revenue:mean"] == {"CNY": Decimal(200), "EUR": Decimal(50)}
    assert found.groups[0].figures["annual_revenue:sum"] == {}
    assert (found.whole.count, found.rest) == (5, None)


def test_texts_that_differ_by_letter_case_alone_are_one_group_here_as_everywhere(cast: Cast) -> None:
    for name, city in (("A", "Shanghai"), ("B", "SHANGHAI"), ("C", "shanghai"), ("D", "")):
        making.minimal("accounts", cast.ada, name=name, city=city)

    with acting(cast.root):
        asked = _grouping(cast.root, "city")
        found = groups.heads(asked, []).groups
        rows = groups.first_rows(asked, [each.keys[0] for each in found], ("name",), "name", 10)

    assert [each.count for each in found] == [3, 1]
    assert [[row["name"] for row in each] for each in rows] == [["A", "B", "C"], ["D"]]


def test_groups_beyond_the_largest_are_told_of_together(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST", 2)
    for city in ("x", "x", "y", "z", "z"):
        making.minimal("accounts", cast.ada, city=city)

    with acting(cast.root):
        found = groups.heads(_grouping(cast.root, "city"), [])

    assert [(each.keys[0], each.count) for each in found.groups] == [("x", 2), ("z", 2)]
    assert found.rest is not None
    assert (found.rest.count, found.rest_groups, found.whole.count) == (1, 1, 5)


def test_choices_stand_in_their_order_and_people_by_name(cast: Cast) -> None:
    for kind in ("supplier", "customer", "prospect"):
        making.minimal("accounts", cast.ben, kind=kind)
    making.minimal("accounts", cast.ada, kind="customer")

    with acting(cast.root):
        kinds = groups.heads(_grouping(cast.root, "kind"), []).groups
        owners = groups.heads(_grouping(cast.root, "owner"), []).groups

    order = ACCOUNTS.fields["kind"].choice_keys
    assert [each.keys[0] for each in kinds] == sorted(("supplier", "customer", "prospect"), key=order.index)
    assert [(each.keys[0]["name"], each.count) for each in owners] == [("Ada", 1), ("Ben", 3)]


@pytest.mark.parametrize("by", ["city", "kind", "owner", "created_at", "employees", "parent"])
def test_first_rows_come_in_one_statement_in_the_order_asked(cast: Cast, by: str) -> None:
    for number in range(12):
        making.minimal(
            "accounts", cast.ada, name=f"A{number:02}", city="x" if number % 2 else "y", employees=number % 3,
            kind="customer" if number % 2 else "prospect",
        )  # fmt: skip

    with acting(cast.root):
        asked = _grouping(cast.root, by)
        heads = groups.heads(asked, []).groups
        values = [each.keys[0] for each in heads]
        with CaptureQueriesContext(connection) as statements:
            found = groups.first_rows(asked, values, ("id", "name", "owner"), "-name", 3)

    assert len(statements) == 1
    assert [len(rows) for rows in found] == [min(3, each.count) for each in heads]
    for rows in found:
        names = [row["name"] for row in rows]
        assert names == sorted(names, reverse=True)
