"""Lists sorted by what was made fast come page by page as they would otherwise: now, then and in the trash."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, an_account
from tests.conformance import tailored
from tests.kernel.records.test_travelling import moment, people

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema.object import Object
from plexus.shell.administration.actions.rules import keep_field_rule

__all__ = ["people"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NUMBERS = (5, None, 3, 5, None, 1, 9)


def pages(actor: Actor, about: Object, sort: str, *, trashed: bool = False) -> list[Any]:
    """The values of a sort, page by page of two; the way back leads over the same pages."""
    name, found, cursor, ways = sort.lstrip("-"), list[Any](), "", list[list[Any]]()
    while True:
        asked = Asked(sort=sort, fields=(name,), limit=2, cursor=cursor, trashed=trashed)
        page = reading.read_page(actor, about, asked)
        ways.append([row[name] for row in page.rows])
        found += ways[-1]
        if page.next is None:
            break
        cursor = page.next
    for way in reversed(ways[:-1]):
        page = reading.read_page(actor, about, Asked(**(vars(asked) | {"cursor": page.previous or ""})))
        assert [row[name] for row in page.rows] == way
    return found


def expected(*, descending: bool) -> list[Any]:
    known = sorted((each for each in NUMBERS if each is not None), reverse=descending)
    return [*known, None, None]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", ["employees", "c_integer"])
def test_now_then_and_in_the_trash(people: Cast, field: str, *, descending: bool) -> None:
    tailored.a_field(people.root, "accounts", "integer", filterable=True)
    with acting(people.root):
        said = {"filterable": True}
        keep_field_rule(actor=people.root, plural="accounts", field="employees", values=said, now=NOW)
    about = tailored.about(people.root, "accounts")
    rows = [an_account(people.ada, name=f"Firm {at}", **{field: each}) for at, each in enumerate(NUMBERS)]
    sort = f"-{field}" if descending else field
    with acting(people.ada):
        now = pages(people.ada, about, sort)
    then = moment()
    with acting(people.ada):
        for place, row in enumerate(rows):
            values = {field: 100 - place}
            changing.update(actor=people.ada, about=about, record_id=row.pk, values=values, now=NOW)
    with acting(people.ada), travelling(people.ada, then) as seer:
        past = pages(seer, about, sort)
    with acting(people.ada):
        for row, value in zip(rows, NUMBERS, strict=True):
            changing.update(actor=people.ada, about=about, record_id=row.pk, values={field: value}, now=NOW)
            changing.trash(actor=people.ada, about=about, record_id=row.pk, now=NOW)
        gone = pages(people.ada, about, sort, trashed=True)

    assert now == past == gone == expected(descending=descending)
