"""Actions are registered once, and the policy decides who is offered and who may do them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q

from plexus.crm.customers.models import Account, Contact, Tag
from plexus.crm.engagement.models import Activity, Task
from plexus.crm.sales.actions.refusals import AlreadyOpen, NoSuchStage
from plexus.crm.sales.models import Deal, LostReason, Pipeline, Stage
from plexus.kernel import actions
from plexus.kernel.actions.refusals import OneByOne, UnknownAction
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import changing, undoing
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("inside")]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def of(plural: str) -> Object:
    return registry.standard().object(plural)


def made(actor: Actor, plural: str, **values: Any) -> UUID:
    return changing.create(actor=actor, about=of(plural), values=values, now=NOW).pk


def run(actor: Actor, plural: str, key: str, record_id: UUID, **params: Any) -> Any:
    return actions.run(actor=actor, about=of(plural), key=key, record_id=record_id, now=NOW, params=params)


def run_many(actor: Actor, plural: str, key: str, rows: Any, **params: Any) -> Any:
    return actions.run_many(actor=actor, about=of(plural), key=key, rows=rows, now=NOW, params=params)


def keys(actor: Actor, plural: str) -> list[str]:
    return [each.key for each in actions.available(actor, of(plural))]


def test_an_object_offers_its_own_actions_before_the_general_ones(ada: Actor) -> None:
    assert keys(ada, "deals") == [
        "move", "win", "lose", "reopen", "delete", "restore", "assign", "add-tags", "remove-tags", "change",
        "share", "unshare", "follow", "unfollow", "add-to-list", "remove-from-list", "log",
    ]  # fmt: skip


def test_who_may_only_read_is_offered_nothing_that_writes_to_the_record(ada: Actor) -> None:
    reader = replace(ada, grants={"*": {"read": "all"}})

    assert keys(reader, "deals") == ["follow", "unfollow", "add-to-list", "remove-from-list"]
    assert keys(replace(ada, fields={"deals": {"stage": "read_only", "tags": "hidden"}}), "deals") == [
        "delete", "restore", "assign", "change", "share", "unshare", "follow", "unfollow", "add-to-list",
        "remove-from-list", "log",
    ]  # fmt: skip


@pytest.mark.parametrize("wanted", actions.everything(), ids=lambda each: f"{each.on}.{each.key}")
def test_what_the_policy_denies_is_not_done(ada: Actor, stages: dict[str, Any], wanted: actions.Action) -> None:
    plural = {"*": "accounts" if wanted.key == "normalise" else "deals"}.get(wanted.on, wanted.on)
    about = of(plural)
    stranger = replace(ada, grants={})

    with pytest.raises(NotAllowed):
        actions.run(actor=stranger, about=about, key=wanted.key, record_id=ada.workspace_id, now=NOW)
    with pytest.raises((NotAllowed, OneByOne)):
        actions.run_many(actor=stranger, about=about, key=wanted.key, rows=Q(), now=NOW)


def test_an_unknown_action_is_refused(ada: Actor) -> None:
    with pytest.raises(UnknownAction):
        run(ada, "accounts", "win", ada.workspace_id)


def test_parameters_are_parsed_and_every_fault_is_told(ada: Actor, stages: dict[str, Any]) -> None:
    key = made(ada, "deals", name="Deal", stage=stages["new"].pk)

    with pytest.raises(Invalid) as refused:
        run(ada, "deals", "lose", key, closed_on="soon", colour="red")

    assert {(each.field, each.code) for each in refused.value.fields} == {
        ("closed_on", "not_a_date"), ("colour", "unknown_field"), ("lost_reason", "required")
    }  # fmt: skip
    assert Deal.objects.get(pk=key).version == 1


def test_a_deal_is_moved_won_lost_and_reopened_where_it_stood(ada: Actor, stages: dict[str, Any]) -> None:
    key = made(ada, "deals", name="Deal", stage=stages["new"].pk)
    reason = LostReason.objects.get()

    run(ada, "deals", "move", key, stage=str(stages["offer"].pk))
    won = run(ada, "deals", "win", key, closed_on="2026-11-24")
    assert (won.outcome, won.closed_on, won.probability, won.stage_id) == (
        "won",
        date(2026, 11, 24),
        100,
        stages["won"].pk,
    )

    lost = run(ada, "deals", "lose", key, lost_reason=str(reason.pk))
    assert (lost.outcome, lost.closed_on, lost.lost_reason_id) == ("lost", TODAY, reason.pk)

    reopened = run(ada, "deals", "reopen", key)
    assert (reopened.outcome, reopened.closed_on, reopened.stage_id) == ("open", None, stages["offer"].pk)
    assert reopened.lost_reason_id is None
    with pytest.raises(AlreadyOpen):
        run(ada, "deals", "reopen", key)
    names = list(Cause.objects.filter(action__startswith="deals.").order_by("id").values_list("action", flat=True))
    assert names == ["deals.create", "deals.move", "deals.win", "deals.lose", "deals.reopen"]


def test_deals_are_won_in_bulk_each_in_its_own_pipeline(ada: Actor, stages: dict[str, Any]) -> None:
    other = Pipeline.objects.create(workspace_id=ada.workspace_id, name="Renewals")
    only = Stage.objects.create(workspace_id=ada.workspace_id, pipeline=other, name="Asked", probability=50)
    mine = [made(ada, "deals", name="Deal", stage=stages["new"].pk) for _ in range(2)]
    stuck = made(ada, "deals", name="Renewal", stage=only.pk)

    result = run_many(ada, "deals", "win", [*mine, stuck])

    assert result.changed == 2
    assert [(each.record_id, each.code) for each in result.refused] == [(stuck, NoSuchStage.code)]
    assert set(Deal.objects.filter(outcome="won").values_list("pk", "closed_on")) == {(key, TODAY) for key in mine}
    assert Cause.objects.get(pk=result.cause_id).action == "deals.win"

    reopened = run_many(ada, "deals", "reopen", mine)
    assert reopened.changed == 2
    assert {row.stage_id for row in Deal.objects.filter(pk__in=mine)} == {stages["new"].pk}


def test_tags_are_put_on_and_taken_off_singly_and_in_bulk(ada: Actor) -> None:
    one, other = made(ada, "accounts", name="One", tags=["a"]), made(ada, "accounts", name="Other", tags=["b"])

    run(ada, "accounts", "add-tags", one, tags="VIP, a")
    result = run_many(ada, "accounts", "add-tags", [one, other], tags=["VIP"])

    assert (result.changed, result.unchanged) == (1, 1)
    assert Account.objects.get(pk=one).tags == ["a", "VIP"]
    assert Account.objects.get(pk=other).tags == ["b", "VIP"]

    run_many(ada, "accounts", "remove-tags", Q(), tags=["VIP", "b"])
    assert [row.tags for row in Account.objects.order_by("name")] == [["a"], []]


def test_a_field_is_set_on_all_that_are_asked_for(ada: Actor, ben: Actor) -> None:
    mine = made(ada, "contacts", full_name="Li Lei")
    theirs = made(ben, "contacts", full_name="Han Mei")

    result = run_many(ada, "contacts", "change", Q(), field="emails", value=["li@a.cn"])

    assert (result.changed, result.refused_count) == (1, 1)
    assert Contact.objects.get(pk=mine).email == "li@a.cn"
    assert Contact.objects.get(pk=theirs).email == ""


def test_records_are_given_to_a_colleague_and_deleted_and_restored(ada: Actor, ben: Actor) -> None:
    key = made(ada, "contacts", full_name="Li Lei")

    run(ada, "contacts", "delete", key)
    run_many(ada, "contacts", "restore", [key])
    run(ada, "contacts", "assign", key, owner={"id": str(ben.person_id)})

    row = Contact.objects.get(pk=key)
    assert (row.deleted_at, row.owner_id, row.version) == (None, ben.person_id, 4)


def test_a_task_is_completed_and_reopened(ada: Actor) -> None:
    one, other = made(ada, "tasks", subject="Call"), made(ada, "tasks", subject="Write")

    run(ada, "tasks", "complete", one)
    result = run_many(ada, "tasks", "complete", [one, other], done_at="2026-11-20T08:00:00Z")
    assert result.changed == 2
    assert {row.done_at for row in Task.objects.all()} == {datetime(2026, 11, 20, 8, tzinfo=UTC)}

    run(ada, "tasks", "reopen", one)
    run_many(ada, "tasks", "reopen", [other])
    assert not Task.objects.exclude(done_at=None).exists()


def test_an_activity_is_logged_on_what_the_actor_may_read(ada: Actor, cyd: Actor) -> None:
    mine, cyds = made(ada, "contacts", full_name="Li"), made(cyd, "contacts", full_name="Wu")

    run(ada, "contacts", "log", mine, kind="call", subject="Asked for the price", duration_minutes=5)
    with pytest.raises(NotFound):
        run(ada, "contacts", "log", cyds, kind="call")

    activity = Activity.objects.get()
    assert (activity.kind, activity.happened_at, activity.related) == (
        "call", NOW, [{"object": "contacts", "id": str(mine)}]
    )  # fmt: skip


def test_a_tag_is_renamed_wherever_it_stands_and_undo_takes_it_back(root: Actor, ada: Actor) -> None:
    tag = made(root, "tags", name="vip")
    made(root, "tags", name="gold")
    account = made(ada, "accounts", name="One", tags=["a", "vip", "VIP"])
    deal = made(ada, "contacts", full_name="Li", tags=["vip"])

    with pytest.raises(Taken):
        run(root, "tags", "rename", tag, name="gold")
    with pytest.raises(NotAllowed):
        run(ada, "tags", "rename", tag, name="VIP")
    run(root, "tags", "rename", tag, name="VIP")

    assert Account.objects.get(pk=account).tags == ["a", "VIP"]
    assert Contact.objects.get(pk=deal).tags == ["VIP"]
    cause = Cause.objects.filter(action="tags.rename").latest("id")
    assert undoing.undo_cause(actor=root, cause_id=cause.pk, now=NOW).count == 3
    assert Account.objects.get(pk=account).tags == ["a", "vip", "VIP"]
    assert Tag.objects.get(pk=tag).name == "vip"


def test_tags_are_merged_over_all_records(root: Actor, ada: Actor) -> None:
    gold, vip, top = (made(root, "tags", name=name) for name in ("gold", "vip", "top"))
    account = made(ada, "accounts", name="One", tags=["vip", "x", "top", "gold"])

    result = run_many(root, "tags", "merge", [vip, top, gold], into=str(gold))

    assert result.changed == 2
    assert Account.objects.get(pk=account).tags == ["gold", "x"]
    assert list(Tag.objects.filter(deleted_at=None).values_list("name", flat=True)) == ["gold"]


def test_a_stranger_wins_nothing(ada: Actor, cyd: Actor, stages: dict[str, Any]) -> None:
    key = made(ada, "deals", name="Deal", stage=stages["new"].pk)

    with pytest.raises(NotFound):
        run(cyd, "deals", "win", key)

    assert Deal.objects.get(pk=key).version == 1
