"""Sharing records one by one with a person or a team, to see or to change, for good or until a moment.

Whoever may change a record by role may share it: its owner, its team where the role says so, a manager, an
administrator. Whoever has it by a share alone passes it on to nobody, so nobody gives more, or for longer, than he has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.access.filtering import may_be_shared, shareable
from plexus.kernel.access.models import Share
from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.action import EVERY_OBJECT, param
from plexus.kernel.actions.refusals import NotShared, NotYours
from plexus.kernel.actions.registry import action, many
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema.field import ChoiceOption
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError, gettext_noop

CHUNK = 20_000
ONE_OF = gettext_noop("Choose a person or a team, one of the two.")
GONE_BY = gettext_noop("Choose a moment to come.")
READ, CHANGE = "read", "change"
RIGHTS = (
    ChoiceOption(READ, pgettext_lazy("what a share lets one do", "See")),
    ChoiceOption(CHANGE, pgettext_lazy("what a share lets one do", "See and change")),
)
WHOM = (
    param("person", "reference", _("Person"), target="people"),
    param("team", "reference", _("Team"), target="teams"),
)
TERMS = (
    param("right", "choice", pgettext_lazy("what a share lets one do", "May"), choices=RIGHTS),
    param("expires_at", "date_time", pgettext_lazy("a share's last moment", "Until")),
)
Whom = Mapping[str, UUID]


@action(
    "share", on=EVERY_OBJECT, label=pgettext_lazy("verb", "Share"), params=(*WHOM, *TERMS), applies=may_be_shared,
    icon="share-2",
)  # fmt: skip
def share(  # noqa: PLR0913 (its parameters are those of the action)
    *, actor: Actor, about: Object, record_id: UUID, now: datetime, person: UUID | None = None,
    team: UUID | None = None, right: str = READ, expires_at: datetime | None = None,
) -> Any:  # fmt: skip
    """Let a person or a team see a record, or change it too; who has it already gets these terms instead."""
    whom, terms = _whom(person, team), _terms(right, expires_at, now)
    with causing(actor=actor, action=f"{about.plural}.share"):
        row = _locked(actor, about, record_id)
        _put(actor, about, [record_id], whom, terms, now)
    return row


@many("share", on=EVERY_OBJECT)
def share_many(  # noqa: PLR0913 (likewise)
    *, actor: Actor, about: Object, rows: Rows, now: datetime, person: UUID | None = None, team: UUID | None = None,
    right: str = READ, expires_at: datetime | None = None,
) -> BulkResult:  # fmt: skip
    """Let a person or a team see many records, or change them too."""
    whom, terms = _whom(person, team), _terms(right, expires_at, now)
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.share") as result.cause_id:
        for chunk in selecting.chunks(_chosen(actor, about, rows, result), CHUNK):
            changed = _put(actor, about, chunk, whom, terms, now)
            result.changed += changed
            result.unchanged += len(chunk) - changed
    return result


@action(
    "unshare", on=EVERY_OBJECT, label=_("End sharing"), params=WHOM, applies=may_be_shared, icon="user-round-x"
)  # fmt: skip
def unshare(
    *, actor: Actor, about: Object, record_id: UUID, now: datetime, person: UUID | None = None, team: UUID | None = None
) -> Any:
    """Share a record with a person or a team no longer."""
    whom = _whom(person, team)
    with causing(actor=actor, action=f"{about.plural}.unshare"):
        row = _locked(actor, about, record_id)
        if not _end(actor, _of(actor, about, [record_id]).filter(**whom), now):
            raise NotShared
    return row


@many("unshare", on=EVERY_OBJECT)
def unshare_many(
    *, actor: Actor, about: Object, rows: Rows, now: datetime, person: UUID | None = None, team: UUID | None = None
) -> BulkResult:
    """Share many records with a person or a team no longer."""
    whom = _whom(person, team)
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.unshare") as result.cause_id:
        for chunk in selecting.chunks(_chosen(actor, about, rows, result), CHUNK):
            ended = _end(actor, _of(actor, about, chunk).filter(**whom), now)
            result.changed += ended
            result.unchanged += len(chunk) - ended
    return result


def end_share(*, actor: Actor, about: Object, record_id: UUID, share_id: UUID, now: datetime) -> None:
    """Take one share of a record back; raises `NotShared` where it has none of that id."""
    with causing(actor=actor, action=f"{about.plural}.unshare"):
        _locked(actor, about, record_id)
        if not _end(actor, _of(actor, about, [record_id]).filter(pk=share_id), now):
            raise NotShared


def _whom(person: UUID | None, team: UUID | None) -> Whom:
    if person and not team:
        return {"person_id": person}
    if team and not person:
        return {"shared_team_id": team}
    raise Invalid(fields=[FieldError("person", "one_of", ONE_OF)])


def _terms(right: str | None, expires_at: datetime | None, now: datetime) -> dict[str, Any]:
    if expires_at is not None and expires_at <= now:
        raise Invalid(fields=[FieldError("expires_at", "gone_by", GONE_BY)])
    return {"may_change": right == CHANGE, "expires_at": expires_at}


def _locked(actor: Actor, about: Object, record_id: UUID) -> Any:
    """The record, locked, when the actor may share it."""
    row = changing.locked(actor, about, record_id, Verb.UPDATE)
    if not selecting.of_ids(actor, about, [record_id]).filter(shareable(actor, about)).exists():
        raise NotYours
    return row


def _chosen(actor: Actor, about: Object, rows: Rows, result: BulkResult) -> list[UUID]:
    """The records of a selection that the actor may share, locked; the others are counted as refused."""
    ids = selecting.chosen(actor, about, rows, Verb.UPDATE, result)
    allowed = set(
        selecting.of_ids(actor, about, ids)
        .filter(shareable(actor, about))
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    result.refuse([key for key in ids if key not in allowed], NotYours)
    return [key for key in ids if key in allowed]


def _of(actor: Actor, about: Object, ids: Sequence[UUID]) -> QuerySet[Share]:
    """The shares of some records that nobody took back."""
    known = Share.objects.filter(workspace_id=actor.workspace_id, object=about.plural, deleted_at=None)
    return known.filter(record_id__in=ids)


def _put(actor: Actor, about: Object, ids: Sequence[UUID], whom: Whom, terms: Mapping[str, Any], now: datetime) -> int:
    """Give shares of locked records these terms, and make those that are missing; how many became different."""
    held = _of(actor, about, ids).filter(**whom)
    known = set(held.values_list("record_id", flat=True))
    changed = held.exclude(**terms).update(**terms, **_stamp(actor, now))
    stamp = {"created_at": now, "updated_at": now, "created_by_id": actor.person_id, "updated_by_id": actor.person_id}
    made = [
        Share(workspace_id=actor.workspace_id, object=about.plural, record_id=key, **whom, **terms, **stamp)
        for key in ids
        if key not in known
    ]
    return changed + len(Share.objects.bulk_create(made))


def _end(actor: Actor, shares: QuerySet[Share], now: datetime) -> int:
    return shares.update(deleted_at=now, **_stamp(actor, now))


def _stamp(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"version": F("version") + 1, "updated_at": now, "updated_by_id": actor.person_id}
