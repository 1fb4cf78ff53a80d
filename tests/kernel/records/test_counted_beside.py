"""A filter that counts related rows finds all records at once, and tells how many there are in the same statement."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.casting import Cast
from tests.conformance import making

from plexus.kernel.query import filtering
from plexus.kernel.records.acting import acting
from plexus.kernel.records.reading import Asked, Page, read_page
from plexus.kernel.schema.object import Object

ACCOUNTS = making.of("accounts")
SEVERAL = {"related": "deals", "count": {"op": "gt", "value": 1}}
NAMED = {"field": "name", "op": "starts_with", "value": "Busy"}
QUIET = {"field": "name", "op": "eq", "value": "Quiet"}


def _accounts(cast: Cast) -> None:
    """Five with two deals, one of which another person owns, and one with a single deal."""
    for number in range(5):
        account = making.minimal("accounts", cast.ada, name=f"Busy {number}")
        for _deal in range(2):
            making.minimal("deals", cast.ben if number == 4 else cast.ada, account=str(account.pk))
    making.minimal("deals", cast.ada, account=str(making.minimal("accounts", cast.ada, name="Quiet").pk))


def _page(cast: Cast, document: Any, cursor: str = "", about: Object = ACCOUNTS) -> tuple[Page, list[str]]:
    with acting(cast.root), CaptureQueriesContext(connection) as sent:
        condition = filtering.from_document(document, about=about, actor=cast.root, now=timezone.now())
        page = read_page(cast.root, about, Asked(condition=condition, fields=("name",), limit=2, cursor=cursor))
    return page, [each["sql"] for each in sent if "COUNT(*)" in each["sql"].upper()]


@pytest.mark.parametrize("document", [SEVERAL, {"and": [NAMED, SEVERAL]}])
def test_how_many_there_are_comes_with_the_first_page(cast: Cast, document: Any) -> None:
    _accounts(cast)

    page, counted = _page(cast, document)

    assert page.count is not None
    assert (page.count.value, page.count.exact, len(page.rows)) == (5, True, 2)
    assert not counted


def test_the_next_page_tells_the_same_number(cast: Cast) -> None:
    _accounts(cast)
    first, _counted = _page(cast, SEVERAL)

    page, counted = _page(cast, SEVERAL, first.next or "")

    assert page.count is not None
    assert (page.count.value, [row["name"] for row in page.rows]) == (5, ["Busy 2", "Busy 3"])
    assert len(counted) == 1


@pytest.mark.parametrize(
    ("document", "count"), [({"or": [QUIET, SEVERAL]}, 6), ({"not": SEVERAL}, 1), ({"and": [QUIET, SEVERAL]}, 0)]
)
def test_what_need_not_find_all_counts_up_to_the_bound_as_ever(cast: Cast, document: Any, count: int) -> None:
    _accounts(cast)

    page, _counted = _page(cast, document)

    assert page.count is not None
    assert page.count.value == count
