"""People are told of what they follow, of what is said, given and of themselves; never of what they may not see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast, a_comment, a_deal, a_file, a_record, a_task, an_account, found, references
from tests.settling import settle

from plexus.kernel import actions
from plexus.kernel.following.actions import marking
from plexus.kernel.following.actions.telling import tell
from plexus.kernel.following.models import Follow, Notice, NoticeKind
from plexus.kernel.following.queries.followers import followers_of
from plexus.kernel.following.queries.notices import count_unread, notices
from plexus.kernel.identity.actions import preferences
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ACCOUNTS, DEALS = (registry.standard().object(name) for name in ("accounts", "deals"))


@pytest.fixture
def told(cast: Cast) -> Any:
    """Tells what came since the last time, and gives what somebody may read of it."""
    settle()
    tell(cast.root.workspace_id)

    def now(actor: Actor) -> list[tuple[str, str, str, str]]:
        settle()
        while tell(cast.root.workspace_id):
            pass
        with acting(actor):
            return [(each.kind.value, each.by, each.title, each.text) for each in notices(actor=actor).notices]

    return now


def _follow(actor: Actor, row: Any, plural: str = "accounts") -> None:
    with acting(actor):
        about = registry.standard().object(plural)
        actions.run(actor=actor, about=about, key="follow", record_id=row.pk, now=NOW)


def _rename(actor: Actor, row: Any, **values: Any) -> None:
    with acting(actor):
        about = registry.standard().of_model(type(row))
        changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=NOW)


def test_a_follower_is_told_of_changes_and_remarks_of_others(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.cyd, account)
    _follow(cast.cyd, account)
    _rename(cast.ada, account, city="Wuxi")
    a_comment(cast.ada, account, body="They will sign.")
    a_file(cast.ada, account, name="offer.pdf")
    _rename(cast.ada, an_account(cast.ada, name="Other"), city="Wuxi")

    seen = told(cast.cyd)

    assert seen == [
        ("said", "Ada", "Hengtong Precision", "offer.pdf"),
        ("said", "Ada", "Hengtong Precision", "They will sign."),
        ("changed", "Ada", "Hengtong Precision", ""),
    ]
    assert told(cast.ada) == []
    with acting(cast.cyd):
        assert Follow.objects.count() == 1
        change = notices(actor=cast.cyd).notices[2].change
        assert change is not None
        assert [(each.field.name, each.before, each.after) for each in change.fields] == [("city", "", "Wuxi")]


def test_whoever_ends_to_follow_is_told_no_more_and_undo_brings_it_back(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.cyd, account)
    with acting(cast.cyd):
        ended = actions.run_many(actor=cast.cyd, about=ACCOUNTS, key="unfollow", rows=[account.pk], now=NOW)
    _rename(cast.ada, account, city="Wuxi")
    assert told(cast.cyd) == []

    with acting(cast.cyd):
        undoing.undo_cause(actor=cast.cyd, cause_id=ended.cause_id, now=NOW)  # type: ignore[arg-type]
    _rename(cast.ada, account, city="Suzhou")

    assert [each[0] for each in told(cast.cyd)] == ["changed"]


def test_a_mass_of_records_is_followed_and_unfollowed_at_once(cast: Cast) -> None:
    rows = [an_account(cast.ada, name=f"Firm {number}").pk for number in range(30)]
    with acting(cast.cyd), CaptureQueriesContext(connection) as few:
        first = actions.run_many(actor=cast.cyd, about=ACCOUNTS, key="follow", rows=rows[:3], now=NOW)
    with acting(cast.cyd), CaptureQueriesContext(connection) as many:
        second = actions.run_many(actor=cast.cyd, about=ACCOUNTS, key="follow", rows=rows, now=NOW)

    assert (first.changed, second.changed, second.unchanged) == (3, 27, 3)
    assert len(many) <= len(few)
    with acting(cast.cyd):
        assert followers_of(actor=cast.cyd, record_id=rows[5]) == ((cast.cyd.person_id, "Cyd"),)
        ended = actions.run_many(actor=cast.cyd, about=ACCOUNTS, key="unfollow", rows=rows, now=NOW)
        assert ended.changed == 30
        assert followers_of(actor=cast.cyd, record_id=rows[5]) == ()


def test_a_reader_may_follow_what_he_reads_and_nobody_what_he_does_not(cast: Cast, told: Any) -> None:
    deal = a_deal(cast.ada)
    _follow(cast.lee, deal, "deals")
    with pytest.raises(NotFound):
        _follow(cast.cyd, deal, "deals")
    with pytest.raises(NotFound):
        _follow(cast.eve, deal, "deals")

    _rename(cast.ada, deal, name="Twelve lathes")

    assert [each[2] for each in told(cast.lee)] == ["Twelve lathes"]
    assert told(cast.cyd) == []


def test_who_may_see_a_record_no_more_reads_nothing_of_it(cast: Cast, told: Any) -> None:
    deal = a_deal(cast.ada)
    _follow(cast.ben, deal, "deals")
    _rename(cast.ada, deal, name="Secret")
    assert [each[2] for each in told(cast.ben)] == ["Secret"]

    blind = replace(cast.ben, grants={"*": {"read": "own"}})
    with acting(blind):
        assert (notices(actor=blind).notices, count_unread(actor=blind)) == ((), 0)


def test_a_change_of_nothing_but_hidden_fields_is_not_told(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.cyd, account)
    _rename(cast.ada, account, city="Wuxi")
    assert len(told(cast.cyd)) == 1
    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"city": "hidden"}})
        blind = found(cast.cyd.person_id)

    assert told(blind) == []
    with acting(blind):
        assert count_unread(actor=blind) == 0


def test_what_is_given_and_who_is_mentioned_is_told_once_by_the_weightier_reason(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.ben, account)
    a_record("tasks", cast.ben, by=cast.ada, subject="Call them", related=references(account))
    a_record(
        "comments", cast.ada, body="@Ben please", related=references(account),
        mentions=[{"object": "people", "id": str(cast.ben.person_id)}],
    )  # fmt: skip

    assert told(cast.ben) == [
        ("mentioned", "Ada", "Hengtong Precision", "@Ben please"),
        ("given", "Ada", "Call them", ""),
    ]


def test_a_mention_of_somebody_who_cannot_see_the_record_says_nothing(cast: Cast, told: Any) -> None:
    deal = a_deal(cast.ada)
    mentions = [{"object": "people", "id": str(cast.cyd.person_id)}]
    a_record("comments", cast.ada, body="@Cyd look", related=references(deal), mentions=mentions)

    assert told(cast.cyd) == []


def test_what_a_person_does_not_want_to_be_told_is_not(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.cyd, account)
    with acting(cast.cyd):
        preferences.keep_muted(actor=cast.cyd, kinds=[NoticeKind.CHANGED])
    _rename(cast.ada, account, city="Wuxi")
    a_comment(cast.ada, account, body="They will sign.")

    assert [each[0] for each in told(cast.cyd)] == ["said"]


def test_a_mass_change_is_told_within_bounds_and_costs_its_writer_nothing(cast: Cast, told: Any) -> None:
    rows = [an_account(cast.ada, name=f"Firm {number}").pk for number in range(80)]
    with acting(cast.ada), CaptureQueriesContext(connection) as before:
        bulk.change_many(actor=cast.ada, about=ACCOUNTS, rows=rows, values={"city": "Wuxi"}, now=NOW)
    with acting(cast.cyd):
        actions.run_many(actor=cast.cyd, about=ACCOUNTS, key="follow", rows=rows, now=NOW)
    with acting(cast.ada), CaptureQueriesContext(connection) as after:
        bulk.change_many(actor=cast.ada, about=ACCOUNTS, rows=rows, values={"city": "Suzhou"}, now=NOW)

    assert len(after) == len(before)
    assert len(told(cast.cyd)) == 50


def test_what_is_not_committed_yet_is_told_later_and_nothing_twice(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    _follow(cast.cyd, account)
    with transaction.atomic():
        _rename(cast.ada, account, city="Nowhere")
        transaction.set_rollback(True)
    _rename(cast.ada, account, city="Wuxi")

    assert len(told(cast.cyd)) == 1
    assert len(told(cast.cyd)) == 1
    with acting(cast.cyd):
        assert Notice.objects.count() == 1


def test_notices_are_read_by_their_person_alone(cast: Cast, told: Any) -> None:
    account = an_account(cast.ada)
    for actor in (cast.cyd, cast.lee):
        _follow(actor, account)
    _rename(cast.ada, account, city="Wuxi")
    a_comment(cast.ada, account)
    told(cast.cyd)

    with acting(cast.cyd):
        first = notices(actor=cast.cyd).notices[0].id
        assert count_unread(actor=cast.cyd) == 2
        assert marking.mark_read(actor=cast.cyd, now=NOW, ids=[first]) == 1
        assert count_unread(actor=cast.cyd) == 1
        page = notices(actor=cast.cyd, limit=1)
        assert (len(page.notices), page.next) == (1, first)
        assert marking.mark_unread(actor=cast.cyd, ids=[first]) == 1
        assert marking.mark_read(actor=cast.cyd, now=NOW) == 2
    with acting(cast.lee):
        assert marking.mark_read(actor=cast.lee, now=NOW, ids=[first]) == 0
        assert count_unread(actor=cast.lee) == 2


def test_tasks_are_followed_too(cast: Cast, told: Any) -> None:
    task = a_task(cast.ada, an_account(cast.ada))
    _follow(cast.lee, task, "tasks")
    _rename(cast.ada, task, subject="Send the better offer")

    assert told(cast.lee) == [("changed", "Ada", "Send the better offer", "")]
