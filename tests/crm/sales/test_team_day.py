"""The team on the start page: what waits there, who needs help, and that each figure is the list behind it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from tests.casting import NOW, Cast, a_deal, a_task, found
from tests.signing import browser_of, id_of

from plexus.crm.sales.models import Deal
from plexus.crm.sales.queries.team import TeamDay, leads, team_day
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role
from plexus.kernel.records.acting import acting

DAY = timedelta(days=1)


@pytest.fixture
def trouble(cast: Cast) -> dict[str, Any]:
    """Ben has three troubles, ada two, cyd one; max himself has one, and one thing is due today."""
    deals = {
        "bens": a_deal(cast.ben, name="Ben's", amount=100, expected_close_on=NOW.date() - 3 * DAY),
        "adas": a_deal(cast.ada, name="Ada's", amount=200),
        "cyds": a_deal(cast.cyd, name="Cyd's"),
        "maxs": a_deal(cast.max, name="Max's"),
    }
    Deal.objects.filter(pk=deals["bens"].pk).update(stage_entered_on=NOW.date() - 60 * DAY)
    a_task(cast.ada, subject="Late", due_at=NOW - 2 * DAY)
    a_task(cast.ada, subject="Done late", due_at=NOW - 2 * DAY, done_at=NOW)
    a_task(cast.cyd, deals["cyds"], subject="Next step", due_at=NOW + 4 * DAY)
    a_task(cast.ben, subject="Today", due_at=NOW + timedelta(hours=1))
    return deals


def seen(actor: Actor) -> TeamDay:
    """The team as this actor sees it."""
    with acting(actor):
        return team_day(actor=actor, now=NOW)


def test_the_figures_tell_what_waits_in_the_team_and_below(cast: Cast, trouble: dict[str, Any]) -> None:
    day = seen(cast.max)

    assert {name: each.count for name, each in day.figures.items()} == {
        "overdue": 1, "today": 1, "without_step": 3, "stuck": 1, "slipped": 1,
    }  # fmt: skip
    assert day.figures["without_step"].value == {"CNY": 300}


def test_what_waits_is_worth_a_sum_in_each_currency(cast: Cast, trouble: dict[str, Any]) -> None:
    a_deal(cast.ada, name="Ada's abroad", amount=1000, currency="USD")

    figure = seen(cast.max).figures["without_step"]

    assert figure.count == 4
    assert figure.by_owner[id_of(cast.ada)] == 2
    assert list(figure.value.items()) == [("CNY", Decimal(300)), ("USD", Decimal(1000))]


def test_who_has_most_in_trouble_comes_first_and_oneself_not_at_all(cast: Cast, trouble: dict[str, Any]) -> None:
    day = seen(cast.max)

    assert [(each.name, dict(each.counts)) for each in day.members] == [
        ("Ben", {"without_step": 1, "stuck": 1, "slipped": 1}), ("Ada", {"overdue": 1, "without_step": 1}),
    ]  # fmt: skip


def test_those_lead_to_whom_somebody_answers_or_who_read_the_teams_below(cast: Cast) -> None:
    assert [leads(each) for each in (cast.max, cast.ada, cast.lee, cast.root)] == [True, False, False, False]

    Person.objects.filter(workspace_id=cast.max.workspace_id).update(manager=None)
    assert leads(cast.max)
    Person.objects.filter(pk=id_of(cast.ben)).update(manager_id=cast.ada.person_id)
    assert leads(cast.ada)


def test_what_the_reader_may_not_know_is_not_counted(cast: Cast, trouble: dict[str, Any]) -> None:
    own = {"read": "own", "create": "none", "update": "none", "delete": "none"}
    hidden = {"deals": {"amount": "hidden", "stage_entered_on": "hidden"}}
    grants = {"*": own, "tasks": {**own, "read": "none"}}
    Role.objects.filter(key="manager", workspace_id=cast.max.workspace_id).update(grants=grants, fields=hidden)

    day = seen(found(cast.max.person_id))

    assert {name: each.count for name, each in day.figures.items()} == {"slipped": 0}


def test_each_figure_on_the_page_is_the_list_that_it_leads_to(cast: Cast) -> None:
    now = timezone.now()
    for each in (cast.ada, cast.ben):
        a_task(each, subject="Late", due_at=now - 3 * DAY)
        a_deal(each, name="Slow", expected_close_on=now.date() - 9 * DAY)
    Deal.objects.update(stage_entered_on=now.date())
    browser = browser_of(cast.max)

    team = browser.get("/").context["team"]

    figures = {tile.kpi.label: (tile.kpi.figure, tile.kpi.url) for tile in team.tiles}
    assert {label: figure for label, (figure, _url) in figures.items()} == {
        "Overdue tasks": "2", "No next step": "2", "Long in a stage": "0", "Past the close date": "2",
    }  # fmt: skip
    links = [*figures.values(), *((each.figure, each.url) for person in team.people for each in person.numbers)]
    for figure, url in links:
        if url:
            page = browser.get(urlsplit(url).path, {"filter": parse_qs(urlsplit(url).query)["filter"][0]})
            assert page.context["page"].count == figure, url


def test_a_sales_person_sees_no_team_and_a_manager_of_nothing_sees_no_empty_table(cast: Cast) -> None:
    assert browser_of(cast.ada).get("/").context["team"] is None
    assert browser_of(cast.max).get("/").context["team"] is None


def test_an_empty_company_shows_its_first_steps_and_nothing_empty(cast: Cast) -> None:
    page, sellers = browser_of(cast.root).get("/"), browser_of(cast.ada).get("/")

    assert (len(page.context["checklist"].items), page.context["lists"], page.context["empty"]) == (4, (), None)
    assert (sellers.context["checklist"], sellers.context["lists"]) == (None, ())
    assert "Your day will stand here" in sellers.text
    a_deal(cast.ada)
    assert len(browser_of(cast.ada).get("/").context["lists"]) == 4
