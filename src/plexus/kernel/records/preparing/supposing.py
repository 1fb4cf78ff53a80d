"""A record as it would stand if somebody saved what is typed: nothing is asked twice, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.clock import moment_of, today_of
from plexus.kernel.records.preparing import assigning, defaulting, drafting
from plexus.kernel.records.reckoning import Reach, ruled
from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow


def new(actor: Actor, about: Object, said: Mapping[str, Any], now: datetime) -> tuple[WorkspaceRow, frozenset[str]]:
    """A record that is being made, with what was said of it, and the names of what it has of its defaults."""
    row, names = drafting.blank(about, actor.workspace_id), frozenset(said)
    assigning.with_defaults(about, row, names, today=today_of(actor, now))
    _take(actor, about, row, said)
    filled = defaulting.fill(actor, about, [row], {row.pk: names}, moment_of(actor, now))
    return row, filled[row.pk]


def changed(actor: Actor, about: Object, record_id: UUID, typed: Mapping[str, Any]) -> WorkspaceRow | None:
    """A record that is being changed; the caller has made sure that the actor may see it."""
    row = about.rows(actor.workspace_id).filter(pk=record_id).first()
    if row is not None:
        _take(actor, about, row, typed)
    return row


def _take(actor: Actor, about: Object, row: WorkspaceRow, typed: Mapping[str, Any]) -> None:
    """Set what is typed as far as it fits; what does not fit yet counts as empty."""
    for name, value in typed.items():
        fits, unfit = assigning.fitting(actor, about, {name: value}, row)
        assigning.assign(about, row, {name: about.fields[name].type.empty} if unfit else fits)


def unseen(actor: Actor, about: Object, row: WorkspaceRow, now: datetime) -> frozenset[str]:
    """The fields that a form does not show for this row, under the rights of whoever looks."""
    asked, reach = ruled(about, actor.workspace_id), Reach(actor.workspace_id, actor)
    moment = moment_of(actor, now)
    read = reach.reader(about, row, moment)
    return frozenset(field.name for field, checked in asked.visible if not evaluate(checked, read, moment))
