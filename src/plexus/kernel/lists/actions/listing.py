"""Putting records on a list, one or many, and taking them off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.actions.action import EVERY_OBJECT, param
from plexus.kernel.actions.registry import action, many
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.lists.models import HandList, Member
from plexus.kernel.lists.models.listed import OTHER
from plexus.kernel.lists.queries.membership import members_among
from plexus.kernel.records import bulk, changing, reading
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import selecting
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

CHUNK = 2_000
WHICH = N_("Choose a list, or give a new one a name.")
PUT = (
    param("list", "reference", pgettext_lazy("kept by hand", "List"), target="lists"),
    param("name", "text", _("Or a new list named"), max_length=200),
)
TAKE = (param("list", "reference", pgettext_lazy("kept by hand", "List"), required=True, target="lists"),)


def _is_listed(about: Object) -> bool:
    return about.is_subject and about.plural != "lists"


def _may_list(actor: Actor, about: Object) -> bool:
    schema = registry.of(actor.workspace_id)
    return all(level(actor, schema.of_model(each), Verb.CREATE) is not Level.NONE for each in (HandList, Member))


@action(
    "add-to-list", on=EVERY_OBJECT, label=_("Add to list"), params=PUT, verb=Verb.READ, applies=_is_listed,
    allowed=_may_list, icon="list-plus",
)  # fmt: skip
def put_on_list(
    *, actor: Actor, about: Object, record_id: UUID, now: datetime, list: UUID | None = None, name: str = ""
) -> Any:
    """Put a record that the actor may read on a list that he may change, or on a new one."""
    row = reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    with causing(actor=actor, action=f"{about.plural}.add-to-list"):
        _put(actor, _target(actor, about, list, name, now), about, [record_id], now)
    return row


@many("add-to-list", on=EVERY_OBJECT)
def put_many_on_list(
    *, actor: Actor, about: Object, rows: Rows, now: datetime, list: UUID | None = None, name: str = ""
) -> BulkResult:
    """Put many records on a list; those that stand on it stay."""
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.add-to-list") as result.cause_id:
        ids = selecting.chosen(actor, about, rows, Verb.READ, result)
        target = _target(actor, about, list, name, now) if ids or list else None
        for chunk in selecting.chunks(ids, CHUNK):
            made = _put(actor, target, about, chunk, now) if target else 0
            result.changed += made
            result.unchanged += len(chunk) - made
    return result


@action(
    "remove-from-list", on=EVERY_OBJECT, label=_("Take off a list"), params=TAKE, verb=Verb.READ, applies=_is_listed,
    allowed=_may_list, icon="list-x",
)  # fmt: skip
def take_off_list(*, actor: Actor, about: Object, record_id: UUID, now: datetime, list: UUID) -> Any:
    """Take a record off a list that the actor may change."""
    row = reading.read_one(actor, about, record_id, fields=("id",), trashed=False)
    with causing(actor=actor, action=f"{about.plural}.remove-from-list"):
        _take(actor, _target(actor, about, list, "", now), [record_id], now)
    return row


@many("remove-from-list", on=EVERY_OBJECT)
def take_many_off_list(*, actor: Actor, about: Object, rows: Rows, now: datetime, list: UUID) -> BulkResult:
    """Take many records off a list."""
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.remove-from-list") as result.cause_id:
        target = _target(actor, about, list, "", now)
        ids = selecting.chosen(actor, about, rows, Verb.READ, result)
        for chunk in selecting.chunks(ids, CHUNK):
            taken = _take(actor, target, chunk, now)
            result.changed += taken
            result.unchanged += len(chunk) - taken
    return result


def may_be_listed(actor: Actor, about: Object) -> bool:
    """Whether there are lists of such records, and the actor may keep one."""
    return _is_listed(about) and _may_list(actor, about)


def put_on_named(*, actor: Actor, about: Object, ids: Collection[UUID], name: str, now: datetime) -> int:
    """Put records on the list of this name that the actor may change, or on a new one; how many came onto it."""
    lists = registry.of(actor.workspace_id).of_model(HandList)
    held = HandList.objects.filter(workspace_id=actor.workspace_id, object=about.plural, name=name, deleted_at=None)
    key = held.filter(permitted(actor, lists, Verb.UPDATE)).order_by("created_at").values_list("pk", flat=True).first()
    with causing(actor=actor, action=f"{about.plural}.add-to-list"):
        return _put(actor, _target(actor, about, key, name, now), about, ids, now)


def _target(actor: Actor, about: Object, key: UUID | None, name: str, now: datetime) -> HandList:
    """The list, locked, when the actor may change it and it holds such records; or a new one."""
    lists = registry.of(actor.workspace_id).of_model(HandList)
    if key is None:
        if not name:
            raise Invalid(fields=[FieldError("list", "required", WHICH)])
        values = {"name": name, "object": about.plural}
        return cast("HandList", changing.create(actor=actor, about=lists, values=values, now=now))
    found = cast("HandList", changing.locked(actor, lists, key, Verb.UPDATE))
    if found.object != about.plural:
        raise Invalid(fields=[FieldError("list", "other_object", OTHER, {"object": found.object})])
    return found


def _put(actor: Actor, target: HandList, about: Object, ids: Collection[UUID], now: datetime) -> int:
    known = members_among(target, ids).keys()
    made = [_member(actor, target, about, key, now) for key in ids if key not in known]
    Member.objects.bulk_create(made)
    return len(made)


def _member(actor: Actor, target: HandList, about: Object, key: UUID, now: datetime) -> Member:
    row = Member(
        workspace_id=actor.workspace_id, list_id=target.pk, owner_id=actor.person_id, team_id=actor.team_id,
        related=[{"object": about.plural, "id": str(key)}],
    )  # fmt: skip
    changing.stamp(actor, row, now, created=True)
    return row


def _take(actor: Actor, target: HandList, ids: Collection[UUID], now: datetime) -> int:
    rows = tuple(members_among(target, ids).values())
    members = registry.of(actor.workspace_id).of_model(Member)
    return bulk.trash_many(actor=actor, about=members, rows=rows, now=now).changed if rows else 0
