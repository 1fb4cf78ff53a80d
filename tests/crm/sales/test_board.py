"""The board adds up like with like: a sum for each currency, and none of what its reader may not know."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db.models import Q
from tests.casting import NOW, Cast, a_deal, a_pipeline
from tests.signing import browser_of

from plexus.crm.sales.queries import board
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records.acting import acting


def lanes(actor: Actor) -> tuple[board.BoardStage, ...]:
    """All lanes."""
    with acting(actor):
        pipeline = board.pipelines(actor)[0]
        return board.deals_by_stage(actor=actor, pipeline=pipeline, condition=Q(), today=NOW.date())


def lane(actor: Actor) -> board.LaneSums:
    """The sums of the first lane."""
    return lanes(actor)[0].sums


def some_deals(cast: Cast) -> None:
    a_pipeline(cast.ada)
    a_deal(cast.ada, amount="100000", currency="CNY", probability=50)
    a_deal(cast.ada, amount="7000", currency="USD", probability=50)
    a_deal(cast.ada, amount="20000", currency="CNY", probability=0)
    a_deal(cast.ada)


def test_a_lane_has_a_sum_for_each_currency_the_companys_own_first(cast: Cast) -> None:
    some_deals(cast)

    found = lane(cast.ada)

    assert found.count == 4
    assert list(found.totals.items()) == [("CNY", Decimal(120_000)), ("USD", Decimal(7_000))]
    assert list(found.weighted.items()) == [("CNY", Decimal(50_000)), ("USD", Decimal(3_500))]


def test_the_page_never_shows_a_sum_of_unlike_currencies(cast: Cast) -> None:
    some_deals(cast)

    page = browser_of(cast.ada).get("/deals/board").content.decode()

    assert "¥\N{NO-BREAK SPACE}120K · $\N{NO-BREAK SPACE}7K" in page
    assert "127K" not in page
    assert "53.5K" not in page


def test_whoever_may_not_read_amounts_is_told_no_sum_of_them(cast: Cast) -> None:
    some_deals(cast)
    Role.objects.filter(pk=str(cast.ada.role_id)).update(fields={"deals": {"amount": "hidden"}})
    blind = actor_of_person(cast.ada.person_id or cast.root.workspace_id)
    assert blind is not None

    found = lane(blind)
    page = browser_of(cast.ada).get("/deals/board").content.decode()

    assert (found.count, found.totals, found.weighted) == (4, {}, {})
    assert "120K" not in page


def test_whoever_may_not_read_probabilities_is_told_nothing_weighted(cast: Cast) -> None:
    some_deals(cast)
    Role.objects.filter(pk=str(cast.ada.role_id)).update(fields={"deals": {"probability": "hidden"}})
    blind = actor_of_person(cast.ada.person_id or cast.root.workspace_id)
    assert blind is not None

    found = lane(blind)

    assert (found.totals["CNY"], found.weighted) == (Decimal(120_000), {})


def test_where_there_are_very_many_deals_their_sums_come_after_the_cards(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_deals(cast)
    monkeypatch.setattr(board, "AT_ONCE", 3)

    first = lanes(cast.ada)[0]
    page = browser_of(cast.ada).get("/deals/board").content.decode()
    sums = browser_of(cast.ada).get("/deals/board/sums").content.decode()

    assert (len(first.cards), first.is_summed, first.sums) == (4, False, board.LaneSums())
    assert ("120K" in page, 'hx-get="/deals/board/sums" hx-trigger="load, moved from:body"' in page) == (False, True)
    assert ("120K" in sums, 'id="board-count" hx-swap-oob="true"' in sums, "4 open" in sums) == (True, True, True)


def test_the_sums_of_a_board_are_those_of_its_filter(cast: Cast) -> None:
    some_deals(cast)
    only = quote('{"field":"amount","op":"gt","value":50000}')

    page = browser_of(cast.ada).get(f"/deals/board?filter={only}").content.decode()
    sums = browser_of(cast.ada).get(f"/deals/board/sums?filter={only}").content.decode()

    assert f"/deals/board/sums?filter={only}" in page.replace("&amp;", "&")
    assert ("100K" in sums, "120K" in sums, "1 open" in sums) == (True, False, True)
