"""What people, programs and vandals send where a filter, an expression or a list's query is awaited."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

# NUL, marks of direction, joiners, halves of pairs, digits that are none, what SQL, JSON and formats give a meaning.
STRANGE = (
    "\x00", "\u202e", "\u200f", "\u2066", "\ufeff", "\u200d", "\ud800", "\udfff", "\U0010ffff", "²", "٣", "１", "İ",
    "ß", "ﬁ", "恒", "%", "%s", "%%", "{0}", "{", "}", "$1", "\\", "'", '"', ";--", "\r\n", "\u2028", "1e999", "-0",
    "NaN", "Infinity", "9" * 400, "0" * 5_000, "-1", "1.5", "null", "true", "[]", "{}", "[" * 3_000, '{"not":' * 200,
)  # fmt: skip
WORDS = (
    "name", "city", "employees", "annual_revenue", "created_at", "owner", "account", "account.city",
    "parent.parent.name",
    "tags", "deals", "contacts", "id", "custom", "c_none", "deleted_at", "workspace_id", "password", "-name",
    "name,city",
    "eq", "ne", "in", "between", "contains", "empty", "gt", "related", "where", "and", "or", "not", "sum", "count",
    "exists",
    "me", "relative", "today", "last_7_days", "in_9999999999_days", "2026-02-30", "0001-01-01",
    "9999-12-31T23:59:59-12:00",
)  # fmt: skip
texts = st.sampled_from(STRANGE) | st.sampled_from(WORDS) | st.text(max_size=20)
mixed = st.lists(texts, max_size=4).map("".join)
scalars: st.SearchStrategy[Any] = (
    mixed | st.none() | st.booleans() | st.integers() | st.integers(0, 400).map(lambda digits: 10**digits)
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
PATHS = st.sampled_from(WORDS[:20])
OPS = st.sampled_from(
    ("eq", "ne", "in", "not_in", "lt", "lte", "gt", "gte", "between", "contains", "not_contains", "starts_with",
    "empty",
     "not_empty", "before", "is")
)  # fmt: skip


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    compared = st.fixed_dictionaries({"field": PATHS | mixed, "op": OPS | mixed}, optional={"value": inner})
    figured = st.fixed_dictionaries({"op": OPS, "value": inner}, optional={"field": PATHS})
    return (
        compared
        | st.lists(inner, max_size=3)
        | st.fixed_dictionaries({"and": st.lists(compared | inner, max_size=3)})
        | st.fixed_dictionaries({"or": st.lists(compared, max_size=2)})
        | st.fixed_dictionaries({"not": compared | inner})
        | st.fixed_dictionaries(
            {"related": st.sampled_from(("deals", "contacts", "activities", "x"))},
            optional={"where": compared, "exists": inner, "count": figured, "sum": figured, "latest": figured},
        )
        | st.fixed_dictionaries({}, optional={"relative": mixed, "me": inner, "id": inner, "amount": inner})
    )


documents = st.recursive(scalars, _objects, max_leaves=8)


def _broken(text: str, at: int, piece: str) -> str:
    """A text with something else in the middle of it."""
    place = at % (len(text) + 1)
    return text[:place] + piece + text[place + 1 :]


written = documents.map(json.dumps)
filters = written | st.builds(_broken, written, st.integers(0, 200), texts) | mixed
contents = filters.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=60)


# Filters that can be read, whatever they ask for.
_operands: st.SearchStrategy[Any] = (
    st.text(min_size=1, max_size=12) | st.booleans() | st.integers(-(10**18), 10**18)
    | st.floats(-1e20, 1e20) | st.sampled_from(({"me": True}, {"my_team": True}, {"relative": "last_7_days"}))
    | st.fixed_dictionaries({"amount": st.text(max_size=4)}, optional={"currency": st.text(max_size=3)})
)  # fmt: skip
_given = (
    st.fixed_dictionaries(
        {"op": st.sampled_from(("eq", "ne", "lt", "gte", "contains", "starts_with")), "value": _operands}
    )
    | st.fixed_dictionaries({"op": st.sampled_from(("in", "not_in")), "value": st.lists(_operands, max_size=4)})
    | st.fixed_dictionaries({"op": st.just("between"), "value": st.lists(_operands, min_size=2, max_size=2)})
    | st.fixed_dictionaries({"op": st.sampled_from(("empty", "not_empty"))})
)
_paths = st.lists(st.text(min_size=1, max_size=6).filter(lambda text: "\x00" not in text), min_size=1, max_size=5)
_compared = st.builds(lambda path, given: {"field": ".".join(path)[:300], **given}, _paths.filter(
    lambda path: ".".join(path).count(".") < 5), _given)  # fmt: skip
_tests = st.sampled_from(({}, {"exists": True}, {"exists": False})) | st.builds(
    lambda name, given: {name: {**given} if name == "count" else {"field": "amount", **given}},
    st.sampled_from(("count", "sum", "min", "max")), _given,
)  # fmt: skip
sound = st.recursive(
    _compared,
    lambda inner: (
        st.builds(lambda join, parts: {join: parts}, st.sampled_from(("and", "or")), st.lists(inner, max_size=3))
        | st.builds(lambda part: {"not": part}, inner)
        | st.builds(lambda where, test: {"related": "deals", "where": where, **test}, inner, _tests)
    ),
    max_leaves=12,
).map(json.dumps)
