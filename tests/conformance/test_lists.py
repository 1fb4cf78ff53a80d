"""Lists of every object: each sort works, paging visits every row once, and queries do not grow with rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, uploaded
from tests.conformance import making

from plexus.kernel.access.filtering import EVERYTHING, permitted
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object

OBJECTS = list(registry.standard())
PLURALS = [each.plural for each in OBJECTS]
OPTIONS = (ChoiceOption("a", "A"), ChoiceOption("b", "B"))
KINDS = sorted(set(EVERY_TYPE) - {"id", "references", "reference", "document", "content"})


def custom(kind: str) -> Field:
    """A custom field of a kind."""
    return Field(
        f"c_{kind}", EVERY_TYPE[kind], kind, custom=True, choices=OPTIONS if "choice" in kind else (),
        target="people" if kind == "reference" else None,
    )  # fmt: skip


@pytest.fixture
def overlaid(monkeypatch: pytest.MonkeyPatch) -> Object:
    """Accounts with a custom field of every kind."""
    standard = registry.standard()
    about = standard.object("accounts").with_fields(*map(custom, KINDS))
    schema = standard.having(about)
    monkeypatch.setattr(registry, "of", lambda _workspace_id: schema)
    return about


def some_rows(cast: Cast, about: Object, number: int = 7) -> list[Any]:
    """Rows of which some have all fields filled, some the same values, and some none."""
    fields = [each for each in making.settable(about) if not each.unique and each.name != "email"]
    made = []
    for place in range(number):
        row = making.minimal(about.plural, cast.ada)
        made.append(row)
        values = {each.name: _value(cast, each, other=bool(place % 3)) for each in fields}
        values = {name: value for name, value in values.items() if name not in making.needed_names(about)}
        if place % 4 and about.plural not in making.DEFINED:
            _set(cast, about, row, values)
    return made


def _set(cast: Cast, about: Object, row: Any, values: dict[str, Any]) -> None:
    with acting(cast.root):
        changing.update(actor=cast.root, about=about, record_id=row.pk, values=values, now=NOW)


def walked(cast: Cast, about: Object, sort: str) -> tuple[list[Any], list[Any]]:
    """The ids that paging visits on the way to the end, and on the way back from there."""
    there: list[Any] = []
    back: list[Any] = []
    asked = reading.Asked(fields=("id",), sort=sort, limit=2)
    page = reading.read_page(cast.root, about, asked)
    while True:
        there += [row["id"] for row in page.rows]
        if page.next is None:
            break
        page = reading.read_page(cast.root, about, replace(asked, cursor=page.next))
    while True:
        back = [row["id"] for row in page.rows] + back
        if page.previous is None:
            return there, back
        page = reading.read_page(cast.root, about, replace(asked, cursor=page.previous))


def paging_holds(cast: Cast, about: Object, names: list[str]) -> None:
    """Under each sort, both ways, every row is visited exactly once and in the order of one long page."""
    with acting(cast.root):
        for sort in [direction + name for name in names for direction in ("", "-")]:
            whole = [row["id"] for row in reading.read_page(cast.root, about, reading.Asked(sort=sort, limit=200)).rows]
            there, back = walked(cast, about, sort)

            assert there == whole, sort
            assert back == whole, sort
            assert len(set(whole)) == len(whole) >= 7


@pytest.mark.parametrize("plural", PLURALS)
def test_paging_visits_every_row_once_under_every_sort(cast: Cast, plural: str) -> None:
    about = making.of(plural)
    some_rows(cast, about)
    sortable = [each.name for each in about.fields.values() if each.type.sortable]

    paging_holds(cast, about, [*sortable, *about.described.orders])


def test_paging_visits_every_row_once_under_every_custom_sort(cast: Cast, overlaid: Object) -> None:
    some_rows(cast, overlaid)

    paging_holds(cast, overlaid, [f"c_{kind}" for kind in KINDS if EVERY_TYPE[kind].sortable and kind != "reference"])


@pytest.mark.parametrize("plural", PLURALS)
@pytest.mark.parametrize("who", ["root", "ada"])
def test_a_list_costs_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, plural: str, who: str) -> None:
    about, actor = making.of(plural), getattr(cast, who)
    costs = []
    for more in (3, 27):
        for _each in range(more):
            making.minimal(plural, cast.ada)
        costs.append([_cost(actor, about, reading.Asked(limit=limit)) for limit in (2, 200)])

    # Rows, the planner's guess of a whole table, their number; what is all on one page needs no counting.
    whole = permitted(actor, about) == EVERYTHING
    assert costs == [[3 if whole else 2, 1]] * 2


def _cost(actor: Actor, about: Object, asked: reading.Asked) -> int:
    with acting(actor):
        registry.of(actor.workspace_id)
    with acting(actor), CaptureQueriesContext(connection) as queries:
        reading.read_page(actor, about, asked)
    return len(queries)


def _value(cast: Cast, field: Field, *, other: bool = False) -> Any:
    if field.type.key == "file":
        return {"upload": uploaded(cast.ada), "name": "other.txt" if other else "offer.txt"}
    return making.other(field) if other else making.example(field)


@pytest.mark.parametrize("kind", KINDS)
def test_a_custom_value_is_entered_read_told_and_taken_back(cast: Cast, overlaid: Object, kind: str) -> None:
    field, system = overlaid.fields[f"c_{kind}"], actors.system(cast.root.workspace_id)
    entered = str(cast.ada.person_id) if kind == "reference" else _value(cast, field)
    with acting(system):
        row = changing.create(actor=system, about=overlaid, values={"name": "Hengtong", field.name: entered}, now=NOW)
        read = reading.read_one(cast.root, overlaid, row.pk)[field.name]
        changing.update(actor=system, about=overlaid, record_id=row.pk, values={field.name: None}, now=NOW)
        emptied = reading.read_one(cast.root, overlaid, row.pk)[field.name]
        undoing.undo_cause(
            actor=cast.root, cause_id=Cause.objects.order_by("-id").values_list("pk", flat=True)[0], now=NOW
        )
        again = reading.read_one(cast.root, overlaid, row.pk)[field.name]

    assert making.bare(read) == making.bare(field.type.parse(entered, field))
    assert emptied == field.type.empty or emptied in (None, [])
    assert again == read
