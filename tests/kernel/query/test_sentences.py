"""A filter reads as a sentence in English and in Chinese."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from tests.casting import a_deal, an_account

from plexus.crm.customers.models import LifecycleStage
from plexus.kernel import query
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import Chip
from plexus.kernel.schema import registry

MINE = {"field": "owner", "op": "eq", "value": {"me": True}}
NOT_LOST = {"field": "lifecycle_stage", "op": "ne", "value": "lost"}
WON = {"field": "outcome", "op": "eq", "value": "won"}


def checked(actor: Actor, plural: str, asked: dict[str, Any]) -> query.Checked:
    return query.check(query.parse(asked), registry.standard().object(plural), actor)


SENTENCES = [
    ("accounts", {}, "Everything"),
    ("accounts", {"and": [MINE, NOT_LOST]}, "Owner is me and life cycle is not Lost"),
    ("accounts", {"or": [MINE, {"and": [NOT_LOST, {"field": "city", "op": "contains", "value": "上海"}]}]},
     "Owner is me or (life cycle is not Lost and city contains “上海”)"),
    ("deals", {"field": "account.industry", "op": "in", "value": ["Steel", "Paper"]},
     "Account’s industry is one of “Steel”, “Paper”"),
    ("deals", {"field": "expected_close_on", "op": "eq", "value": {"relative": "next_7_days"}},
     "Expected close is in the next 7 days"),
    ("deals", {"field": "expected_close_on", "op": "lt", "value": {"relative": "today"}},
     "Expected close is before today"),
    ("deals", {"field": "amount", "op": "between", "value": ["1000", "12345.5"]},
     "Amount is between 1,000 and 12,345.5"),
    ("deals", {"field": "closed_on", "op": "empty"}, "Closed is empty"),
    ("deals", {"not": {"field": "closed_on", "op": "empty"}}, "Closed is not empty"),
    ("deals", {"not": {"or": [MINE, WON]}}, "Not (owner is me or outcome is Won)"),
    ("deals", {"field": "owner", "op": "eq", "value": {"my_team": True}}, "Owner is someone in my team"),
    ("accounts", {"related": "deals", "exists": False}, "Has no deals"),
    ("accounts", {"related": "deals", "where": WON, "count": {"op": "gte", "value": 2}},
     "Number of deals (outcome is Won) is at least 2"),
    ("accounts", {"related": "deals", "sum": {"field": "amount", "op": "gt", "value": "1000"}},
     "Total amount of deals is more than 1,000"),
    ("accounts", {"related": "subsidiaries"}, "Has accounts by “Parent company”"),
]  # fmt: skip


@pytest.mark.parametrize(("plural", "asked", "sentence"), SENTENCES)
def test_a_filter_reads_as_a_sentence(root: Actor, plural: str, asked: dict[str, Any], sentence: str) -> None:
    assert query.describe(checked(root, plural, asked)) == sentence


def test_records_are_told_by_name_with_one_lookup_for_each_object(ada: Actor) -> None:
    account = an_account(ada)
    deal = a_deal(ada, account=account.pk)
    asked = {"or": [
        {"field": "account", "op": "in", "value": [str(account.pk), str(deal.pk)]},
        {"field": "account.id", "op": "eq", "value": str(account.pk)},
    ]}  # fmt: skip
    lookups: list[tuple[str, set[Any]]] = []

    def lookup(plural: str, ids: frozenset[Any]) -> dict[Any, str]:
        lookups.append((plural, set(ids)))
        return {account.pk: "Hengtong"}

    told = query.describe(checked(ada, "deals", asked), lookup)

    assert told == "Account is one of Hengtong, an unknown record or account’s iD is Hengtong".replace("iD", "ID")
    assert lookups == [("accounts", {account.pk, deal.pk})]


def test_each_part_that_must_hold_is_a_chip(root: Actor) -> None:
    found = query.chips(checked(root, "accounts", {"and": [MINE, NOT_LOST, {"related": "deals"}]}))

    assert found == (Chip("Owner", "is", "me"), Chip("Life cycle", "is not", "Lost"), Chip("has deals", "", ""))


CHINESE = [
    ("accounts", {"and": [MINE, NOT_LOST]}, "{owner}是我，且{lifecycle_stage}不是{lost}"),
    ("deals", {"field": "amount", "op": "gt", "value": "1000"}, "{amount}大于 1,000"),
    ("deals", {"field": "expected_close_on", "op": "eq", "value": {"relative": "next_7_days"}},
     "{expected_close_on}在未来 7 天"),
    ("deals", {"field": "expected_close_on", "op": "gte", "value": "2026-11-22"},
     "{expected_close_on}不早于 2026年11月22日"),
    ("deals", {"field": "account.city", "op": "in", "value": ["上海", "苏州"]}, "{account}的{city}属于“上海”、“苏州”"),
    ("accounts", {"related": "deals", "where": MINE, "count": {"op": "gte", "value": 2}},
     "{deals}（{owner}是我）的数量不少于 2"),
]  # fmt: skip


@pytest.mark.parametrize(("plural", "asked", "sentence"), CHINESE)
def test_a_filter_reads_as_a_chinese_sentence(root: Actor, plural: str, asked: dict[str, Any], sentence: str) -> None:
    with override("zh-hans"):
        schema = registry.standard()
        labels = {name: each.label for about in schema for name, each in about.fields.items()}
        labels |= {name: each.label for name, each in schema.object(plural).fields.items()}
        labels |= {"lost": LifecycleStage.LOST.label, "deals": schema.object("deals").label_plural}

        told = query.describe(checked(root, plural, asked))
        expected = sentence.format(**labels)

    assert told == expected
