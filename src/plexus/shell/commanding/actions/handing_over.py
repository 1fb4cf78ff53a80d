"""What a door does itself and what it hands over to a worker: one bound, for every act that may touch many records.

Each gives the job to follow, or nothing where so few records are touched that the door does it at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from plexus.kernel import actions
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.models import Job
from plexus.kernel.journal.queries import causes
from plexus.kernel.records import reading
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import looking, taking_back, whole
from plexus.shell.commanding.actions.requesting import request_command
from plexus.shell.commanding.actions.whole import Act
from plexus.shell.exporting.asking import Narrowed

AT_ONCE = 2_000


def act(*, actor: Actor, asked: Act) -> Job | None:
    """Let a worker do an act that touches many records beside those it is done to; raises what is wrong with it."""
    about = registry.of(actor.workspace_id).object(asked.object)
    found = actions.size(
        actor=actor, about=about, key=asked.key, rows=asked.rows, most=AT_ONCE, params=asked.params
    )  # fmt: skip
    if found <= AT_ONCE:
        return None
    actions.expect(actor=actor, about=about, key=asked.key, record_id=asked.rows[0], version=asked.version)
    return whole.request_act(actor=actor, act=asked)


def many(
    *, actor: Actor, about: Object, key: str, rows: Rows, narrowed: Narrowed | None, params: Mapping[str, Any],
    now: datetime,
) -> Job | None:  # fmt: skip
    """Let a worker do an action to many records that a question finds, or to few that touch many others."""
    wanted = actions.find(about, key)
    if wanted.size:
        keys = _keys(actor, about, rows)
        return act(actor=actor, asked=Act(about.plural, key, keys, params, now, many=True)) if keys else None
    if narrowed is None or not isinstance(rows, Q) or not are_many(actor, about, rows, trashed=wanted.trashed):
        return None
    return request_command(actor=actor, about=about, key=key, params=params, narrowed=narrowed, now=now)


def _keys(actor: Actor, about: Object, rows: Rows) -> tuple[UUID, ...]:
    if isinstance(rows, Q):
        return tuple(reading.visible(actor, about).filter(rows).values_list("pk", flat=True))
    return tuple(rows)


def look(*, actor: Actor, field_id: UUID, params: Mapping[str, Any]) -> Job | None:
    """Let a worker look what a change of a field's type would lose; raises what is wrong with the change itself."""
    fields = registry.of(actor.workspace_id).object("custom-fields")
    found = actions.size(
        actor=actor, about=fields, key="change-type", rows=[field_id], most=AT_ONCE, params=params
    )  # fmt: skip
    return looking.request_look(actor=actor, field_id=field_id, **params) if found > AT_ONCE else None


def undo(
    *, actor: Actor, cause_id: UUID, preview: bool = False, force: bool = False,
    resolve: Collection[tuple[UUID, str]] = (),
) -> Job | None:  # fmt: skip
    """Let a worker take back an act that changed many records; raises `NotFound`."""
    if not is_long(actor=actor, cause_id=cause_id):
        return None
    wanted = taking_back.Wanted(preview, force, tuple(resolve))
    return taking_back.request_undo(actor=actor, cause_id=cause_id, wanted=wanted)


def is_long(*, actor: Actor, cause_id: UUID) -> bool:
    """Whether an act changed more than a door takes back itself."""
    return causes.touches_more(actor=actor, cause_id=cause_id, than=AT_ONCE)


def are_many(actor: Actor, about: Object, rows: Q, *, trashed: bool = False) -> bool:
    """Whether more records match than a door changes itself, counted no further."""
    found = reading.visible(actor, about, trashed=trashed).filter(rows)
    return len(found.values_list("pk")[: AT_ONCE + 1]) > AT_ONCE
