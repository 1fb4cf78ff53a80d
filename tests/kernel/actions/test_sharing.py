"""Sharing a record: who may, with whom, for how long, what the journal says of it, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from tests.casting import NOW, Cast, a_deal, a_product, a_record, a_task, an_account, assert_unchanged, found
from tests.conformance import tailored

from plexus.kernel import actions
from plexus.kernel.access.models import Share
from plexus.kernel.access.rights import Verb
from plexus.kernel.actions import sharing as doing
from plexus.kernel.actions.refusals import NotShared, NotYours
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Team
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries import sharing
from plexus.kernel.records.queries.history import Became, history
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound
from plexus.kernel.records.undoing import undo_cause
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.kernel.values.refusals import Refusal

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=1)
DEALS = registry.standard().object("deals")


def share(actor: Actor, row: Any, about: Object = DEALS, **params: Any) -> Any:
    with acting(actor):
        given = {name: str(value) if isinstance(value, UUID) else value for name, value in params.items()}
        return actions.run(actor=actor, about=about, key="share", record_id=row.pk, now=NOW, params=given)


def unshare(actor: Actor, row: Any, **params: UUID | None) -> None:
    with acting(actor):
        given = {name: str(value) for name, value in params.items()}
        actions.run(actor=actor, about=DEALS, key="unshare", record_id=row.pk, now=NOW, params=given)


def sees(actor: Actor, row: Any, about: Object = DEALS, verb: Verb = Verb.READ) -> bool:
    with acting(actor):
        return reading.visible(actor, about, verb=verb).filter(pk=row.pk).exists()


def shares_of(actor: Actor, row: Any) -> list[tuple[str, bool]]:
    with acting(actor):
        found_ = sharing.shares_of(actor=actor, about=DEALS, record_id=row.pk)
        return [(each.whom, each.may_change) for each in found_]


def refused(call: Any, kind: type[Refusal]) -> None:
    """The call is refused, and then nothing has moved."""
    before = Change.objects.count()
    with pytest.raises(kind), transaction.atomic():
        call()
    assert Change.objects.count() == before


def test_a_colleague_of_another_team_sees_what_is_shared_and_cannot_change_it(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)
    assert not sees(cyd, deal)

    share(ada, deal, person=cyd.person_id)

    assert sees(cyd, deal)
    assert not sees(cyd, deal, verb=Verb.UPDATE)
    with acting(cyd):
        refused(
            lambda: changing.update(actor=cyd, about=DEALS, record_id=deal.pk, values={"name": "Mine"}, now=NOW),
            NotAllowed,
        )
    assert_unchanged(deal)


def test_shared_for_changing_it_can_be_changed_but_neither_deleted_nor_passed_on(
    ada: Actor, ben: Actor, cyd: Actor
) -> None:
    deal = a_deal(ada)

    share(ada, deal, person=cyd.person_id, right="change")

    with acting(cyd):
        changing.update(actor=cyd, about=DEALS, record_id=deal.pk, values={"name": "Better"}, now=NOW)
        refused(lambda: changing.trash(actor=cyd, about=DEALS, record_id=deal.pk, now=NOW), NotAllowed)
    refused(lambda: share(cyd, deal, person=ben.person_id), NotYours)
    refused(lambda: unshare(cyd, deal, person=cyd.person_id), NotYours)
    assert shares_of(ada, deal) == [("Cyd", True)]


def test_whoever_changes_what_he_cannot_read_lets_nobody_in_to_it(ada: Actor, ben: Actor) -> None:
    deal = a_deal(ada)
    blind = replace(ben, grants={"deals": {"read": "own", "update": "all"}})

    refused(lambda: share(blind, deal, team=ben.team_id), NotFound)

    assert not sees(blind, deal)


def test_whoever_has_it_until_tomorrow_cannot_keep_it_for_longer(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)
    share(ada, deal, person=cyd.person_id, right="change", expires_at=LATER.isoformat())

    refused(lambda: share(cyd, deal, person=cyd.person_id, right="change"), NotYours)

    assert Share.objects.get().expires_at == LATER


def test_a_share_is_over_the_moment_it_expires(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)
    share(ada, deal, person=cyd.person_id, expires_at=LATER.isoformat())
    assert sees(cyd, deal)

    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert not sees(cyd, deal)
    with acting(ada):
        (told,) = sharing.shares_of(actor=ada, about=DEALS, record_id=deal.pk)
    assert told.expired(timezone.now())


def test_a_share_with_a_team_reaches_the_teams_below_it_and_no_other(cast: Cast) -> None:
    deal, below = a_deal(cast.ada), Team.objects.create(workspace_id=cast.ada.workspace_id, name="W1", parent=cast.west)
    deep = replace(cast.cyd, team_id=below.pk, team_ids=(below.pk,), above_ids=(below.pk, cast.west.pk, cast.hq.pk))
    leader = replace(cast.max, grants={"*": {"read": "own"}})

    share(cast.ada, deal, team=cast.west.pk)

    assert sees(cast.cyd, deal)
    assert sees(deep, deal)
    assert not sees(leader, deal)


def test_the_teams_above_a_person_are_known(cast: Cast) -> None:
    assert found(cast.cyd.person_id).above_ids == (cast.west.pk, cast.hq.pk)
    assert found(cast.lee.person_id).above_ids == ()


def test_only_who_may_change_it_by_role_shares_it(cast: Cast) -> None:
    deal = a_deal(cast.ada)

    refused(lambda: share(cast.cyd, deal, person=cast.cyd.person_id), NotFound)
    refused(lambda: share(cast.ben, deal, person=cast.cyd.person_id), NotAllowed)
    refused(lambda: share(cast.lee, deal, person=cast.cyd.person_id), NotAllowed)
    for actor in (cast.ada, cast.max, cast.root):
        share(actor, deal, person=cast.ben.person_id)
        unshare(actor, deal, person=cast.ben.person_id)


def test_what_a_role_does_not_open_at_all_no_share_opens(cast: Cast) -> None:
    deal, blind = a_deal(cast.ada), replace(cast.cyd, grants={"deals": {"read": "none"}})

    share(cast.ada, deal, person=cast.cyd.person_id)
    share(cast.ada, deal, person=cast.lee.person_id, right="change")

    assert not sees(blind, deal)
    assert not sees(cast.lee, deal, verb=Verb.UPDATE)


def test_hidden_fields_stay_hidden_on_what_is_shared(ada: Actor, cyd: Actor) -> None:
    deal, blind = a_deal(ada, amount="100"), replace(cyd, fields={"deals": {"amount": "hidden"}})
    share(ada, deal, person=cyd.person_id)

    with acting(blind):
        told = reading.read_one(blind, DEALS, deal.pk)

    assert "amount" not in told


def test_sharing_again_changes_the_terms(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)
    share(ada, deal, person=cyd.person_id)

    share(ada, deal, person=cyd.person_id, right="change", expires_at=LATER.isoformat())

    assert shares_of(ada, deal) == [("Cyd", True)]
    assert Share.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "person"), ({"person": "eve"}, "person"), ({"person": "cyd", "team": "west"}, "person"),
        ({"person": "cyd", "right": "own"}, "right"),
        ({"person": "cyd", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_field(cast: Cast, given: dict[str, str], field: str) -> None:
    known = {"cyd": cast.cyd.person_id, "eve": cast.eve.person_id, "west": cast.west.pk}
    deal = a_deal(cast.ada)
    params: dict[str, Any] = {name: known.get(value, value) for name, value in given.items()}

    with pytest.raises(Invalid) as invalid:
        share(cast.ada, deal, **params)

    assert [each.field for each in invalid.value.fields] == [field]
    assert not Share.objects.exists()


def test_what_is_not_shared_cannot_end(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)

    refused(lambda: unshare(ada, deal, person=cyd.person_id), NotShared)


def test_one_share_is_ended_by_its_id(cast: Cast) -> None:
    deal, other = a_deal(cast.ada), a_deal(cast.ada, name="Other")
    share(cast.ada, deal, person=cast.cyd.person_id)
    key = Share.objects.get().pk

    with acting(cast.ada):
        refused(
            lambda: doing.end_share(actor=cast.ada, about=DEALS, record_id=other.pk, share_id=key, now=NOW), NotShared
        )
        doing.end_share(actor=cast.ada, about=DEALS, record_id=deal.pk, share_id=key, now=NOW)

    assert not sees(cast.cyd, deal)
    assert shares_of(cast.ada, deal) == []


def test_many_are_shared_at_once_and_those_of_others_are_told(cast: Cast) -> None:
    mine, bens = [a_deal(cast.ada, name=f"Deal {n}") for n in range(3)], a_deal(cast.ben, name="Ben's")
    share(cast.ada, mine[0], person=cast.cyd.person_id)

    with acting(cast.ada):
        result = actions.run_many(
            actor=cast.ada, about=DEALS, key="share", rows=[*(each.pk for each in mine), bens.pk], now=NOW,
            params={"person": str(cast.cyd.person_id)},
        )  # fmt: skip

    assert (result.changed, result.unchanged, result.refused_count) == (2, 1, 1)
    assert [sees(cast.cyd, each) for each in (*mine, bens)] == [True, True, True, False]
    with acting(cast.ada):
        undo_cause(actor=cast.ada, cause_id=_id(result.cause_id), now=NOW)
    assert [sees(cast.cyd, each) for each in mine] == [True, False, False]


def test_many_are_shared_no_longer_at_once(cast: Cast) -> None:
    deals = [a_deal(cast.ada, name=f"Deal {n}") for n in range(3)]
    for each in deals[:2]:
        share(cast.ada, each, team=cast.west.pk)

    with acting(cast.ada):
        result = actions.run_many(
            actor=cast.ada, about=DEALS, key="unshare", rows=[each.pk for each in deals], now=NOW,
            params={"team": str(cast.west.pk)},
        )  # fmt: skip

    assert (result.changed, result.unchanged, result.refused_count) == (2, 1, 0)
    assert not any(sees(cast.cyd, each) for each in deals)


def test_history_tells_of_shares_to_whoever_reads_the_record(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    share(cast.ada, deal, person=cast.cyd.person_id, expires_at=LATER.isoformat())
    share(cast.ada, deal, person=cast.cyd.person_id, right="change")
    unshare(cast.ada, deal, person=cast.cyd.person_id)

    with acting(cast.ben):
        changes = history(actor=cast.ben, about=DEALS, record_id=deal.pk).changes

    told = [(each.became, each.share and each.share.whom, [f.field.name for f in each.fields]) for each in changes]
    assert told == [
        (Became.TRASHED, "Cyd", []),
        (Became.CHANGED, "Cyd", ["may_change", "expires_at"]),
        (Became.CREATED, "Cyd", ["person", "may_change", "expires_at"]),
        (Became.CREATED, None, told[-1][2]),
    ]
    assert {each.action for each in changes[:3]} == {"deals.share", "deals.unshare"}


def test_an_undo_takes_a_share_back_and_gives_it_again(ada: Actor, cyd: Actor) -> None:
    deal = a_deal(ada)
    share(ada, deal, person=cyd.person_id)

    with acting(ada):
        undone = undo_cause(actor=ada, cause_id=last_cause(), now=NOW)
    assert undone.records == {"shares": 1}
    assert not sees(cyd, deal)

    with acting(ada):
        undo_cause(actor=ada, cause_id=_id(undone.cause_id), now=NOW)
    assert sees(cyd, deal)


def test_an_undo_of_a_share_that_was_changed_since_is_a_conflict(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    share(cast.ada, deal, person=cast.cyd.person_id)
    first = last_cause()
    share(cast.max, deal, person=cast.cyd.person_id, right="change")

    with acting(cast.ada):
        undone = undo_cause(actor=cast.ada, cause_id=first, now=NOW)

    assert (undone.count, [each.field for each in undone.conflicts]) == (0, ["may_change"])
    assert sees(cast.cyd, deal, verb=Verb.UPDATE)


def test_an_undo_that_would_share_it_twice_is_told(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    share(cast.ada, deal, person=cast.cyd.person_id)
    unshare(cast.ada, deal, person=cast.cyd.person_id)
    ended = last_cause()
    share(cast.ada, deal, person=cast.cyd.person_id)

    with acting(cast.ada):
        undone = undo_cause(actor=cast.ada, cause_id=ended, now=NOW)

    assert [(each.object, each.reason) for each in undone.blocked] == [("shares", "taken")]


def test_who_may_share_it_no_longer_gives_it_again_by_no_undo(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    share(cast.ada, deal, person=cast.cyd.person_id)
    unshare(cast.ada, deal, person=cast.cyd.person_id)
    ended = last_cause()
    with acting(cast.root):
        changing.update(
            actor=cast.root, about=DEALS, record_id=deal.pk, values={"owner": str(cast.ben.person_id)}, now=NOW
        )

    with acting(cast.ada):
        undone = undo_cause(actor=cast.ada, cause_id=ended, now=NOW)

    assert (undone.count, undone.refused_count) == (0, 1)
    assert not sees(cast.cyd, deal)


def test_everything_that_has_an_owner_is_shared_and_nothing_else(cast: Cast) -> None:
    rows = {"accounts": an_account(cast.ada), "tasks": a_task(cast.ada), "products": a_product(cast.ada)}
    offered = {
        about.plural
        for about in registry.standard()
        if "share" in {each.key for each in actions.available(cast.root, about)}
    }

    assert offered == {"accounts", "contacts", "deals", "activities", "tasks", "comments", "lists", "products"}
    for plural in ("accounts", "tasks"):
        about = registry.standard().object(plural)
        share(cast.ada, rows[plural], about, person=cast.cyd.person_id)
        assert sees(cast.cyd, rows[plural], about)


def test_records_of_the_firms_own_objects_are_shared_too(cast: Cast) -> None:
    machines = tailored.machines(cast.root)
    lathe = a_record("machines", cast.ada, name="Lathe 7")
    assert not sees(cast.cyd, lathe, machines)

    share(cast.ada, lathe, machines, person=cast.cyd.person_id)

    assert sees(cast.cyd, lathe, machines)
    with acting(cast.cyd):
        assert find(actor=cast.cyd, text="Lathe 7", objects=["machines"])[0].record_id == lathe.pk
    with acting(cast.ada):
        undo_cause(actor=cast.ada, cause_id=last_cause(), now=NOW)
    assert not sees(cast.cyd, lathe, machines)


def test_who_cannot_read_a_record_is_not_told_with_whom_it_is_shared(cast: Cast) -> None:
    deal = a_deal(cast.ada)

    with pytest.raises(NotFound):
        shares_of(cast.cyd, deal)


def last_cause() -> UUID:
    return _id(Cause.objects.order_by("-id").values_list("pk", flat=True).first())


def _id(key: UUID | None) -> UUID:
    assert key is not None
    return key
