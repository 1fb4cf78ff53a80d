"""Sharing from the page of a record, its panel, its history, and the dialog that tells why."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.casting import Cast, a_deal
from tests.signing import browser_of

from plexus.kernel.access.models import Share
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.workspaces.scope import enter

pytestmark = pytest.mark.django_db
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def deal(cast: Cast) -> Any:
    """Ada's deal."""
    return a_deal(cast.ada)


def _shared(cast: Cast, deal: Any, **given: Any) -> Any:
    sent = {"person": str(cast.cyd.person_id), "right": "read"} | given
    return browser_of(cast.ada).post(f"/deals/{deal.pk}/sharing", sent, **PART)


def test_the_dialog_shares_and_lists_who_has_it(cast: Cast, deal: Any) -> None:
    here = timezone.now().astimezone(zone_of(cast.ada.time_zone))
    until = (here + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    answer = _shared(cast, deal, expires_at=until)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Shared."
    assert "Cyd" in page
    assert "until tomorrow" in page
    assert browser_of(cast.cyd).get(f"/deals/{deal.pk}").status_code == 200


def test_the_toast_takes_it_back(cast: Cast, deal: Any) -> None:
    undo = json.loads(_shared(cast, deal)["HX-Trigger"])["toast"]["undo"]

    assert browser_of(cast.ada).post(undo).status_code == 204

    assert browser_of(cast.cyd).get(f"/deals/{deal.pk}").status_code == 404


def test_a_share_is_ended_in_the_dialog(cast: Cast, deal: Any) -> None:
    _shared(cast, deal)
    enter(cast.ada.workspace_id)
    key = Share.objects.get().pk

    answer = browser_of(cast.ada).post(f"/deals/{deal.pk}/sharing/{key}/end", **PART)

    assert answer.status_code == 200
    assert "Nobody yet" in answer.content.decode()
    assert browser_of(cast.cyd).get(f"/deals/{deal.pk}").status_code == 404


def test_what_does_not_fit_stands_in_the_dialog(cast: Cast, deal: Any) -> None:
    nobody = _shared(cast, deal, person="")
    past = _shared(cast, deal, expires_at="2020-01-01T10:00")

    assert (nobody.status_code, past.status_code) == (422, 422)
    assert "Choose a person or a team" in nobody.content.decode()
    assert "Choose a moment to come." in past.content.decode()


def test_what_was_chosen_stays_when_something_does_not_fit(cast: Cast, deal: Any) -> None:
    page = _shared(cast, deal, right="change", expires_at="2020-01-01T10:00").content.decode()

    assert f'<input type="hidden" name="person" value="{cast.cyd.person_id}">' in page
    assert '<option value="change" selected>' in page
    assert 'value="2020-01-01T10:00"' in page
    assert page.count('aria-invalid="true"') == 1


def test_whoever_only_sees_it_gets_the_list_without_the_form(cast: Cast, deal: Any) -> None:
    _shared(cast, deal)

    page = browser_of(cast.cyd).get(f"/deals/{deal.pk}/sharing", **PART).content.decode()

    assert "Cyd" in page
    assert "<form" not in page
    assert "is for its owner" in page
    assert (
        browser_of(cast.cyd).post(f"/deals/{deal.pk}/sharing", {"person": str(cast.ben.person_id)}).status_code == 403
    )


def test_a_role_that_makes_a_share_idle_is_told(cast: Cast, deal: Any) -> None:
    answer = _shared(cast, deal, person=str(cast.lee.person_id), right="change")

    told = json.loads(answer["HX-Trigger"])["toast"]["text"]
    assert told == "Shared, but the role “Reader” lets Lee change no deals at all."


def test_the_page_tells_with_whom_it_is_shared_and_the_timeline_how(cast: Cast, deal: Any) -> None:
    _shared(cast, deal, right="change")

    page = browser_of(cast.ben).get(f"/deals/{deal.pk}").content.decode()

    assert "Shared with" in page
    assert "<b>Ada</b> shared this with <b>Cyd</b>, to see and change" in page


def test_the_history_page_takes_a_share_back(cast: Cast, deal: Any) -> None:
    _shared(cast, deal)
    browser = browser_of(cast.ada)
    page = browser.get(f"/deals/{deal.pk}/history").content.decode()
    undo = page.split('class="undo" hx-post="')[1].split('"')[0]

    assert browser.post(undo).status_code == 204

    assert "shares this with <b>Cyd</b> no longer" in browser.get(f"/deals/{deal.pk}/history").content.decode()


def test_people_and_teams_are_found_by_name(cast: Cast, db: None) -> None:
    browser = browser_of(cast.ada)

    everybody, some = (browser.get(f"/search/whom?q={text}", **PART).content.decode() for text in ("", "Wes"))

    assert 'data-name="person"' in everybody
    assert 'data-name="team"' in everybody
    assert "West" in some
    assert "East" not in some


def test_many_are_shared_from_a_list(cast: Cast, deal: Any) -> None:
    sent = {"id": [str(deal.pk)], "person": str(cast.cyd.person_id), "right": "read"}
    browser = browser_of(cast.ada)

    assert "share" in browser.get("/deals").content.decode()
    assert browser.get(f"/deals/bulk/share?id={deal.pk}", **PART).status_code == 200
    assert browser.post("/deals/bulk/share", sent, **PART).status_code == 204

    assert browser_of(cast.cyd).get(f"/deals/{deal.pk}").status_code == 200


def test_an_administrator_asks_why_and_a_reader_does_not(cast: Cast, deal: Any) -> None:
    _shared(cast, deal)
    url = f"/deals/{deal.pk}/access"

    blank = browser_of(cast.root).get(url, **PART).content.decode()
    told = browser_of(cast.root).get(f"{url}?person={cast.cyd.person_id}", **PART).content.decode()

    assert "Choose somebody" in blank
    for words in ("May see it", "May not change it", "Ada shared it with Cyd, to see."):
        assert words in told
    assert browser_of(cast.lee).get(url, **PART).status_code == 403
    assert browser_of(cast.root).get(f"{url}?person=x", **PART).status_code == 404
    assert url in browser_of(cast.root).get(f"/deals/{deal.pk}").content.decode()
    assert url not in browser_of(cast.lee).get(f"/deals/{deal.pk}").content.decode()
