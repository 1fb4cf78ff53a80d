"""A list is read in parts by the name of another record, or against the index of its column, and pages through both.

Those that have a value come first.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.casting import NOW, Cast, a_contact, a_deal, an_account

from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NAMES = ("Bravo", "Alpha", "Delta", "Charlie")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Everybody, with contacts of four companies, one of them in the trash, and three contacts of none."""
    made = cast
    accounts = [an_account(made.ada, name=name) for name in NAMES]
    for number, account in enumerate((*accounts, *accounts[:2])):
        a_contact(made.ada, full_name=f"Person {number}", account=account.pk)
    for number in range(3):
        a_contact(made.ada, full_name=f"Nobody {number}")
    with acting(made.ada):
        about = registry.of(made.ada.workspace_id).object("accounts")
        changing.trash(actor=made.ada, about=about, record_id=accounts[3].pk, now=NOW)
    return made


def page(cast: Cast, sort: str, cursor: str = "", limit: int = 2) -> reading.Page:
    """A page of the contacts."""
    with acting(cast.root):
        about = registry.of(cast.root.workspace_id).object("contacts")
        asked = reading.Asked(sort=sort, fields=("id", "full_name", "account"), cursor=cursor, limit=limit)
        return reading.read_page(cast.root, about, asked)


def names(found: reading.Page) -> list[str]:
    """The companies on a page, — where there is none."""
    return [(row["account"] or {}).get("name") or "—" for row in found.rows]


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("account", ["Alpha", "Alpha", "Bravo", "Bravo", "Charlie", "Delta", "—", "—", "—"]),
        ("-account", ["Delta", "Charlie", "Bravo", "Bravo", "Alpha", "Alpha", "—", "—", "—"]),
    ],
)
def test_pages_lead_through_both_parts_and_back(cast: Cast, sort: str, wanted: list[str]) -> None:
    there = [page(cast, sort)]
    while (cursor := there[-1].next) is not None:
        there.append(page(cast, sort, cursor))
    back = [there[-1]]
    while (cursor := back[-1].previous) is not None:
        back.append(page(cast, sort, cursor))

    rows = [row["id"] for each in there for row in each.rows]
    assert [name for each in there for name in names(each)] == wanted
    assert len(set(rows)) == 9
    assert [row["id"] for each in reversed(back) for row in each.rows] == rows


def test_a_page_is_the_same_whatever_its_length(cast: Cast) -> None:
    whole = page(cast, "account", limit=50)

    assert [row["id"] for row in page(cast, "account", limit=7).rows] == [row["id"] for row in whole.rows][:7]
    assert (whole.next, whole.previous) == (None, None)
    assert whole.count
    assert whole.count.value == 9


DEALS = (
    (None, "2026-05-01"), ("30", None), ("10", "2026-04-01"), (None, "2026-05-01"), ("20", None), ("10", "2026-05-01"),
    (None, None), ("10", None),
)  # fmt: skip


def in_order(rows: list[Any], sort: str) -> list[UUID]:
    """The keys of the deals as Python orders them: what is empty last in each field, equals by their keys."""
    fields = sort.split(",")
    ordered = sorted(rows, key=lambda row: row["id"], reverse=fields[-1].startswith("-"))
    for each in reversed(fields):
        name = each.lstrip("-")
        known = sorted((row for row in ordered if row[name]), key=lambda row: row[name], reverse=each.startswith("-"))
        # Python keeps equals as they were, reversed or not.
        ordered = known + [row for row in ordered if not row[name]]
    return [row["id"] for row in ordered]


@pytest.mark.parametrize("trashed", [False, True])
@pytest.mark.parametrize(
    "sort",
    [
        "amount", "-amount", "expected_close_on", "-expected_close_on", "expected_close_on,-amount",
        "-expected_close_on,amount", "amount,-expected_close_on", "closed_on",
    ],
)  # fmt: skip
def test_what_has_no_value_comes_last_whichever_way_the_index_stands(cast: Cast, sort: str, *, trashed: bool) -> None:
    about = registry.of(cast.root.workspace_id).object("deals")
    made = [a_deal(cast.ada, amount=amount, expected_close_on=day) for amount, day in DEALS]
    if trashed:
        with acting(cast.ada):
            for each in made:
                changing.trash(actor=cast.ada, about=about, record_id=each.pk, now=NOW)

    def page(cursor: str = "") -> reading.Page:
        fields = ("id", "amount", "expected_close_on", "closed_on")
        asked = reading.Asked(sort=sort, fields=fields, cursor=cursor, limit=3, trashed=trashed)
        return reading.read_page(cast.root, about, asked)

    with acting(cast.root):
        there = [page()]
        while (cursor := there[-1].next) is not None:
            there.append(page(cursor))
        back = [there[-1]]
        while (cursor := back[-1].previous) is not None:
            back.append(page(cursor))

    rows = [row for each in there for row in each.rows]
    assert [row["id"] for row in rows] == in_order(rows, sort)
    assert {row["id"] for row in rows} == {each.pk for each in made}
    assert [row for each in reversed(back) for row in each.rows] == rows
