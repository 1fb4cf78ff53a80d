"""The rules of a workspace: the same refusal for one record, for many and for a file, in words of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.casting import NOW, Cast, a_deal, a_record, an_account, fresh

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def a_rule(actor: Actor, refuse_when: str, *, plural: str = "deals", **values: Any) -> Any:
    """A rule in two languages."""
    said = {"message_en": "A large deal needs 100% care.", "message_zh": "大额商机需要 100% 谨慎。"}
    return a_record("custom-rules", actor, object=plural, refuse_when=refuse_when, **said | values)


def about(actor: Actor, plural: str = "deals") -> Object:
    """An object with the rules that it has now."""
    with acting(actor):
        return registry.of(actor.workspace_id).object(plural)


LARGE = "amount > money(1000, 'CNY') and is_empty(source)"


def test_a_record_that_breaks_a_rule_is_refused_in_the_readers_language(cast: Cast) -> None:
    a_rule(cast.root, LARGE, field="amount")

    with pytest.raises(Invalid) as refused:
        a_deal(cast.ada, amount={"amount": "1000.01", "currency": "CNY"})
    made = a_deal(cast.ada, amount={"amount": "1000.01", "currency": "CNY"}, source="fair")

    (error,) = refused.value.fields
    assert (error.field, error.code, error.sentence()) == ("amount", "rule", "A large deal needs 100% care.")
    with translation.override("zh-hans"):
        assert error.sentence() == "大额商机需要 100% 谨慎。"
    assert fresh(made).source == "fair"


def test_a_change_that_breaks_a_rule_leaves_the_record_as_it_was(cast: Cast) -> None:
    made = a_deal(cast.ada, amount={"amount": "5000", "currency": "CNY"}, source="fair")
    a_rule(cast.root, LARGE)

    with acting(cast.ada), pytest.raises(Invalid):
        changing.update(actor=cast.ada, about=about(cast.ada), record_id=made.pk, values={"source": ""}, now=NOW)

    assert fresh(made).source == "fair"


def test_of_many_only_those_that_break_a_rule_are_refused(cast: Cast) -> None:
    small = a_deal(cast.ada, name="small", amount={"amount": "5", "currency": "CNY"}, source="fair")
    large = a_deal(cast.ada, name="large", amount={"amount": "5000", "currency": "CNY"}, source="fair")
    a_rule(cast.root, LARGE)

    with acting(cast.ada):
        result = bulk.change_many(
            actor=cast.ada, about=about(cast.ada), rows=[small.pk, large.pk], values={"source": ""}, now=NOW
        )

    assert (result.changed, fresh(small).source, fresh(large).source) == (1, "", "fair")


def test_a_rule_reads_through_references_at_the_same_cost_for_many(cast: Cast) -> None:
    above = an_account(cast.ada, name="Group", city="Oslo")
    accounts = [an_account(cast.ada, name=f"Firm {number}", parent=above.pk) for number in range(6)]
    deals = [a_deal(cast.ada, name=each.name, account=each.pk, source="fair") for each in accounts]
    a_rule(cast.root, "account.parent.city = 'Oslo' and source = 'web'")
    deal = about(cast.ada)

    def cost(some: list[Any]) -> tuple[int, int]:
        with acting(cast.ada), CaptureQueriesContext(connection) as queries:
            keys = [each.pk for each in some]
            result = bulk.change_many(actor=cast.ada, about=deal, rows=keys, values={"source": "web"}, now=NOW)
        return result.changed, len(queries)

    (none, first), (still_none, second) = cost(deals[:2]), cost(deals[2:])

    assert (none, still_none) == (0, 0)
    assert first == second


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"refuse_when": "amuont > 1"}, "refuse_when", "unknown_field"),
        ({"refuse_when": "amount"}, "refuse_when", "wrong_result"),
        ({"refuse_when": "true", "plural": "nonsense"}, "object", "unknown_object"),
        ({"refuse_when": "true", "plural": "custom-rules"}, "object", "unknown_object"),
        ({"refuse_when": "true", "field": "nonsense"}, "field", "unknown_field"),
        ({"refuse_when": "true", "message_en": "", "message_zh": ""}, "message_en", "required"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    cast: Cast, values: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_rule(cast.root, **values)

    assert (field, code) in [(each.field, each.code) for each in refused.value.fields]


def test_only_administrators_make_rules(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_rule(cast.ada, "true")


def test_a_retired_rule_refuses_nothing(cast: Cast) -> None:
    rule = a_rule(cast.root, "true")
    with pytest.raises(Invalid):
        a_deal(cast.ada)

    rules = about(cast.root, "custom-rules")
    with acting(cast.root), changing.changing(actor=cast.root, about=rules, record_id=rule.pk, now=NOW) as row:
        row.retired_at = NOW

    a_deal(cast.ada)
