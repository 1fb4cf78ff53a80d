"""Whatever is set in a field is kept alike by every door or refused in the same words, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.casting import Cast, columns, fresh
from tests.conformance import making, tailored
from tests.shell.api.asking import Api
from tests.shell.fuzzing.setting import ALIKE, OBJECTS, a_row, fitting, stored

from plexus.kernel.actions.general import settable
from plexus.kernel.schema.field import Field

pytestmark = [pytest.mark.slow]
VALUES: tuple[Any, ...] = (
    None, "", " ", "Acme", " acme  ", "12", 12, -3, 0, 1.5, "1,5", "12 EUR", "EUR", "XXX", True, False, "yes", [], {},
    "2026-03-01", "2026-02-30", "2026-03-01T10:00:00+08:00", "a@x.example", [{"value": "a@x.example"}],
    [{"value": "a@x.example", "kind": "home"}, {"value": "A@X.example"}], ["VIP", "vip "], "VIP, vip", "13800138000",
    [{"value": "13800138000"}], "https://a.example", "a.example", "javascript:alert(1)", "<p>Hi <b>you</b></p>",
    "<script>1</script>", "x" * 300, "x" * 100_001, "\x00", "\u202eabc", "open", "customer", "high", 2**62, 1e308,
    {"amount": "12.345", "currency": "CNY"}, {"amount": "12", "currency": "XXX"}, {"amount": "-1", "currency": "EUR"},
    {"amount": None, "currency": "EUR"}, {"amount": 3}, ["lathe", "lathe"], ["saw"], ["a, b"], "lathe",
)  # fmt: skip
NAMED_BY_ID = frozenset({"reference", "references", "id", "document"})
Doors = dict[str, Callable[[Api], Any]]


def value(field: Field, known: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Anything, and more often what fits."""
    references = [{"object": plural, "id": key} for plural, keys in known.items() for key in keys]
    ids = [each["id"] for each in references]
    fit: list[Any] = fitting(field, known)
    if field.type.key == "references":
        fit = [[each] for each in references]
    if field.type.key not in NAMED_BY_ID:
        fit = [*fit, making.example(field), making.other(field)]
    pools = [st.sampled_from(VALUES), st.sampled_from([*ids, str(uuid4()), references[0], references[:2]])]
    return st.one_of(*pools, *([st.sampled_from(fit)] * 3 if fit else []))


@pytest.mark.parametrize("plural", OBJECTS)
@ALIKE
@given(data=st.data())
def test_a_program_sets_one_and_many_alike(
    cast: Cast, world: dict[str, list[str]], plural: str, data: st.DataObject
) -> None:
    actor = data.draw(st.sampled_from([cast.root, cast.ada]))
    about = tailored.about(actor, plural)
    field = data.draw(st.sampled_from(settable(actor, about) or [about.fields["id"]]))
    given = data.draw(value(field, world))
    api = Api(actor)
    with transaction.atomic():
        row = a_row(cast, plural)
        found = {name: outcome(row, door, api) for name, door in doors(plural, row, field.name, given).items()}
        transaction.set_rollback(True)

    assert [each for each in found.values() if each != found["one"]] == [], (field.name, given, found)


def doors(plural: str, row: Any, name: str, given: Any) -> Doors:
    """The ways in which a program sets a field."""
    key, params = str(row.pk), {"field": name, "value": given}
    operation = {"op": "update", "id": key, "values": {name: given}}
    return {
        "one": lambda api: api.patch(f"/{plural}/{key}", {name: given}),
        "action": lambda api: api.post(f"/{plural}/{key}/actions/change", params),
        "many": lambda api: api.post(f"/{plural}/actions/change", {"ids": [key], "params": params}),
        "batch": lambda api: api.post(f"/{plural}/batch", {"operations": [operation]}),
    }


def outcome(row: Any, door: Callable[[Api], Any], api: Api) -> Any:
    """What was stored, or the reasons; what was stored is taken back whole, or may not be touched any more."""
    before = columns(fresh(row))
    with transaction.atomic():
        answer = door(api)
        assert answer.status_code < 500, answer.content
        found = reasons(answer) or stored(row, before)
        if isinstance(found, dict) and found:
            taken_back(row, before, answer["Plexus-Cause"], api)
        transaction.set_rollback(True)
    return found


def reasons(answer: Any) -> Any:
    """Why something was refused, in words; nothing when it was not."""
    body: Any = answer.json() if answer.content else {}
    if "results" in body:
        body = body["results"][0].get("problem", {})
    elif body.get("refused_count"):
        body = body["refused"][0]
    elif answer.status_code < 400:
        return ""
    return [each["message"] for each in body.get("errors", ())] or body.get("detail") or body.get("message")


def taken_back(row: Any, before: dict[str, Any], cause: str, api: Api) -> None:
    undone = api.post(f"/causes/{cause}/undo").json()
    why = {each["reason"] for each in undone["refused"]}
    # Whoever gives a record away cannot take it back: it is not his any more.
    assert why <= {"not_allowed"}, undone
    assert why or set(stored(row, before)) <= {"version"}, undone
