"""A moment where words would leave its time out: before and after, mine and theirs, and on the card of a board."""

from __future__ import annotations

import pytest
from tests.casting import NOW, Cast, a_record
from tests.conformance import tailored
from tests.shell.web.views.asking import a_view, body
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting

MORNING, NIGHT = "2025-11-05T01:30:00Z", "2025-11-05T13:45:00Z"
TOLD = {
    "en": ("Nov 5, 2025, 9:30:00\N{NARROW NO-BREAK SPACE}AM", "Nov 5, 2025, 9:45:00\N{NARROW NO-BREAK SPACE}PM"),
    "zh-hans": ("2025年11月5日 09:30:00", "2025年11月5日 21:45:00"),
}


@pytest.fixture
def meeting(cast: Cast) -> Account:
    """An account with a moment of the firm's own: 9:30 in the morning, in Shanghai."""
    tailored.a_field(cast.root, "accounts", "choice")
    tailored.a_field(cast.root, "accounts", "date_time")
    row = a_record("accounts", cast.ada, name="Acme", c_choice="lathe", c_date_time=MORNING)
    assert isinstance(row, Account)
    return row


def put(actor: Actor, row: Account, at: str) -> None:
    """Somebody puts the moment off."""
    with acting(actor):
        about = tailored.about(actor, "accounts")
        changing.update(actor=actor, about=about, record_id=row.pk, values={"c_date_time": at}, now=NOW)


def speaks(actor: Actor, language: str) -> None:
    User.objects.filter(pk=str(actor.user_id)).update(language=language)


@pytest.mark.parametrize("language", TOLD)
def test_the_history_tells_a_change_of_the_time_alone_in_the_readers_zone(
    cast: Cast, meeting: Account, language: str
) -> None:
    put(cast.ada, meeting, NIGHT)
    browser = browser_of(cast.ada)
    speaks(cast.ada, language)

    page = body(browser, f"/accounts/{meeting.pk}/history")

    before, after = TOLD[language]
    assert f"<s>{before}</s> → <b>{after}</b>" in page


def test_two_who_changed_the_time_alone_see_what_each_made_of_it(cast: Cast, meeting: Account) -> None:
    browser = browser_of(cast.ada)
    put(cast.root, meeting, NIGHT)

    answer = browser.post(
        f"/accounts/{meeting.pk}/edit", {"name": "Acme", "c_date_time": "2025-11-05T11:00", "version": "1"}
    )

    assert answer.status_code == 409
    for told in (*TOLD["en"], "Nov 5, 2025, 11:00:00\N{NARROW NO-BREAK SPACE}AM"):
        assert told in answer.text


@pytest.mark.parametrize("language", TOLD)
def test_a_card_has_the_exact_moment_behind_the_words_as_a_list_has(
    cast: Cast, meeting: Account, language: str
) -> None:
    browser = browser_of(cast.ada)
    speaks(cast.ada, language)
    views = [
        a_view(cast.ada, name=names[1], filter="", layout="board", group_by="c_choice", columns=list(names))
        for names in (("name", "c_date_time"), ("name", "created_at", "c_date_time"))
    ]

    beside, further = (body(browser, f"/accounts?view={each.pk}") for each in views)

    exact = TOLD[language][0]
    assert f'title="Own date_time: {exact}">' in beside
    assert f"Own date_time: {exact}" in further
