"""An error of a filter that somebody types names its field and its place in the text."""

from __future__ import annotations

import pytest

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.locating import located
from plexus.kernel.schema import registry

TWO_WRONG = """{"and": [
  {"field": "city", "op": "eq", "value": "Shanghai"},
  {"field": "employees", "op": "eq", "value": "many"},
  {"related": "deals", "where":
    {"or": [{"field": "amount", "op": "gt", "value": 1}, {"field": "town", "op": "empty"}]}}
]}"""


def _found(text: str, actor: Actor) -> list[tuple[str, str, int, int]]:
    about = registry.standard().object("accounts")
    return [(each.error.field, each.error.code, each.line, each.column) for each in located(text, about, actor)]


def test_every_error_stands_where_its_part_begins(ada: Actor) -> None:
    assert _found(TWO_WRONG, ada) == [
        ("employees", "not_a_number", 3, 3),
        ("town", "unknown_field", 5, 58),
    ]


def test_a_good_filter_has_none(ada: Actor) -> None:
    assert _found('{"field": "city", "op": "eq", "value": "x"}', ada) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"field": "city",\n "op" "eq"}', ("filter", "not_json", 2, 7)),
        ('{"and": [{"field": "city", "op": "is", "value": "x"}]}', ("city", "unknown_operator", 1, 10)),
        ('{"not":\n {"related": "boats"}}', ("boats", "unknown_list", 2, 2)),
        ('{"or": [{"where": 1}]}', ("filter", "not_an_object", 1, 9)),
        (
            '{"field": "name", "op": "eq", "value": {"amount": ' + "[" * 900 + "]" * 900 + "}}",
            ("name", "not_text", 0, 0),
        ),
    ],
)
def test_what_cannot_be_read_is_shown_where_it_is_unless_too_deep_to_look(
    ada: Actor, text: str, expected: tuple[str, str, int, int]
) -> None:
    assert _found(text, ada)[0] == expected
