"""A filter is read within bounds, and whatever is not one is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from hypothesis import example, given
from hypothesis import strategies as st
from tests.casting import NOW
from tests.drawn import bounded

from plexus.kernel import query
from plexus.kernel.identity.actor import system
from plexus.kernel.query import FilterInvalid
from plexus.kernel.query.tree import All, AnyOf, Compare, Figure, Function, Me, Not, Op, Related, Relative
from plexus.kernel.schema import registry
from plexus.kernel.values.uuid7 import new_id

CITY = {"field": "city", "op": "eq", "value": "上海"}


@pytest.fixture(autouse=True, scope="module")
def standard_alone() -> Iterator[None]:
    """No database stands behind these tests, so nobody has objects of his own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "of", lambda _workspace_id: registry.standard())
        yield


def test_every_shape_of_the_language_is_read() -> None:
    asked = {"and": [
        CITY,
        {"or": [{"field": "account.industry", "op": "in", "value": ["a", "b"]}]},
        {"not": {"field": "owner", "op": "eq", "value": {"me": True}}},
        {"field": "birthday", "op": "eq", "value": {"relative": "next_7_days"}},
        {"related": "deals", "where": CITY, "sum": {"field": "amount", "op": "gt", "value": "1000"}},
    ]}  # fmt: skip

    tree = query.parse(asked)

    assert tree == All((
        Compare(("city",), Op.EQ, "上海"),
        AnyOf((Compare(("account", "industry"), Op.IN, ("a", "b")),)),
        Not(Compare(("owner",), Op.EQ, Me())),
        Compare(("birthday",), Op.EQ, Relative("next_7_days")),
        Related(("deals",), Compare(("city",), Op.EQ, "上海"), Figure(Function.SUM, "amount", Op.GT, "1000")),
    ))  # fmt: skip
    assert query.write(tree) == asked
    assert query.read(json.dumps(asked)) == tree


def test_nothing_asked_is_everything() -> None:
    assert query.parse({}) == query.EVERYTHING


def deep(depth: int) -> dict[str, Any]:
    """A filter nested so deep."""
    return CITY if depth == 1 else {"not": deep(depth - 1)}


def nested(levels: int) -> dict[str, Any]:
    """Related lists within related lists."""
    return {"related": "deals"} | ({"where": nested(levels - 1)} if levels > 1 else {})


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ([], "filter", "not_an_object"),
        ({"city": "上海"}, "filter", "not_an_object"),
        (CITY | {"and": []}, "filter", "unknown_key"),
        ({"field": "city", "op": "is", "value": "x"}, "city", "unknown_operator"),
        ({"field": "city", "op": ["eq"], "value": "x"}, "city", "unknown_operator"),
        ({"field": "city", "value": "x"}, "city", "unknown_operator"),
        ({"field": "city", "op": "eq"}, "city", "no_value"),
        ({"field": "city", "op": "eq", "value": ["x"]}, "city", "not_one_value"),
        ({"field": "city", "op": "in", "value": "x"}, "city", "not_a_list"),
        ({"field": "city", "op": "empty", "value": "x"}, "city", "needless_value"),
        ({"field": "age", "op": "between", "value": [1]}, "age", "not_two"),
        ({"field": "age", "op": "eq", "value": {"you": True}}, "age", "unknown_word"),
        ({"field": "a.b.c.d.e.f", "op": "eq", "value": 1}, "a.b.c.d.e.f", "too_far"),
        ({"field": 7, "op": "eq", "value": 1}, "filter", "not_a_path"),
        ({"and": CITY}, "filter", "not_parts"),
        ({"related": "deals", "exists": True, "count": {}}, "deals", "one_test"),
        ({"related": "deals", "exists": 1}, "deals", "not_a_flag"),
        ({"related": "deals", "count": 2}, "deals", "not_a_figure"),
        (deep(13), "filter", "too_deep"),
        ({"or": [CITY] * 200}, "filter", "too_many_parts"),
        ({"field": "city", "op": "in", "value": ["x"] * 1001}, "city", "too_many_values"),
        ({"field": "city", "op": "eq", "value": "x" * 1001}, "city", "too_long"),
        ({"field": "age", "op": "eq", "value": 10**5000}, "age", "too_large"),
        (nested(4), "deals", "too_nested"),
    ],
)
def test_what_is_no_filter_is_refused_with_the_field_and_a_reason(asked: Any, field: str, code: str) -> None:
    with pytest.raises(FilterInvalid) as refused:
        query.parse(asked)

    assert [(each.field, each.code) for each in refused.value.fields] == [(field, code)]
    assert "%(" not in refused.value.fields[0].sentence()


def test_the_bounds_themselves_are_allowed() -> None:
    query.parse(deep(12))
    query.parse({"or": [CITY] * 199})
    query.parse(nested(3))
    query.parse({"field": "city", "op": "in", "value": ["x" * 1000] * 1000})


@pytest.mark.parametrize("text", ["", "{", "nul", "[" * 5000, "\ud800"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(FilterInvalid):
        query.read(text)


KEYS = st.sampled_from(
    (
        "field",
        "op",
        "value",
        "and",
        "or",
        "not",
        "related",
        "where",
        "count",
        "sum",
        "max",
        "exists",
        "me",
        "relative",
        "my_team",
        "id",
    )
)
ATOMS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from((
        "eq", "in", "gt", "between", "contains", "empty", "name", "city", "owner", "account.city", "amount", "deals",
        "activities", "related", "expected_close_on", "created_at", "last_9999_years", "today", "2026-01-01",
        "0001-01-01", "9999-12-31", "\x00", "\ud800", "1e999", "１２", "-0",
    ))
)  # fmt: skip
JSON = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=4)
)
LIKELY = st.recursive(
    st.fixed_dictionaries({"field": ATOMS, "op": ATOMS, "value": JSON}),
    lambda inner: (
        st.fixed_dictionaries({"and": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"related": ATOMS, "where": inner, "count": JSON})
        | st.fixed_dictionaries(
            {"related": ATOMS, "max": st.fixed_dictionaries({"field": ATOMS, "op": ATOMS, "value": JSON})}
        )
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("plural", ["accounts", "deals", "activities", "contacts"])
@bounded(120)
@given(asked=JSON | LIKELY)
@example(asked={"field": "created_at", "op": "lt", "value": {"relative": "last_2025_years"}})
@example(asked={"field": "created_at", "op": "eq", "value": "9998-12-31"})
@example(asked={"field": "created_at", "op": "eq", "value": "0002-01-01T00:00:00+23:59"})
@example(asked={"field": "created_at", "op": "gte", "value": "9998-12-31T23:00:00-23:59"})
@example(asked={"field": "amount", "op": "eq", "value": float("nan")})
@example(asked={"field": "amount", "op": "eq", "value": {"amount": {}, "currency": []}})
@example(asked={"field": "owner", "op": "eq", "value": {"id": {"id": 1}}})
@example(asked={"or": []})
def test_random_json_is_answered_or_refused_and_nothing_else(plural: str, asked: Any) -> None:
    actor = system(new_id(), time_zone="Asia/Shanghai")
    about = registry.standard().object(plural)

    try:
        checked = query.check(query.parse(asked), about, actor)
        condition = query.condition(checked, actor, NOW)
    except FilterInvalid as refused:
        reasons = [each.sentence() for each in refused.fields]
        assert reasons
        assert all(reasons)
    else:
        # Of what nothing can fulfil there is no statement.
        with suppress(EmptyResultSet):
            about.model._default_manager.filter(condition).query.sql_with_params()
        assert query.describe(checked)
