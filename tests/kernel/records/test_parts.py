"""A list by the name of another record is read in parts, those that have one first, and pages through both."""

from __future__ import annotations

import pytest
from tests.casting import NOW, Cast, a_contact, an_account

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
