"""What is read can be written out and read again; and bytes of any kind are read or refused."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.drawn import bounded
from tests.kernel.expressions.drawing import LEAVES, expression
from tests.kernel.expressions.printing import bare, height, printed

from plexus.kernel.expressions.lexing import LONGEST
from plexus.kernel.expressions.parsing import parse
from plexus.kernel.expressions.refusals import ExpressionInvalid

# Brackets count as levels, and a written-out tree has one pair for each of its own.
WRITTEN_OUT, AT_MOST, MEMORY = 18, 2.0, 8_000_000
DRAWN = st.sampled_from(list(LEAVES)).flatmap(expression)
LOOSE = st.lists(
    st.sampled_from([
        "a", "b.c", "f(", "and(", "in(", "or", "and", "not ", "in ", "(", ")", ",", "+", "-", "*", "/", "&", "=", "<>",
        "1", "2.50", "'it''s'", "“说”", "TRUE", "Empty", " ", "（", "），", "＝", "not", "if(",
    ]),
    max_size=14,
).map(" ".join)  # fmt: skip


@bounded(400)
@given(DRAWN | LOOSE)
@example("a and (b and c) and d")
@example("and(a) or and(a, b, c)")
@example("a in (b) = (a in b)")
@example("- - 1 - -1")
@example("not not a = not b")
@example("2.50 & '''' & \"\"\"\"")
def test_what_is_read_is_the_same_when_it_is_written_out_and_read_again(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionInvalid:
        assume(False)
    assume(height(tree) < WRITTEN_OUT)

    assert bare(parse(printed(tree))) == bare(tree)


@bounded(500)
@given(st.binary(max_size=LONGEST // 8), st.sampled_from(("utf-8", "utf-16", "latin-1")))
def test_any_bytes_that_somebody_took_for_text_are_read_or_refused(content: bytes, encoding: str) -> None:
    text = content.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")

    refusal = _refusal(text)

    assert refusal is None or 0 <= refusal.start <= refusal.end <= len(text)
    assert refusal is None or refusal.fields[0].sentence().encode()


@pytest.mark.parametrize("text", ["'\x00'", "name = 'a\x00b'", "“\ud800”", "'恒\udfff通'", "\x00", "\ud800"])
def test_what_no_database_can_keep_is_refused_at_its_place(text: str) -> None:
    place = next(at for at, each in enumerate(text) if each in "\x00\ud800\udfff")

    refusal = _refusal(text)

    assert refusal is not None
    assert (refusal.fields[0].code, refusal.start, refusal.end) == ("strange", place, place + 1)
    assert refusal.fields[0].sentence().encode()


@pytest.mark.parametrize("text", ["'\u202ex'", "'\u200f恒'", "'\U0010ffff'", "'\ufeff'", "'e\u0301'"])
def test_marks_and_rare_characters_in_a_text_stay_what_they_are(text: str) -> None:
    assert getattr(parse(text), "value", None) == text[1:-1]


@pytest.mark.parametrize(
    "text",
    ["(" * 10**6, "f(" * 10**6, "1" * 10**6, "a." * 10**6, "'" * (10**6 + 1), "1," * 10**6, "\u202e" * 10**6,
     "a&" * 2_000, "in(" * 1_000, "not " * 1_000],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_a_text_without_end_costs_neither_time_nor_memory(text: str) -> None:
    begun = time.process_time()
    tracemalloc.start()

    refusal = _refusal(text)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refusal is not None
    assert (peak < MEMORY, time.process_time() - begun < AT_MOST) == (True, True)


def _refusal(text: str) -> ExpressionInvalid | None:
    try:
        parse(text)
    except ExpressionInvalid as refused:
        return refused
    return None
