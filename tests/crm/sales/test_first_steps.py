"""The first steps on the start page: true, out of sight when not wanted, and back."""

from __future__ import annotations

from tests.casting import Cast, a_deal, a_pipeline, an_account
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor


def _ticked(actor: Actor) -> list[bool]:
    return [each.done for each in browser_of(actor).get("/").context["checklist"].items]


def test_each_step_ticks_itself_when_it_is_done(cast: Cast) -> None:
    before = _ticked(cast.root)
    a_pipeline(cast.root)
    pipeline = _ticked(cast.root)
    an_account(cast.ada)

    assert before == [False, True, False, False]
    assert pipeline == [False, True, True, False]
    assert _ticked(cast.root) == [True, True, True, False]
    a_deal(cast.ada)
    assert browser_of(cast.root).get("/").context["checklist"] is None


def test_each_step_leads_to_a_page(cast: Cast) -> None:
    browser = browser_of(cast.root)

    steps = [each.action.url for each in browser.get("/").context["checklist"].items]

    assert [browser.get(url).status_code for url in steps] == [200] * 4


def test_the_steps_go_out_of_sight_and_come_back(cast: Cast) -> None:
    browser = browser_of(cast.root)

    browser.post("/first-steps")
    away = browser.get("/")
    browser.post("/first-steps", {"show": "1"})
    back = browser.get("/")

    assert (away.context["checklist"], away.context["hidden"]) == (None, True)
    assert (len(back.context["checklist"].items), back.context["hidden"]) == (4, False)
