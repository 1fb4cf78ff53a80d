"""Ordering the stages of a pipeline, and taking one out of it: its deals move to another first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.crm.sales.actions.moving import deals
from plexus.crm.sales.actions.refusals import AnotherPipeline, MoveElsewhere
from plexus.crm.sales.models import Deal, Stage
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.actions import Told, action, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.rewriting import silent
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

CHUNK = 2_000
INTO = param("into", "reference", _("Move its deals to"), required=True, target="stages")


def _stages(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Stage)


def _may_replace(actor: Actor, about: Object) -> bool:
    """Everybody's deals move, so only who may delete every stage may do it."""
    return level(actor, about, Verb.DELETE) is Level.ALL


def _size(*, actor: Actor, rows: Collection[UUID], most: int | None, into: UUID) -> int:
    """How many deals would move; raises as the replacing does."""
    about = _stages(actor)
    for record_id in rows:
        stage = changing.locked(actor, about, record_id, Verb.DELETE)
        _must_follow(stage, changing.locked(actor, about, into, Verb.READ))
    standing = Deal.objects.filter(workspace_id=actor.workspace_id, stage_id__in=rows, deleted_at=None).order_by()
    return standing.count() if most is None else len(standing.values_list("pk")[: most + 1])


@action(
    "replace", on="stages", label=_("Remove and move its deals"), params=(INTO,), allowed=_may_replace, bulk=False,
    icon="merge", size=_size,
)  # fmt: skip
def replace_stage(*, actor: Actor, record_id: UUID, now: datetime, into: UUID, told: Told = silent) -> Any:
    """Move every deal of a stage to another of the same pipeline, then put the stage into the trash; one undo."""
    about = _stages(actor)
    if not _may_replace(actor, about):
        raise NotAllowed
    with causing(actor=actor, action="stages.replace"):
        stage = changing.locked(actor, about, record_id, Verb.DELETE)
        other = changing.locked(actor, about, into, Verb.READ)
        _must_follow(stage, other)
        standing = list(Deal.objects.filter(stage_id=record_id, deleted_at=None).values_list("pk", flat=True))
        for keys in selecting.chunks(standing, CHUNK):
            moved = bulk.change_many(actor=actor, about=deals(actor), rows=keys, values={"stage": into}, now=now)
            if moved.refused_count:
                raise NotAllowed
            told(len(keys))
        return changing.trash(actor=actor, about=about, record_id=record_id, now=now)


def _must_follow(stage: Any, other: Any) -> None:
    if stage.pk == other.pk:
        raise MoveElsewhere
    if stage.pipeline_id != other.pipeline_id:
        raise AnotherPipeline


def _shift(actor: Actor, record_id: UUID, now: datetime, step: int) -> Any:
    """Change places with the stage before or after; at the end of the row nothing happens."""
    about = _stages(actor)
    with causing(actor=actor, action="stages.shift"):
        stage: Any = changing.locked(actor, about, record_id, Verb.UPDATE)
        row = list(Stage.objects.filter(pipeline_id=stage.pipeline_id, deleted_at=None).order_by("position", "pk"))
        here = next(n for n, each in enumerate(row) if each.pk == stage.pk)
        there = here + step
        if 0 <= there < len(row):
            row[here], row[there] = row[there], row[here]
        for position, each in enumerate(row):
            if each.position != position:
                values = {"position": position}
                changing.update(actor=actor, about=about, record_id=each.pk, values=values, now=now)
    return stage


@action("earlier", on="stages", label=_("Move before the stage above"), bulk=False, icon="arrow-up")
def put_earlier(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """One place towards the beginning of its pipeline."""
    return _shift(actor, record_id, now, -1)


@action("later", on="stages", label=_("Move behind the stage below"), bulk=False, icon="arrow-down")
def put_later(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """One place towards the end of its pipeline."""
    return _shift(actor, record_id, now, 1)
