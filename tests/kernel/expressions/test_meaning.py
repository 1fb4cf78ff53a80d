"""What an expression says is what it was made to mean, and whatever else is typed is answered or refused soon."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.drawn import bounded
from tests.kernel.expressions.meaning import HELD, Said, meaning

from plexus.kernel.expressions.checked import Reading
from plexus.kernel.expressions.checking import TooCostly, check
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal

HERE = Moment(datetime(2026, 3, 15, 17, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
KINDS = st.sampled_from(["number", "text", "yes_no", "date"])
# Processor seconds, so that a busy machine fails nothing; what is refused in a thousandth would take hours if it hung.
AT_MOST = 2.0


@dataclass(frozen=True)
class Deals:
    """The deals as they ship; short for Hypothesis's reports."""

    about: Object


DEALS = Deals(registry.standard().object("deals"))


def held(part: Reading) -> Any:
    """What the record holds in a field."""
    value = HELD[part.field.name]
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return list(value) if isinstance(value, tuple) else value


def exact(value: Any) -> Any:
    """A value as the meaning has it: numbers as fractions, what is empty as nothing."""
    return Fraction(value) if isinstance(value, Decimal) else None if value == "" else value


@bounded(400)
@given(said=KINDS.flatmap(meaning))
@example(Said("(source != '')", value=False))
@example(Said("('' != name)", value=True))
def test_an_expression_says_what_it_means(said: Said) -> None:
    try:
        part = check(said.text, DEALS.about, registry.standard())
    except TooCostly:
        assume(False)

    assert exact(evaluate(part, held, HERE)) == said.value, said.text


PIECES = st.sampled_from([
    "(", ")", ",", "+", "-", "*", "/", "&", "=", "<", ">", "!=", " ", ".", "'", '"', "“", "”", " and ", " or ", "not ",
    " in ", "if(", "name", "account.", "amount", "1", "0.5", "9" * 19, "empty", "true", "，", "（", "\x00", "\ud800",
    "恒", "\\", "%s", "{0}", "$1", "\u202e", "٣", "²", "round(", "replace(", "date('", "today()", "\u2028", "ﬁ", "İ",
])  # fmt: skip
DEEP = st.tuples(
    st.sampled_from(["(", "not ", "-", "if(", "abs(", "a.", "1+", "'", "name&"]), st.integers(1, 5_000)
).map(lambda pair: pair[0] * pair[1])
HUGE = st.integers(0, 5_000).map(lambda digits: "1" * digits) | st.floats().map(repr)
ANYTHING = st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("utf-8", "surrogateescape"))


@bounded(500)
@given(text=ANYTHING | st.lists(PIECES, max_size=200).map("".join) | DEEP | HUGE)
@example("name" + " & name" * 500)
@example("1 in (" + "1," * 1_900 + "1)")
@example("replace(" * 200 + "name" + ",'a',name & name)" * 200)
def test_whatever_is_typed_is_answered_or_refused_at_its_place_and_soon(text: str) -> None:
    refused = _refusal(text)

    if isinstance(refused, ExpressionInvalid):
        assert 0 <= refused.start <= refused.end <= len(text)
    assert refused is None or refused.fields or refused.sentence()
    assert any(_seconds(text) < AT_MOST for _again in range(2))


def _seconds(text: str) -> float:
    """What it costs; in one of thousands of measurements Python clears away what others have left."""
    begun = time.process_time()
    _refusal(text)
    return time.process_time() - begun


def _refusal(text: str) -> Refusal | None:
    try:
        evaluate(check(text, DEALS.about, registry.standard()), lambda _part: None, HERE)
    except (ExpressionInvalid, TooCostly) as refused:
        return refused
    return None


@pytest.mark.parametrize("text", ["“" * 4_000, "'" * 3_999, "(" * 4_000, "a." * 2_000, " " * 4_000, "-" * 4_000])
def test_what_invites_a_slow_reader_is_refused_soon(text: str) -> None:
    begun = time.process_time()

    with pytest.raises(ExpressionInvalid):
        check(text, DEALS.about, registry.standard())

    assert time.process_time() - begun < AT_MOST
