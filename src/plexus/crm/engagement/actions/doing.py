"""Completing tasks and taking that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.crm.engagement.models import Task
from plexus.kernel.actions import action, many, param
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

DONE_AT = param("done_at", "date_time", _("Done at"))


def _tasks(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Task)


@action("complete", on="tasks", label=_("Complete"), params=(DONE_AT,), writes=("done_at",), icon="check", tone="good")
def complete_task(*, actor: Actor, record_id: UUID, now: datetime, done_at: datetime | None = None) -> Any:
    """Say that a task is done; the moment of a task that was done before stays."""
    about = _tasks(actor)
    with changing.changing(actor=actor, about=about, record_id=record_id, now=now, action="tasks.complete") as task:
        task.done_at = done_at or task.done_at or now
    return task


@many("complete", on="tasks")
def complete_tasks(*, actor: Actor, rows: Rows, now: datetime, done_at: datetime | None = None) -> BulkResult:
    """Say that many tasks are done."""

    def complete(task: Task) -> None:
        task.done_at = done_at or task.done_at or now

    return bulk.alter_many(
        actor=actor, about=_tasks(actor), rows=rows, alter=complete, now=now, action="tasks.complete"
    )


@action("reopen", on="tasks", label=_("Reopen"), writes=("done_at",), icon="rotate-ccw")
def reopen_task(*, actor: Actor, record_id: UUID, now: datetime) -> Any:
    """Say that a task is not done after all."""
    values = {"done_at": None}
    return changing.update(
        actor=actor, about=_tasks(actor), record_id=record_id, values=values, now=now, action="tasks.reopen"
    )


@many("reopen", on="tasks")
def reopen_tasks(*, actor: Actor, rows: Rows, now: datetime) -> BulkResult:
    """Say that many tasks are not done after all."""
    values = {"done_at": None}
    return bulk.change_many(actor=actor, about=_tasks(actor), rows=rows, values=values, now=now, action="tasks.reopen")
