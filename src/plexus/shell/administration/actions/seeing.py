"""Looking at the product as somebody else: for administrators, to look only, for half an hour, and on the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Least

from plexus.kernel.access.models import Seeing
from plexus.kernel.identity.actor import Actor, ActorKind
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

LASTS = timedelta(minutes=30)


class IsOneself(Refusal):
    """An administrator wanted to see as he sees."""

    message = _("This is you. Choose somebody else to see Plexus as.")


def begin(*, actor: Actor, person_id: UUID, now: datetime) -> Seeing:
    """See as a person who works here from now on; raises `NotAllowed`, `NotFound` or `IsOneself`."""
    if not actor.is_administrator or actor.kind is not ActorKind.PERSON:
        raise NotAllowed
    if person_id == actor.person_id:
        raise IsOneself
    if actor_of_person(person_id) is None:
        raise NotFound
    with causing(actor=actor, action="people.see-as", person=person_id):
        return Seeing.objects.create(
            workspace_id=actor.workspace_id, person_id=person_id, ends_at=now + LASTS, created_at=now,
            created_by_id=actor.person_id, updated_at=now, updated_by_id=actor.person_id,
        )  # fmt: skip


def end(*, actor: Actor, seeing_id: UUID, now: datetime) -> None:
    """See as oneself again; what is over already stays as it is."""
    mine = Seeing.objects.filter(workspace_id=actor.workspace_id, created_by_id=actor.person_id, pk=seeing_id)
    if not mine.filter(ended_at=None).exists():
        return
    with causing(actor=actor, action="people.see-as-end"):
        mine.filter(ended_at=None).update(
            ended_at=Least(F("ends_at"), Value(now, DateTimeField())),
            version=F("version") + 1,
            updated_at=now,
            updated_by_id=actor.person_id,
        )
