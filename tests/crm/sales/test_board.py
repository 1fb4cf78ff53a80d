"""The board adds up like with like: a sum for each currency, and none of what its reader may not know."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q
from tests.casting import NOW, Cast, a_deal, a_pipeline
from tests.signing import browser_of

from plexus.crm.sales.queries import board
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records.acting import acting


def lane(actor: Actor) -> board.BoardStage:
    """The first lane."""
    with acting(actor):
        pipeline = board.pipelines(actor)[0]
        return board.deals_by_stage(actor=actor, pipeline=pipeline, condition=Q(), today=NOW.date())[0]


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

    assert "CN¥ 120K · $ 7K" in page or "¥ 120K · US$ 7K" in page or "¥ 120K · $ 7K" in page
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
