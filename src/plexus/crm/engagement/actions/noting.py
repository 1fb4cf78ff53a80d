"""Putting tasks and comments on a record, in two taps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plexus.crm.engagement.models import Comment, Task
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.schema import registry

Reference = dict[str, str]


def about_record(objects: str, record_id: UUID) -> list[Reference]:
    """The reference list that names one record."""
    return [{"object": objects, "id": str(record_id)}]


def add_task(*, actor: Actor, subject: str, due_at: str, related: list[Reference], now: datetime) -> Task:
    """Put something on the list of things to do."""
    values = {"subject": subject, "due_at": due_at or None, "related": related}
    about = registry.of(actor.workspace_id).object("tasks")
    return changing.create(actor=actor, about=about, values=values, now=now)  # type: ignore[return-value]


def comment(
    *, actor: Actor, body: str, related: list[Reference], now: datetime, mentions: Sequence[str] = ()
) -> Comment:
    """Say something to colleagues about a record; who is mentioned is told."""
    about = registry.of(actor.workspace_id).object("comments")
    values = {"body": body, "related": related, "mentions": list(mentions)}
    return changing.create(actor=actor, about=about, values=values, now=now)  # type: ignore[return-value]
