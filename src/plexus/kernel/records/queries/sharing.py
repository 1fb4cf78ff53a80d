"""With whom a record is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from plexus.kernel.access.filtering import EVERYTHING, NOTHING, may_be_shared, shareable
from plexus.kernel.access.models import Share
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.many.selecting import of_ids
from plexus.kernel.records.reading import visible
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.object import Object


@dataclass(frozen=True, slots=True)
class Shared:
    """A share: with a person or with a team, whether for changing, until when, by whom; `ended_at` when taken back."""

    id: UUID
    person_id: UUID | None
    team_id: UUID | None
    whom: str
    may_change: bool
    expires_at: datetime | None
    shared_at: datetime
    shared_by_id: UUID | None
    shared_by: str
    changed_at: datetime
    ended_at: datetime | None

    def expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


def shares_of(*, actor: Actor, about: Object, record_id: UUID) -> tuple[Shared, ...]:
    """The shares of a record that the actor may read, expired or not, the oldest first; else raises `NotFound`."""
    if not visible(actor, about).filter(pk=record_id).exists():
        raise NotFound
    return tuple(each for each in every(about, actor.workspace_id, record_id) if each.ended_at is None)


def every(about: Object, workspace_id: UUID, record_id: UUID) -> tuple[Shared, ...]:
    """Every share that a record of an object ever had, whoever asks."""
    if not may_be_shared(about):
        return ()
    rows = Share.objects.filter(workspace_id=workspace_id, object=about.plural, record_id=record_id)
    named = rows.annotate(whom=Coalesce("person__name", "shared_team__name"), by=F("created_by__name"))
    values = named.order_by("created_at", "id").values_list(
        "id", "person_id", "shared_team_id", "whom", "may_change", "expires_at", "created_at", "created_by_id", "by",
        "updated_at", "deleted_at",
    )  # fmt: skip
    return tuple(Shared(*row[:8], row[8] or "", *row[9:]) for row in values)


def may_share(actor: Actor, about: Object, record_id: UUID) -> bool:
    """Whether the actor may share a record that he reads."""
    condition = shareable(actor, about)
    if condition in (EVERYTHING, NOTHING):
        return condition == EVERYTHING
    return of_ids(actor, about, [record_id]).filter(condition, deleted_at=None).exists()
