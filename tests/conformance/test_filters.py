"""Filters: every operator of every field parts the rows in two, and custom values are found just as columns are."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, uploaded
from tests.conformance import making

from plexus.kernel.identity import actor as actors
from plexus.kernel.query.filtering import from_document
from plexus.kernel.query.tree import Op
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object

PLURALS = [each.plural for each in registry.standard()]
OPTIONS = (ChoiceOption("a", "A"), ChoiceOption("b", "B"))
# What no custom field can be: the record itself, and a list of records of any kind.
NEVER_CUSTOM = {"content", "id", "references", "document"}
KINDS = sorted(set(EVERY_TYPE) - NEVER_CUSTOM)
# A column of each kind, to compare custom values with; no object of ours has a column of several choices.
COLUMNS = {
    "choice": ("accounts", "kind"), "date": ("contacts", "birthday"), "date_time": ("tasks", "due_at"),
    "decimal": ("deal-line-items", "quantity"), "email": ("accounts", "email"), "emails": ("contacts", "emails"),
    "integer": ("accounts", "employees"), "long_text": ("accounts", "description"),
    "money": ("accounts", "annual_revenue"), "percent": ("deal-line-items", "discount_percent"),
    "phone": ("accounts", "phone"), "phones": ("contacts", "phones"), "reference": ("accounts", "owner"),
    "tags": ("accounts", "tags"), "text": ("accounts", "city"), "url": ("accounts", "website"),
    "yes_no": ("products", "active"),
}  # fmt: skip
ALWAYS_SET = {"yes_no", "decimal", "percent"}


def custom(kind: str, like: Field | None = None) -> Field:
    """A custom field of a kind, with the choices and the target of another where one is given."""
    choices = like.choices if like else OPTIONS if "choice" in kind else ()
    target = "people" if kind == "reference" else None
    return Field(f"c_{kind}", EVERY_TYPE[kind], kind, custom=True, choices=choices, target=target)


def overlay(monkeypatch: pytest.MonkeyPatch, about: Object, *fields: Field) -> Object:
    """The object with more fields, as every workspace has it for the length of a test."""
    made = about.with_fields(*fields)
    schema = registry.standard().having(made)
    monkeypatch.setattr(registry, "of", lambda _workspace_id: schema)
    return made


def two_values(cast: Cast, field: Field) -> tuple[Any, Any]:
    """Two values of a field, as a door receives them."""
    if field.type.key == "reference":
        return str(cast.ada.person_id), str(cast.ben.person_id)
    if field.type.key == "file":
        first, second = ({"upload": uploaded(cast.ada), "name": name} for name in ("offer.txt", "合同.pdf"))
        return first, second
    if field.type.key in {"emails", "phones"}:
        return making.example(field), [{**making.example(field)[0], "value": POINTS[field.type.key]}]
    return making.example(field), [field.choice_keys[-1]] if field.type.key == "choices" else making.other(field)


POINTS = {"emails": "other@example.com", "phones": "+86 21 5555 0000"}


def asked_of(cast: Cast, field: Field) -> list[dict[str, Any]]:
    """Each operator of a field, with each value that some row has and one that none has."""
    if field.type.key in {"id", "references", "reference"}:
        operands = [str(cast.ada.person_id), str(cast.cyd.person_id)]
    else:
        operands = [_single(each) for each in two_values(cast, field)]
    asked = []
    for op in (each for each in Op if each.value in field.type.operators):
        for one in operands:
            several = {Op.IN: [one], Op.NOT_IN: [one], Op.BETWEEN: sorted(operands, key=_order)}
            value = {} if op in {Op.EMPTY, Op.NOT_EMPTY} else {"value": several.get(op, one)}
            asked.append({"field": field.name, "op": op.value, **value})
    return asked


def _single(value: Any) -> Any:
    value = value[0] if isinstance(value, list) else value
    return value.get("value", value.get("amount", value.get("name"))) if isinstance(value, dict) else value


def _order(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def found(cast: Cast, about: Object, asked: Any) -> list[Any]:
    """The ids of the records that a filter finds."""
    condition = from_document(asked, about=about, actor=cast.root, now=NOW)
    return sorted(reading.visible(cast.root, about).filter(condition).values_list("pk", flat=True))


def parts_in_two(cast: Cast, about: Object, field: Field) -> None:
    """Whatever one asks of a field: every row is found either by the filter or by its `not`, never by both."""
    with acting(cast.root):
        every = sorted(reading.visible(cast.root, about).values_list("pk", flat=True))
        for asked in asked_of(cast, field):
            assert sorted([*found(cast, about, asked), *found(cast, about, {"not": asked})]) == every, asked
        empty, filled = ({"field": field.name, "op": op} for op in ("empty", "not_empty"))
        if "empty" in field.type.operators:
            assert found(cast, about, filled) == found(cast, about, {"not": empty})


def some_rows(cast: Cast, about: Object, fields: list[Field]) -> None:
    """Rows that hold in these fields the one value, the other, and nothing."""
    system = actors.system(cast.root.workspace_id)
    for place in range(6):
        row = making.minimal(about.plural, cast.ada)
        values = {each.name: two_values(cast, each)[place % 2] for each in fields}
        if place < 4:
            with acting(system):
                changing.update(actor=system, about=about, record_id=row.pk, values=values, now=NOW)


@pytest.mark.parametrize("plural", PLURALS)
def test_every_operator_of_every_field_parts_the_rows_in_two(cast: Cast, plural: str) -> None:
    about = making.of(plural)
    left = making.needed_names(about) | {"email"}
    free = () if plural in making.DEFINED else making.settable(about)
    some_rows(cast, about, [each for each in free if not each.unique and each.name not in left])

    for field in about.fields.values():
        parts_in_two(cast, about, field)


@pytest.mark.parametrize("kind", KINDS)
def test_every_operator_of_a_custom_field_parts_the_rows_in_two(
    cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = overlay(monkeypatch, making.of("accounts"), custom(kind))
    field = about.fields[f"c_{kind}"]
    some_rows(cast, about, [field])

    parts_in_two(cast, about, field)

    with acting(cast.root):
        assert len(found(cast, about, {"field": field.name, "op": "empty"})) == 2


def test_each_kind_but_several_choices_has_a_column_to_be_compared_with() -> None:
    assert set(KINDS) - set(COLUMNS) == {"choices", "rich_text", "rating", "auto_number", "file"}


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_a_custom_value_is_found_just_as_that_of_a_column(
    cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plural, name = COLUMNS[kind]
    column = making.of(plural).fields[name]
    about = overlay(monkeypatch, making.of(plural), custom(kind, column))
    system = actors.system(cast.root.workspace_id)
    one, other = two_values(cast, column)
    with acting(system):
        for value in (one, one, other, *(() if kind in ALWAYS_SET else (None,))):
            row = making.minimal(plural, cast.ada)
            both = {name: value, f"c_{kind}": value}
            changing.update(actor=system, about=about, record_id=row.pk, values=both, now=NOW)
            read = reading.read_one(cast.root, about, row.pk)
            assert making.bare(read[name] or None) == making.bare(read[f"c_{kind}"] or None)

    answers = {}
    with acting(cast.root):
        for asked in asked_of(cast, column):
            answers[str(asked)] = found(cast, about, asked)
            alike = asked | {"field": f"c_{kind}"}
            assert found(cast, about, alike) == answers[str(asked)], asked
            assert found(cast, about, {"not": alike}) == found(cast, about, {"not": asked}), asked
    assert 0 < max(map(len, answers.values())) > min(map(len, answers.values()))
