"""From text to a tree: precedence, what is too much, and where an error stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.kernel.expressions.parsing import parse
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.expressions.tree import Call, Expression, Literal, Name


def told(node: Expression) -> str:
    """A tree with every part in brackets."""
    match node:
        case Literal(value):
            return repr(value) if isinstance(value, str) else str(value)
        case Name(path):
            return ".".join(path)
        case Call(name, args):
            return f"({' '.join([name, *map(told, args)])})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "(+ 1 (* 2 3))"),
        ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
        ("10 - 3 - 2", "(- (- 10 3) 2)"),
        ("-a * b", "(* (- a) b)"),
        ("a + 1 > b and not c or d", "(or (and (> (+ a 1) b) (not c)) d)"),
        ("not a = b", "(not (= a b))"),
        ("a and b and c", "(and a b c)"),
        ("'x' & y & \"z\"", "(& 'x' y 'z')"),
        ("stage.name in ('Won', 'Lost')", "(in stage.name 'Won' 'Lost')"),
        ("'VIP' in tags", "(in 'VIP' tags)"),
        ("IF(A <> 1, true, EMPTY)", "(if (!= A 1) True None)"),
        ("今天".replace("今天", "today()"), "(today)"),
        ("“恒通” & ‘it’", "(& '恒通' 'it')"),
        ("round（amount，2）＝１".replace("１", "1"), "(= (round amount 2) 1)"),
        ('"say ""yes"""', "'say \"yes\"'"),
    ],
)
def test_an_expression_is_read_by_precedence(text: str, tree: str) -> None:
    assert told(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("", "ended", 0),
        ("1 +", "ended", 3),
        ("1 2", "left_over", 2),
        ("(1", "expected", 2),
        ("if(a, b", "expected", 7),
        ("a # b", "strange", 2),
        ("'open", "open_text", 0),
        ("a in", "ended", 4),
        ("* 2", "no_value", 0),
        ("1" * 21, "too_large", 0),
        ("(" * 1_000, "too_deep", 40),
        ("not " * 900 + "a", "too_deep", 160),
        ("-" * 1_000 + "1", "too_deep", 40),
        ("1 + " * 300 + "1", "too_deep", 160),
        ("a" * 4_001, "too_long", 4_000),
        ("f(" + "1," * 500 + "1)", "too_many", 802),
    ],
)
def test_an_error_says_where_it_stands(text: str, code: str, start: int) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        parse(text)

    assert (refused.value.fields[0].code, refused.value.start) == (code, start)
    assert refused.value.start <= refused.value.end <= len(text)


def test_a_long_chain_of_conditions_is_one_list() -> None:
    parsed = parse(" or ".join(f"a = {number}" for number in range(90)))

    assert isinstance(parsed, Call)
    assert len(parsed.args) == 90


def test_a_number_is_exact() -> None:
    assert parse("0.1") == Literal(Decimal("0.1"), parse("0.1").place)


SIGNS = st.sampled_from(
    ["(", ")", ",", "+", "-", "*", "/", "&", "=", "<", ">", "!=", " ", ".", "'", '"', "“", "”", "and", "or", "not",
     "in", "if(", "a", "a.b", "1", "0.5", "empty", "true", "，", "（", "x", "\x00", "恒", "\\", "%", "{0}", "$1"]
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(SIGNS, max_size=120).map("".join))
def test_any_text_is_a_tree_or_a_refusal(text: str) -> None:
    refusal = None
    try:
        found = parse(text)
    except ExpressionInvalid as refused:
        refusal = refused

    if refusal is None:
        assert found.place.end <= len(text)
    else:
        assert 0 <= refusal.start <= refusal.end <= len(text)
        assert refusal.fields[0].sentence()
