"""What may be reckoned: nothing out of itself, nothing too costly, and nothing loses what it reads."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, an_account
from tests.kernel.reckoned.asking import listed
from tests.kernel.reckoned.defining import a_field, a_formula, a_roll_up

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import fields, objects, retyping

SHOWN = "A field shows text, a number, money, yes or no, a date or a moment."
pytestmark = pytest.mark.django_db


def refused(call: Any, *given: Any, **values: Any) -> list[tuple[str, str, str]]:
    """The errors with which something is refused."""
    with pytest.raises(Invalid) as refusal:
        call(*given, **values)
    return [(each.field, each.code, each.sentence()) for each in refusal.value.fields]


def rewritten(root: Actor, row: Any, expression: str) -> Any:
    """The formula with another expression."""
    with acting(root):
        return fields.change_field(actor=root, field_id=row.pk, values={"options": {"expression": expression}}, now=NOW)


def names(root: Actor, plural: str) -> set[str]:
    with acting(root):
        return {each.name for each in registry.of(root.workspace_id).object(plural).reckoned_fields if each.definition}


@pytest.mark.parametrize(
    ("expression", "code", "sentence"),
    [
        ("amount *", "ended", "The expression ends too early: a value is missing at place 9."),
        ("if(is_empty(amount), 1", "expected", "The expression ends too early: “)” is missing at place 23."),
        ("(amount x", "expected", "At place 9 “)” is expected, not “x”."),
        (
            "amount > 5", "unfit",
            ("“>” cannot be done with money, number (place 1). "
            "Write the number with its currency, such as money(5, 'CNY')."),
        ),
        (
            "if(is_empty(amount), amount, 0)", "unfit",
            ("“if” cannot be done with yes or no, money, number (place 1). "
            "It takes: yes or no, money, money; yes or no, money."),
        ),
        (
            "name * 2", "unfit", ("“*” cannot be done with text, number (place 1). "
            "It takes: number, number; money, number; number, money."),
        ),
        ("amuont * 2", "unknown_field", "There is no field “amuont” (place 1)."),
        ("tags", "gives_no_field", f"This formula gives list. {SHOWN}"),
        ("", "no_expression", "Write the formula."),
    ],
)  # fmt: skip
def test_a_formula_that_makes_no_sense_is_refused_with_its_place(
    cast: Cast, expression: str, code: str, sentence: str
) -> None:
    assert refused(a_formula, cast.root, "deals", "odd", expression) == [("options", code, sentence)]


def test_a_circle_is_refused_with_its_path(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "total", "deals", "sum", of="amount")
    share = a_formula(cast.root, "deals", "share", "amount / account.total")
    a_formula(cast.root, "accounts", "half", "total / 2")

    with acting(cast.root):
        total = next(
            each.definition
            for each in registry.of(cast.root.workspace_id).object("accounts").reckoned_fields
            if each.definition
        )
        found = refused(
            fields.change_field, actor=cast.root, field_id=total, now=NOW,
            values={"options": {"list": "deals", "function": "sum", "field": "share"}},
        )  # fmt: skip

    assert found[0] == ("options", "circular", "This would be calculated from itself: “Total” → “Share” → “Total”.")
    assert share.pk
    assert names(cast.root, "accounts") == {"total", "half"}


def test_a_formula_cannot_read_itself(cast: Cast) -> None:
    row = a_formula(cast.root, "deals", "twice", "amount * 2")

    assert refused(rewritten, cast.root, row, "twice * 2") == [
        ("options", "circular", "This would be calculated from itself: “Twice” → “Twice”.")
    ]


def test_formulas_over_formulas_end_somewhere(cast: Cast) -> None:
    a_formula(cast.root, "deals", "level_1", "probability")
    for number in range(2, 6):
        a_formula(cast.root, "deals", f"level_{number}", f"level_{number - 1} + 1")

    found = refused(a_formula, cast.root, "deals", "level_6", "level_5 + 1")

    assert [code for _field, code, _sentence in found] == ["too_deep"]


def test_a_value_asks_for_no_more_lookups_than_it_may(cast: Cast) -> None:
    for number in range(7):
        a_roll_up(cast.root, "accounts", f"count_{number}", "deals", "count")
    several = " + ".join(f"count_{number}" for number in range(7))
    a_formula(cast.root, "accounts", "once", several)

    found = refused(a_formula, cast.root, "accounts", "thrice", "once + once + once")

    assert found == [
        ("options", "too_heavy", "One value of this would take 21 lookups in other records, and at most 20 do.")
    ]


def test_what_a_formula_reads_can_be_neither_retired_nor_made_something_else(cast: Cast) -> None:
    cost = a_field(cast.root, "deals", "cost", "decimal")
    a_formula(cast.root, "deals", "margin", "amount(amount) - cost")
    in_use = "“Margin” of deals is calculated from it and could not be any more. Change or retire that first."

    def retire() -> None:
        with acting(cast.root):
            fields.retire_field(actor=cast.root, record_id=cost.pk, now=NOW)

    def retype() -> None:
        with acting(cast.root):
            retyping.change_type(actor=cast.root, record_id=cost.pk, type="text", now=NOW)

    def delete() -> None:
        with acting(cast.root):
            definitions = registry.of(cast.root.workspace_id).object("custom-fields")
            changing.trash(actor=cast.root, about=definitions, record_id=cost.pk, now=NOW)

    assert refused(retire) == refused(retype) == refused(delete) == [("", "in_use", in_use)]
    with acting(cast.root):
        retyping.change_type(actor=cast.root, record_id=cost.pk, type="integer", now=NOW)
        renamed = fields.change_field(actor=cast.root, field_id=cost.pk, values={"label_en": "Price"}, now=NOW)
    assert renamed.name == "cost"
    assert names(cast.root, "deals") == {"margin"}


def test_an_object_over_which_something_is_rolled_up_stays(cast: Cast) -> None:
    with acting(cast.root):
        made = objects.create_object(actor=cast.root, values={"label_en": "Machine"}, now=NOW)
    led = a_field(cast.root, made.name, "account", "reference", target="accounts")
    a_roll_up(cast.root, "accounts", "machines", made.name, "count")
    with acting(cast.root):
        assert type(led).objects.get(pk=led.pk).filterable

    def retire() -> None:
        with acting(cast.root):
            objects.retire_object(actor=cast.root, record_id=made.pk, now=NOW)

    assert [code for _field, code, _sentence in refused(retire)] == ["in_use"]


def test_what_is_reckoned_can_be_neither_entered_nor_required_nor_indexed(cast: Cast) -> None:
    a_formula(cast.root, "deals", "twice", "amount * 2")
    deal = a_deal(cast.ada, amount="5")

    def enter() -> None:
        with acting(cast.ada):
            about = registry.of(cast.ada.workspace_id).object("deals")
            changing.update(actor=cast.ada, about=about, record_id=deal.pk, values={"twice": "7"}, now=NOW)

    def demand(**rules: bool) -> None:
        values = {"type": "formula", "label_en": "More", "options": {"expression": "amount * 3"}, **rules}
        with acting(cast.root):
            fields.create_field(actor=cast.root, plural="deals", values=values, now=NOW)

    assert [(field, code) for field, code, _sentence in refused(enter)] == [("twice", "read_only")]
    for rule in ("required", "unique", "filterable"):
        assert [field for field, _code, _sentence in refused(demand, **{rule: True})] == [rule]


def test_what_lost_its_input_in_spite_of_all_is_nowhere_and_breaks_no_page(cast: Cast) -> None:
    cost = a_field(cast.root, "accounts", "cost", "decimal")
    double = a_formula(cast.root, "accounts", "double", "cost * 2")
    a_formula(cast.root, "accounts", "fourfold", "double * 2")
    an_account(cast.ada, name="One")
    with acting(cast.root):
        type(cost).objects.filter(pk=cost.pk).update(retired_at=NOW)

    assert listed(cast.ada, "accounts", "name") == ["One"]
    assert names(cast.root, "accounts") == set()
    with acting(cast.root):
        broken = registry.of(cast.root.workspace_id).broken
    assert broken["accounts", "double"].fields[0].sentence() == "There is no field “cost” (place 1)."
    with acting(cast.root):
        fields.reorder_fields(actor=cast.root, plural="accounts", names=("fourfold", "double"), now=NOW)
        whole = rewritten(cast.root, double, "employees * 2")
    assert whole.options == {"expression": "employees * 2"}
    assert names(cast.root, "accounts") == {"double", "fourfold"}


def test_a_rule_cannot_read_a_roll_up(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "deals_held", "deals", "count")

    def rule() -> None:
        with acting(cast.root):
            rules = registry.of(cast.root.workspace_id).object("custom-rules")
            values = {"object": "accounts", "refuse_when": "deals_held > 3", "message_en": "Too many."}
            changing.create(actor=cast.root, about=rules, values=values, now=NOW)

    assert refused(rule) == [
        ("refuse_when", "not_in_memory", "A rule cannot read “deals_held”, which is calculated from related records.")
    ]


def test_a_formula_that_a_rule_reads_does_not_come_to_read_a_roll_up(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "held", "deals", "count")
    size = a_formula(cast.root, "accounts", "size", "employees * 2")
    with acting(cast.root):
        rules = registry.of(cast.root.workspace_id).object("custom-rules")
        values = {"object": "accounts", "refuse_when": "size > 100", "message_en": "Too large."}
        changing.create(actor=cast.root, about=rules, values=values, now=NOW)

    found = refused(rewritten, cast.root, size, "held * 2")

    assert [(field, code) for field, code, _sentence in found] == [("", "in_use")]
    assert found[0][2].startswith("The rule “Too large.” of accounts reads it and could not be asked any more.")
    assert rewritten(cast.root, size, "employees * 3").options == {"expression": "employees * 3"}
