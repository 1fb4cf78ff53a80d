"""Checking against the schema: names, kinds, choices, and what would cost too much."""

from __future__ import annotations

import pytest

from plexus.kernel.expressions.checked import fields_read
from plexus.kernel.expressions.checking import TooCostly, WrongResult, check
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("amount * 0.05", Kind.MONEY),
        ("amount / amount", Kind.NUMBER),
        ("probability + 1", Kind.NUMBER),
        ("expected_close_on - today()", Kind.NUMBER),
        ("expected_close_on + 30", Kind.DATE),
        ("name & ' / ' & account.name & probability", Kind.TEXT),
        ("if(amount > money(1000, 'CNY'), 'large', 'small')", Kind.TEXT),
        ("outcome = 'won'", Kind.YES_NO),
        ("account = empty", Kind.YES_NO),
        ("account.parent.name", Kind.TEXT),
        ("hours_between(created_at, now())", Kind.NUMBER),
        ("'VIP' in tags", Kind.YES_NO),
        ("coalesce(account.city, 'none')", Kind.TEXT),
    ],
)
def test_every_part_has_a_kind(deals: Object, text: str, kind: Kind) -> None:
    assert check(text, deals, registry.standard()).kind is kind


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("amuont * 2", "unknown_field", "There is no field “amuont” (place 1)."),
        ("1 + name.city", "no_reference", "“name” leads to no record, so nothing can be read through it (place 5)."),
        ("nonsense(1)", "unknown_function", None),
        ("name + 1", "unfit", None),
        ("name < 'x'", "unfit", None),
        (
            "amount > 3",
            "unfit",
            (
                "“>” cannot be done with money, number (place 1). "
                "Write the number with its currency, such as money(3, 'CNY')."
            ),
        ),
        ("1 + amount * 2", "unfit", None),
        ("today() + today()", "unfit", None),
        (
            "outcome = 'maybe'",
            "not_a_choice",
            "“maybe” is not one of the choices of “outcome” (place 11): open, won, lost.",
        ),
        ("date('2026-02-30')", "not_a_date", "“2026-02-30” is not a day. Write it like 2026-03-05 (place 6)."),
        ("money(1, 'XYZW')", "not_a_currency", "“XYZW” is not a currency code such as CNY (place 10)."),
        ("money(1, name)", "not_a_currency", None),
        ("not 1", "unfit", None),
        ("if(empty, 1, 2)", "unfit", None),
        ("account.parent.parent.parent.name", "no_reference", None),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(deals: Object, text: str, code: str, sentence: str | None) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        check(text, deals, registry.standard())

    assert refused.value.fields[0].code == code
    assert sentence is None or refused.value.fields[0].sentence() == sentence


def test_a_choice_may_be_told_by_its_label_in_any_language(deals: Object) -> None:
    by_label = check("outcome = 'Won'", deals, registry.standard())

    assert by_label == check("outcome = 'won'", deals, registry.standard())
    assert by_label == check("outcome = '赢单'", deals, registry.standard())


def test_another_kind_than_wanted_is_refused(deals: Object) -> None:
    with pytest.raises(WrongResult, match="gives text, but yes or no is needed"):
        check("name", deals, registry.standard(), wanted=Kind.YES_NO)


def test_reading_through_references_is_bounded(deals: Object) -> None:
    with pytest.raises(TooCostly):
        check(" & ".join(["account.name"] * 13), deals, registry.standard())


def test_what_an_expression_depends_on_is_known(deals: Object) -> None:
    found = check("if(account.city = 'X', amount, amount * 2)", deals, registry.standard())

    assert fields_read(deals, found) == {("deals", "account"), ("accounts", "city"), ("deals", "amount")}
