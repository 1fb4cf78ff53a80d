"""The figures of the dashboard, against SQL of their own, and the lists behind them."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from tests.casting import Cast, a_deal, a_pipeline, a_stage, an_account, found
from tests.signing import browser_of

from plexus.crm.sales.models import Pipeline
from plexus.crm.sales.queries.figures import Scope, Span, sales_figures
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.workspaces.scope import enter

YEAR = Span(date(2026, 1, 1), date(2027, 1, 1), (date(2025, 1, 1), date(2025, 3, 17)))


@pytest.fixture
def deals(cast: Cast) -> Cast:
    """Deals of ada, ben and cyd in two pipelines and two currencies, open, won and lost."""
    second = a_pipeline(cast.root, name="Renewals")
    Pipeline.objects.filter(pk=second.pk).update(position=1)
    a_deal(cast.ada, amount="100", stage="Qualified", expected_close_on="2026-04-10")
    a_deal(cast.ada, amount="300", stage="Quoted")
    a_deal(cast.ada, amount={"amount": "900", "currency": "EUR"}, stage="Quoted")
    a_deal(cast.ada, stage="Quoted")
    a_deal(cast.ada, amount="500", stage="Won", opened_on="2026-01-01", closed_on="2026-02-10")
    a_deal(cast.ben, amount="70", stage="Won", opened_on="2026-01-01", closed_on="2026-03-01")
    a_deal(cast.ben, amount="60", stage="Lost", opened_on="2026-01-01", closed_on="2026-03-02")
    a_deal(cast.cyd, amount="40", stage=a_stage(cast.root, "Qualified", pipeline=second))
    a_deal(cast.cyd, amount="8", stage=a_stage(cast.root, "Won", pipeline=second), opened_on="2025-01-01",
           closed_on="2025-03-03")  # fmt: skip
    enter(cast.root.workspace_id)
    return cast


def _sql(where: str, what: str = "coalesce(sum(amount), 0)") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {what} FROM sales_deal WHERE deleted_at IS NULL AND currency = 'CNY' AND {where}"  # noqa: S608
        )
        return cursor.fetchone()[0]


def test_sums_agree_with_sql(deals: Cast) -> None:
    found = sales_figures(actor=deals.root, span=YEAR)

    assert (found.closed.won, found.closed.lost, found.closed.value) == (2, 1, Decimal(570))
    assert found.closed.value == _sql("outcome = 'won' AND closed_on >= '2026-01-01' AND closed_on < '2027-01-01'")
    assert (found.before.won, found.before.value) == (1, Decimal(8))
    assert (found.open.count, found.open.value) == (4, Decimal(440))
    assert found.open.value == _sql("outcome = 'open'")
    assert found.weighted == _sql("outcome = 'open'", "sum(coalesce(amount, 0) * probability / 100)")
    assert (found.other_currencies, found.without_amount) == (1, 1)
    assert [(each.label, each.count, int(each.value)) for each in found.stages] == [
        ("Qualified", 1, 100),
        ("Quoted", 2, 300),
    ]
    assert [(each.label, each.count) for each in found.reached] == [("Qualified", 5), ("Quoted", 4)]


def test_another_pipeline_has_its_own_stages_and_sums(deals: Cast) -> None:
    second = a_pipeline(deals.root, name="Renewals")

    found = sales_figures(actor=deals.root, span=YEAR, scope=Scope(pipeline_id=second.pk))

    assert found.pipeline == second
    assert (found.open.count, found.open.value, found.closed.won) == (1, Decimal(40), 0)
    assert [(each.label, each.count) for each in found.stages] == [("Qualified", 1), ("Quoted", 0)]


def test_one_person_and_a_team_with_those_below_can_be_chosen(deals: Cast) -> None:
    ada = sales_figures(actor=deals.root, span=YEAR, scope=Scope(owner_id=deals.ada.person_id))
    east = sales_figures(actor=deals.root, span=YEAR, scope=Scope(team_ids=(deals.east.pk,)))
    hq = browser_of(deals.root).get(f"/dashboard?period=all&of=t-{deals.hq.pk}")

    assert (ada.closed.value, east.closed.value) == (Decimal(500), Decimal(570))
    won = hq.context["page"].tiles[0].kpi
    assert won.note.startswith("3 ")


def test_who_sees_less_sums_less(deals: Cast) -> None:
    cyd = sales_figures(actor=deals.cyd, span=YEAR)

    assert (cyd.open.value, cyd.closed.value) == (Decimal(40), Decimal(0))


def _blind(actor: Actor, **hidden: Any) -> Actor:
    """The actor, from whose role some fields of deals are hidden."""
    Role.objects.filter(pk=str(actor.role_id)).update(fields={"deals": dict.fromkeys(hidden, "hidden")})
    return found(actor.person_id)


def test_whoever_may_not_read_amounts_is_told_how_many_and_no_value(deals: Cast) -> None:
    blind = _blind(deals.max, amount=True)

    told = sales_figures(actor=blind, span=YEAR)
    page = browser_of(deals.max).get("/dashboard?period=all").context["page"]
    account = browser_of(deals.max).get(f"/accounts/{_customer(deals)}").text

    assert (told.closed.won, told.closed.value, told.open.count, told.open.value) == (2, Decimal(0), 5, Decimal(0))
    assert {each.value for each in (*told.stages, *told.owners, *told.months, *told.reached, *told.winners)} == {0}
    assert (told.weighted, told.other_currencies, told.without_amount) == (Decimal(0), 0, 0)
    assert [tile.kpi.figure for tile in page.tiles if tile.kpi][:1] == ["3 deals"]
    assert {tile.chart.head for tile in page.tiles if tile.chart} == {("", "Deals")}
    assert not re.search("[¥€]", page.tiles[3].kpi.note + "".join(str(tile.chart) for tile in page.tiles if tile.chart))
    assert "In the pipeline" in account
    assert "4,321" not in account
    assert "4.3K" not in account


@pytest.mark.parametrize(
    ("hidden", "lost"),
    [
        ("owner", {"owners", "winners"}),
        ("closed_on", {"winners", "won", "products", "reached"}),
        ("expected_close_on", {"expected"}),
        ("stage", {"stages", "reached"}),
        ("outcome", {"won", "reached", "stages", "expected", "winners", "owners", "products"}),
    ],
)
def test_a_chart_that_tells_of_a_hidden_field_is_not_there(deals: Cast, hidden: str, lost: set[str]) -> None:
    def charts() -> set[str]:
        page = browser_of(deals.max).get("/dashboard?period=all").context["page"]
        return {tile.chart.id for tile in page.tiles if tile.chart}

    before = charts()
    _blind(deals.max, **{hidden: True})

    assert before - charts() == lost


def test_where_whose_deals_they_are_is_hidden_nobody_is_chosen(deals: Cast) -> None:
    _blind(deals.max, owner=True)

    page = browser_of(deals.max).get(f"/dashboard?period=all&of=p-{deals.ada.person_id}")

    assert page.context["page"].tiles[0].kpi.note == "3 deals"
    assert [each.name for each in page.context["controls"]] == ["pipeline"]


def _customer(deals: Cast) -> Any:
    account = an_account(deals.max)
    a_deal(deals.max, amount="4321", stage="Quoted", account=str(account.pk))
    return account.pk


def _behind(actor: Actor, url: str) -> int:
    """How many deals the list behind a figure shows."""
    asked = parse_qs(urlsplit(url).query)["filter"][0]
    assert json.loads(asked)
    page = browser_of(actor).get(url)
    assert page.status_code == 200, url
    return page.text.count('<tr tabindex="-1" id="r-')


@pytest.mark.parametrize("query", ["period=all", "period=all&of=me", "period=all&pipeline=second"])
def test_each_figure_leads_to_the_deals_that_it_counts(deals: Cast, query: str) -> None:
    second = a_pipeline(deals.root, name="Renewals")
    page = browser_of(deals.ada).get(f"/dashboard?{query.replace('second', str(second.pk))}").context["page"]

    wrong = []
    for tile in page.tiles:
        chart = tile.chart
        if chart is None or chart.id == "products":
            continue
        for row, url in zip(chart.rows, chart.data.series[0].urls, strict=True):
            if _behind(deals.ada, url) != int(row[1]):
                wrong.append((chart.id, row, _behind(deals.ada, url)))
    assert not wrong


def test_what_is_in_no_sum_is_said_and_leads_there(deals: Cast) -> None:
    page = browser_of(deals.root).get("/dashboard")

    told = page.context["uncounted"]
    assert len(told) == 2
    assert [_behind(deals.root, each.url) for each in told] == [1, 1]


def test_what_is_not_there_is_not_heard(deals: Cast) -> None:
    page = browser_of(deals.root).get("/dashboard?period=nonsense&pipeline=1&of=p-1")

    assert page.status_code == 200
    assert page.context["period"] == "this_year"
