"""What somebody worked on lately is found by the acts of that person, however much others did since."""

from __future__ import annotations

from datetime import timedelta

from tests.casting import Cast, a_contact, a_deal, a_task, an_account
from tests.kernel.records.test_travelling import change, moment

from plexus.crm.sales.queries.myday import my_day
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry


def lately(actor: Actor) -> list[tuple[str, str]]:
    """The kinds and names of what somebody worked on, sorted."""
    now = moment()
    with acting(actor):
        day = my_day(actor=actor, now=now, end_of_day=now + timedelta(hours=8))
    return sorted((plural, str(values["title"])) for plural, values in day.recent)


def test_what_one_changed_last_is_told_though_others_changed_it_since(cast: Cast) -> None:
    account = an_account(cast.ada, name="Firm")
    a_deal(cast.ada, name="Lathes", account=account.pk)
    a_task(cast.ada, account)
    a_contact(cast.cyd, full_name="Not hers")
    change(cast.root, "accounts", account.pk, city="Wuxi")

    assert lately(cast.ada) == [("accounts", "Firm"), ("deals", "Lathes")]
    assert lately(cast.ben) == []


def test_what_is_gone_or_given_away_is_not_told(cast: Cast) -> None:
    an_account(cast.ada, name="Kept")
    gone, given = an_account(cast.ada, name="Gone"), a_contact(cast.ada, full_name="Given")
    about = registry.of(cast.ada.workspace_id).object("accounts")
    with acting(cast.ada):
        changing.trash(actor=cast.ada, about=about, record_id=gone.pk, now=moment())
    change(cast.root, "contacts", given.pk, owner=cast.cyd.person_id, team=cast.west.pk)

    assert lately(cast.ada) == [("accounts", "Kept")]
