"""A filter as text or bytes: read, written and read again the same, or refused; soon, and in little memory."""

from __future__ import annotations

import json
import time
import tracemalloc

import orjson
import pytest
from hypothesis import assume, example, given
from tests import strange
from tests.drawn import bounded

from plexus.kernel import query
from plexus.kernel.query import FilterInvalid

AT_MOST, MEMORY, FOR_EACH = 2.0, 12_000_000, 20
CITY = '{"field":"city","op":"eq","value":"上海"}'


@bounded(300)
@given(strange.sound)
@example('{"and": []}')
@example('{"or": []}')
@example('{"not": {}}')
@example('{"related": "deals", "where": {}, "exists": false}')
@example('{"related": "deals", "count": {"op": "in", "value": []}}')
@example('{"field": "a", "op": "between", "value": [{"relative": "today"}, {"me": true}]}')
@example('{"field": "a", "op": "eq", "value": {"id": {"amount": [1]}}}')
@example('{"field": "a", "op": "eq", "value": -0.0}')
def test_what_is_read_is_the_same_when_it_is_written_and_read_again(text: str) -> None:
    try:
        tree = query.read(text)
    except FilterInvalid:
        assume(False)

    written = orjson.dumps(query.write(tree))

    assert query.read(written) == tree
    assert orjson.dumps(query.write(query.read(written))) == written


@bounded(300)
@given(strange.contents)
@example(b"\xff\xfe{\x00}\x00")
@example(b"\xef\xbb\xbf{}")
@example(b'{"field": "\xed\xa0\x80", "op": "eq", "value": 1}')
def test_any_bytes_are_a_filter_or_a_refusal_that_can_be_told(content: bytes) -> None:
    told = _told(content)

    assert told
    assert all(told)


def _told(content: bytes) -> list[bytes]:
    """The filter as it is kept, or what is said against it."""
    try:
        return [orjson.dumps(query.write(query.read(content)))]
    except FilterInvalid as refused:
        return [each.sentence().encode() for each in refused.fields]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10**6,
        '{"not":' * 10**5,
        '{"not":' * 900 + CITY + "}" * 900,
        f'{{"and": [{",".join([CITY] * 20_000)}]}}',
        f'{{"field": "age", "op": "eq", "value": {"9" * 10**6}}}',
        f'{{"field": "age", "op": "eq", "value": 1e{"9" * 10**5}}}',
        f'{{"field": "{"a." * 10**6}", "op": "eq", "value": 1}}',
        f'{{"field": "city", "op": "{"x" * 10**6}", "value": 1}}',
        json.dumps({"field": "city", "op": "in", "value": ["x"] * 10**5}),
        json.dumps({"field": "city", "op": "eq", "value": "恒" * 10**6}),
        json.dumps({"related": "deals", "count": {"op": "eq", "value": 1, "x" * 10**6: 1}}),
    ],
    ids=range(11),
)
def test_a_filter_without_end_costs_neither_time_nor_memory(text: str) -> None:
    begun = time.process_time()
    tracemalloc.start()

    with pytest.raises(FilterInvalid) as refused:
        query.read(text)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (peak < MEMORY + FOR_EACH * len(text), time.process_time() - begun < AT_MOST) == (True, True)
    assert all(len(each.sentence()) < 1_000 for each in refused.value.fields)
