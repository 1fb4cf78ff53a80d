"""What is said of one field: when it is needed, what it begins with, and that nothing hidden is told by either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_contact, a_deal, a_record, an_account, fresh

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


def a_field_rule(actor: Actor, field: str, *, plural: str = "deals", **said: Any) -> Any:
    """The rules of one field."""
    return a_record("field-rules", actor, object=plural, field=field, **said)


def about(actor: Actor, plural: str = "deals") -> Object:
    """An object as it is now."""
    with acting(actor):
        return registry.of(actor.workspace_id).object(plural)


def errors_of(refused: Any) -> list[tuple[str, str]]:
    """The fields and codes of a refusal."""
    return [(each.field, each.code) for each in refused.value.fields]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"field": "source", "required_when": "soruce = 'x'"}, "required_when", "unknown_field"),
        ({"field": "source", "visible_when": "amount"}, "visible_when", "wrong_result"),
        ({"field": "source", "default": "today()"}, "default", "wrong_result"),
        ({"field": "nonsense", "default": "'x'"}, "field", "unknown_field"),
        ({"field": "source", "object": "custom-rules"}, "object", "unknown_object"),
        ({"field": "created_at", "required_when": "true"}, "required_when", "never_set"),
        ({"field": "name", "visible_when": "true"}, "visible_when", "always_asked"),
        ({"field": "emails", "object": "contacts", "default": "'x'"}, "default", "no_kind"),
        ({"field": "kind", "object": "accounts", "default": "'nonsense'"}, "default", "not_a_choice"),
        ({"field": "contact", "default": "account"}, "default", "elsewhere"),
        ({"field": "contact", "default": "if(is_empty(source), account.id)"}, "default", "elsewhere"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    cast: Cast, values: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_record("field-rules", cast.root, **{"object": "deals"} | values)

    assert (field, code) in errors_of(refused)


def test_only_administrators_write_them_and_once_for_each_field(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_field_rule(cast.ada, "source", default="'web'")
    a_field_rule(cast.root, "source", default="'web'")

    with pytest.raises(Taken):
        a_field_rule(cast.root, "source", default="'fair'")


def test_defaults_that_go_round_in_a_circle_are_refused(cast: Cast) -> None:
    a_field_rule(cast.root, "source", default="description")

    with pytest.raises(Invalid) as refused:
        a_field_rule(cast.root, "description", default="source & '!'")

    assert errors_of(refused) == [("default", "circle")]


def test_defaults_build_on_each_other_whatever_their_order(cast: Cast) -> None:
    a_field_rule(cast.root, "source", default="'From ' & description")
    a_field_rule(cast.root, "description", default="upper(name)")

    made = fresh(a_deal(cast.ada, name="lathes"))

    assert (made.description, made.source) == ("LATHES", "From LATHES")


def test_a_default_of_every_kind_is_kept_as_its_field_keeps_it(cast: Cast) -> None:
    account = an_account(cast.ben, name="Hengtong", city="Wuxi")
    for name, default in {
        "probability": "12.345", "amount": "money(1000, 'EUR')", "expected_close_on": "date('2026-04-01')",
        "owner": "account.owner", "tags": "account.tags",
    }.items():  # fmt: skip
        a_field_rule(cast.root, name, default=default)

    made = fresh(a_deal(cast.ada, account=account.pk))

    assert (str(made.amount), made.currency, str(made.probability)) == ("1000.0000", "EUR", "12.35")
    assert (str(made.expected_close_on), made.owner_id) == ("2026-04-01", cast.ben.person_id)


def test_what_was_said_stays_and_what_does_not_fit_is_left_out(cast: Cast) -> None:
    a_field_rule(cast.root, "source", default="'web'")
    a_field_rule(cast.root, "amount", default="money(1, 'CNY') * 99999999999999999")

    made = fresh(a_deal(cast.ada, source="fair"))

    assert (made.source, made.amount) == ("fair", None)


def test_a_default_tells_its_maker_nothing_that_is_hidden(cast: Cast) -> None:
    account = an_account(cast.root, name="Secret Ltd", city="Oslo")
    a_field_rule(cast.root, "source", default="account.city")
    a_field_rule(cast.root, "description", default="if(is_empty(external_id), 'none', external_id)")
    rights = {"read": "all", "create": "own", "update": "own"}
    blind = replace(cast.ada, grants={"*": rights}, fields={"accounts": {"city": "hidden"}})

    seen = fresh(a_deal(cast.root, account=account.pk))
    made = fresh(a_deal(blind, account=account.pk))

    assert (seen.source, made.source) == ("Oslo", "")


def test_a_refusal_names_no_field_that_is_hidden(cast: Cast) -> None:
    a_field_rule(cast.root, "source", required_when="true")
    a_record("custom-rules", cast.root, object="deals", refuse_when="true", field="source", message_en="Not so.")
    blind = replace(cast.ada, fields={"deals": {"source": "hidden"}})

    with pytest.raises(Invalid) as refused:
        a_deal(blind)

    assert errors_of(refused) == [("", "required"), ("", "rule")]
    assert "may not see" in refused.value.fields[0].sentence()


def test_a_new_contact_can_be_asked_for_a_way_to_reach_it(cast: Cast) -> None:
    a_field_rule(cast.root, "email", plural="contacts", required_when="is_empty(phone)")

    with pytest.raises(Invalid) as refused:
        a_contact(cast.ada)
    by_phone = a_contact(cast.ada, phone="+86 510 8888 0000")
    by_mail = a_contact(cast.ada, email="zhang@example.com")

    assert errors_of(refused) == [("email", "required")]
    assert (fresh(by_phone).email, fresh(by_mail).email) == ("", "zhang@example.com")


def test_what_is_missing_and_what_breaks_a_rule_is_told_together(cast: Cast) -> None:
    a_field_rule(cast.root, "source", required_when="not is_empty(amount)")
    a_record("custom-rules", cast.root, object="deals", refuse_when="amount > money(5, 'CNY')", message_en="Too much.")
    with acting(cast.ada), pytest.raises(Invalid) as refused:
        changing.create(
            actor=cast.ada, about=about(cast.ada), values={"name": "x", "amount": {"amount": "9", "currency": "CNY"}},
            now=NOW,
        )  # fmt: skip

    assert set(errors_of(refused)) == {("stage", "required"), ("source", "required"), ("", "rule")}


def test_undoing_takes_a_rule_back_at_once(cast: Cast) -> None:
    rule = a_field_rule(cast.root, "source", required_when="true")
    with pytest.raises(Invalid):
        a_deal(cast.ada)

    with acting(cast.root):
        changing.trash(actor=cast.root, about=about(cast.root, "field-rules"), record_id=rule.pk, now=NOW)

    a_deal(cast.ada)


def test_requiring_through_references_costs_the_same_for_many(cast: Cast) -> None:
    accounts = [an_account(cast.ada, name=f"Firm {number}", city="Oslo") for number in range(6)]
    deals = [a_deal(cast.ada, name=each.name, account=each.pk, source="fair") for each in accounts]
    a_field_rule(cast.root, "source", required_when="account.city = 'Oslo'")
    deal = about(cast.ada)

    def cost(some: list[Any]) -> tuple[int, int]:
        with acting(cast.ada), CaptureQueriesContext(connection) as queries:
            keys = [each.pk for each in some]
            result = bulk.change_many(actor=cast.ada, about=deal, rows=keys, values={"source": ""}, now=NOW)
        return result.changed, len(queries)

    assert cost(deals[:2]) == cost(deals[2:])
    assert cost(deals[:2])[0] == 0
