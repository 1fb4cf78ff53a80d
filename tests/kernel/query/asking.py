"""Random filters: JSON drawn over a schema, with values that the random rows are likely to have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from plexus.kernel.query.tree import AMONG_NUMBERS
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object, Related
from plexus.kernel.schema.registry import Schema

TEXTS = ("Anna", "anna", "恒通", "ten%", "a_b", "a\\b", "Lathe 10", "通")
NUMBERS = ("0", "1", "10", "12.5", "-3", "99")
# What a deal may be worth.
WORTHS = tuple(each for each in NUMBERS if float(each) >= 0)
WHOLE = (0, 1, 2, 10, -3)
DAYS = ("2026-03-15", "2026-03-16", "2026-03-17", "2025-12-31", "2024-02-29")
MOMENTS = (
    "2026-03-15T16:00:00Z", "2026-03-15T15:59:59.999999Z", "2026-03-16T02:00:00Z", "2026-03-20T12:00:00+08:00",
)  # fmt: skip
RELATIVE = ("today", "yesterday", "this_week", "next_7_days", "last_month", "this_year", "last_2_quarters")
TAGS = ("VIP", "vip", "华东")
MAILS = ("a@b.cn", "x@y.com")
STEPS = 2


class Ground:
    """What filters are drawn over: a schema, and some ids by object; its name is short for Hypothesis's reports."""

    def __init__(self, schema: Schema, ids: dict[str, list[str]]) -> None:
        self.schema, self.ids = schema, ids

    def __repr__(self) -> str:
        return "ground"

    def about(self, plural: str) -> Object:
        """An object of the schema."""
        return self.schema.object(plural)

    def lists(self, plural: str) -> list[tuple[str, Related]]:
        """The related lists of an object that filters know: those of standard fields."""
        found = self.schema.related(plural).items()
        return [each for each in found if not self.about(each[1].object).fields[each[1].field].custom]


def words(*words: str) -> st.SearchStrategy[Any]:
    """Words for days."""
    return st.sampled_from(words or RELATIVE).map(lambda word: {"relative": word})


def value(field: Field, ground: Ground) -> st.SearchStrategy[Any]:
    """An operand that fits a field."""
    ids = ground.ids
    me = st.sampled_from([{"me": True}, {"my_team": True}])
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.sampled_from(WHOLE),
        "decimal": st.sampled_from(NUMBERS),
        "percent": st.sampled_from(NUMBERS),
        "money": st.sampled_from(NUMBERS),
        "yes_no": st.booleans(),
        "date": st.sampled_from(DAYS) | words(),
        "date_time": st.sampled_from((*MOMENTS, *DAYS)) | words(),
        "tags": st.sampled_from(TAGS),
        "emails": st.sampled_from(MAILS),
        "phones": st.sampled_from(("123", "555")),
        "id": st.sampled_from([key for keys in ids.values() for key in keys]),
        "references": st.sampled_from(ids["accounts"] + ids["deals"]),
    }
    if field.choices:
        return st.sampled_from(field.choice_keys)
    if field.type.key == "reference":
        known = st.sampled_from(ids.get(field.target or "", ids["accounts"]))
        team = st.just({"my_team": True}) | known
        return me | known if field.target == "people" else team if field.target == "teams" else known
    return kinds.get(field.type.key, st.sampled_from(TEXTS))


@st.composite
def comparison(draw: Any, ground: Ground, plural: str) -> dict[str, Any]:
    """A comparison, perhaps through references."""
    path, field = draw(_path(ground, plural))
    op = draw(st.sampled_from(sorted(field.type.operators)))
    if op in {"empty", "not_empty"}:
        return {"field": path, "op": op}
    one = value(field, ground)
    given = {
        "in": st.lists(one, max_size=3),
        "not_in": st.lists(one, max_size=3),
        "between": st.lists(one, min_size=2, max_size=2),
    }
    return {"field": path, "op": op, "value": draw(given.get(op, one))}


@st.composite
def _path(draw: Any, ground: Ground, plural: str) -> tuple[str, Field]:
    about = ground.about(plural)
    names: list[str] = []
    for _step in range(draw(st.integers(0, STEPS))):
        references = [each for each in about.fields.values() if each.type.key == "reference" and not each.custom]
        if not references:
            break
        step = draw(st.sampled_from(references))
        names.append(step.name)
        about = ground.about(step.target or "")
    field = draw(st.sampled_from(list(about.fields.values())))
    return ".".join([*names, field.name]), field


@st.composite
def related(draw: Any, ground: Ground, plural: str, depth: int) -> dict[str, Any]:
    """A test of related records."""
    name, found = draw(st.sampled_from(ground.lists(plural)))
    asked: dict[str, Any] = {"related": name}
    if draw(st.booleans()):
        asked["where"] = draw(tree(ground, found.object, depth - 1))
    test: dict[str, Any] = draw(
        st.sampled_from([{}, {"exists": True}, {"exists": False}]) | figure(ground, found.object)
    )
    return asked | test


@st.composite
def figure(draw: Any, ground: Ground, plural: str) -> dict[str, Any]:
    """A figure over related records."""
    function = draw(st.sampled_from(("count", "sum", "avg", "min", "max")))
    op = draw(st.sampled_from(sorted(each.value for each in AMONG_NUMBERS)))
    fits = [
        each
        for each in ground.about(plural).fields.values()
        if each.type.numeric or (function in {"min", "max"} and "date" in each.type.key)
    ]
    if function == "count" or not fits:
        return {"count": {"op": op, "value": draw(_several(op, st.integers(0, 3)))}}
    field = draw(st.sampled_from(fits))
    one = value(field, ground) if function in {"min", "max"} else st.sampled_from(NUMBERS)
    return {function: {"field": field.name, "op": op, "value": draw(_several(op, one))}}


def _several(op: str, one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if op in {"in", "not_in"}:
        return st.lists(one, max_size=3)
    return st.lists(one, min_size=2, max_size=2) if op == "between" else one


def tree(ground: Ground, plural: str, depth: int = 2) -> st.SearchStrategy[Any]:
    """A filter over an object."""
    leaf = comparison(ground, plural)
    if depth <= 0:
        return leaf
    if ground.lists(plural):
        leaf |= related(ground, plural, depth)
    return st.recursive(
        leaf,
        lambda part: (
            st.lists(part, max_size=3).map(lambda parts: {"and": parts})
            | st.lists(part, max_size=3).map(lambda parts: {"or": parts})
            | part.map(lambda inner: {"not": inner})
        ),
        max_leaves=4,
    )
