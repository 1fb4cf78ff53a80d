"""Stages: their order, and what becomes of the deals of one that goes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.casting import NOW, Cast, a_deal, a_pipeline, a_stage, assert_unchanged, fresh

from plexus.crm.sales.actions import staging
from plexus.crm.sales.actions.refusals import AnotherPipeline, MoveElsewhere
from plexus.crm.sales.models import Deal, Pipeline, Stage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.schema import registry


def _order(actor: Actor) -> list[str]:
    rows = Stage.objects.filter(pipeline=a_pipeline(actor), deleted_at=None)
    return list(rows.order_by("position").values_list("name", flat=True))


def test_deals_of_a_stage_that_goes_move_to_another_and_one_undo_takes_all_back(cast: Cast) -> None:
    adas, cyds = a_deal(cast.ada), a_deal(cast.cyd)
    going, other = a_stage(cast.root, "Qualified"), a_stage(cast.root, "Quoted")

    staging.replace_stage(actor=cast.root, record_id=going.pk, now=NOW, into=other.pk)

    assert [fresh(each).stage_id for each in (adas, cyds)] == [other.pk, other.pk]
    assert fresh(adas).probability == 60
    assert fresh(going).deleted_at == NOW
    cause = Cause.objects.get(action="stages.replace")
    undoing.undo_cause(actor=cast.root, cause_id=cause.pk, now=NOW)
    assert (fresh(adas).stage_id, fresh(going).deleted_at) == (going.pk, None)


@pytest.mark.parametrize("what", ["stage", "pipeline"])
def test_what_deals_stand_in_does_not_go_into_the_trash(cast: Cast, what: str) -> None:
    deal = a_deal(cast.ada)
    row: Stage | Pipeline = deal.stage if what == "stage" else deal.pipeline
    about = registry.of(cast.root.workspace_id).object(f"{what}s")

    with pytest.raises(Invalid):
        changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW)
    many = bulk.trash_many(actor=cast.root, about=about, rows=[row.pk], now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(deleted_at=NOW)

    assert (many.changed, many.refused_count) == (0, 1)
    assert fresh(row).deleted_at is None


def test_an_empty_stage_goes_and_so_does_one_whose_deals_lie_in_the_trash(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    schema = registry.of(cast.root.workspace_id)
    changing.trash(actor=cast.root, about=schema.object("deals"), record_id=deal.pk, now=NOW)

    changing.trash(actor=cast.root, about=schema.object("stages"), record_id=deal.stage_id, now=NOW)

    assert fresh(deal.stage).deleted_at == NOW


def test_deals_go_neither_into_the_same_stage_nor_into_another_pipeline(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    elsewhere = a_stage(cast.root, "Quoted", pipeline=a_pipeline(cast.root, name="Renewals"))

    with pytest.raises(MoveElsewhere):
        staging.replace_stage(actor=cast.root, record_id=deal.stage_id, now=NOW, into=deal.stage_id)
    with pytest.raises(AnotherPipeline):
        staging.replace_stage(actor=cast.root, record_id=deal.stage_id, now=NOW, into=elsewhere.pk)

    assert_unchanged(Deal.objects.get(pk=deal.pk))


def test_who_does_not_keep_the_stages_changes_none(cast: Cast) -> None:
    going, other = a_stage(cast.root, "Qualified"), a_stage(cast.root, "Quoted")

    for act in (staging.put_later, staging.put_earlier):
        with pytest.raises(NotAllowed):
            act(actor=cast.ada, record_id=going.pk, now=NOW)
    with pytest.raises(NotAllowed):
        staging.replace_stage(actor=cast.ada, record_id=going.pk, now=NOW, into=other.pk)

    assert _order(cast.root) == ["Qualified", "Quoted", "Won", "Lost"]


def test_stages_change_places_and_stop_at_the_ends(cast: Cast) -> None:
    quoted = a_stage(cast.root, "Quoted")

    staging.put_earlier(actor=cast.root, record_id=quoted.pk, now=NOW)
    first = _order(cast.root)
    staging.put_earlier(actor=cast.root, record_id=quoted.pk, now=NOW)
    still = _order(cast.root)
    staging.put_later(actor=cast.root, record_id=quoted.pk, now=NOW)

    assert first == still == ["Quoted", "Qualified", "Won", "Lost"]
    assert _order(cast.root) == ["Qualified", "Quoted", "Won", "Lost"]
