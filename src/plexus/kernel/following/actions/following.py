"""Beginning to follow records, and ending it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.action import EVERY_OBJECT
from plexus.kernel.actions.registry import action, many
from plexus.kernel.following.models import Follow
from plexus.kernel.following.queries.followers import followed_by
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, changing, reading
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

CHUNK = 2_000


def _is_followed(about: Object) -> bool:
    return about.is_subject


def _is_somebody(actor: Actor, about: Object) -> bool:
    return actor.person_id is not None


def _follows(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).of_model(Follow)


@action(
    "follow", on=EVERY_OBJECT, label=_("Follow"), verb=Verb.READ, applies=_is_followed, allowed=_is_somebody,
    icon="bell-plus",
)  # fmt: skip
def follow(*, actor: Actor, about: Object, record_id: UUID, now: datetime) -> Any:
    """Follow a record that the actor may read, else `NotFound`; who follows it already goes on doing so."""
    row = reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    if not followed_by(actor, [record_id]):
        values = {"related": [{"object": about.plural, "id": str(record_id)}]}
        changing.create(actor=actor, about=_follows(actor), values=values, now=now, action=f"{about.plural}.follow")
    return row


@many("follow", on=EVERY_OBJECT)
def follow_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """Follow many records."""
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.follow") as result.cause_id:
        ids = selecting.chosen(actor, about, rows, Verb.READ, result)
        for chunk in selecting.chunks(ids, CHUNK):
            known = followed_by(actor, chunk).keys()
            made = [_made(actor, about, key, now) for key in chunk if key not in known]
            Follow.objects.bulk_create(made)
            result.changed += len(made)
            result.unchanged += len(chunk) - len(made)
    return result


def _made(actor: Actor, about: Object, record_id: UUID, now: datetime) -> Follow:
    row = Follow(
        workspace_id=actor.workspace_id, owner_id=actor.person_id, team_id=actor.team_id,
        related=[{"object": about.plural, "id": str(record_id)}],
    )  # fmt: skip
    changing.stamp(actor, row, now, created=True)
    return row


@action(
    "unfollow", on=EVERY_OBJECT, label=_("No longer follow"), verb=Verb.READ, applies=_is_followed,
    allowed=_is_somebody, icon="bell-off",
)  # fmt: skip
def unfollow(*, actor: Actor, about: Object, record_id: UUID, now: datetime) -> Any:
    """No longer follow a record."""
    row = reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    _end(actor, followed_by(actor, [record_id]).values(), now)
    return row


@many("unfollow", on=EVERY_OBJECT)
def unfollow_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """No longer follow many records."""
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.unfollow") as result.cause_id:
        ids = selecting.chosen(actor, about, rows, Verb.READ, result)
        for chunk in selecting.chunks(ids, CHUNK):
            known = followed_by(actor, chunk)
            _end(actor, known.values(), now)
            result.changed += len(known)
            result.unchanged += len(chunk) - len(known)
    return result


def _end(actor: Actor, follows: Collection[UUID], now: datetime) -> None:
    if follows:
        bulk.trash_many(actor=actor, about=_follows(actor), rows=tuple(follows), now=now)
