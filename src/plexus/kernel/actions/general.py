"""The actions that every object has: delete and restore, a new owner, tags, and setting one field."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.access.rights import Verb, may_write, readable_fields
from plexus.kernel.actions.action import EVERY_OBJECT, Params, param
from plexus.kernel.actions.anything import Anything
from plexus.kernel.actions.registry import action, many
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many import tagging
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema.field import ChoiceOption, Field
from plexus.kernel.schema.object import Object

OWNER = (param("owner", "reference", _("Owner"), required=True, target="people"),)
TAGS = (param("tags", "tags", _("Tags"), required=True),)


@action("delete", on=EVERY_OBJECT, label=_("Delete"), verb=Verb.DELETE, icon="trash-2", tone="bad")
def delete(*, actor: Actor, about: Object, record_id: UUID, now: datetime) -> Any:
    """Put a record into the trash."""
    return changing.trash(actor=actor, about=about, record_id=record_id, now=now)


@many("delete", on=EVERY_OBJECT)
def delete_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """Put many records into the trash."""
    return bulk.trash_many(actor=actor, about=about, rows=rows, now=now)


@action("restore", on=EVERY_OBJECT, label=_("Restore"), verb=Verb.DELETE, icon="undo-2", trashed=True)
def restore(*, actor: Actor, about: Object, record_id: UUID, now: datetime) -> Any:
    """Take a record out of the trash."""
    return changing.restore(actor=actor, about=about, record_id=record_id, now=now)


@many("restore", on=EVERY_OBJECT)
def restore_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """Take many records out of the trash."""
    return bulk.restore_many(actor=actor, about=about, rows=rows, now=now)


def _has(name: str) -> Any:
    return lambda about: name in about.fields


@action(
    "assign", on=EVERY_OBJECT, label=_("Assign owner"), params=OWNER, writes=("owner",), applies=_has("owner"),
    icon="user-round-check",
)  # fmt: skip
def assign(*, actor: Actor, about: Object, record_id: UUID, now: datetime, owner: UUID) -> Any:
    """Give a record to somebody."""
    return changing.update(actor=actor, about=about, record_id=record_id, values={"owner": owner}, now=now)


@many("assign", on=EVERY_OBJECT)
def assign_many(*, actor: Actor, about: Object, rows: Rows, now: datetime, owner: UUID) -> BulkResult:
    """Give many records to somebody."""
    return bulk.change_many(actor=actor, about=about, rows=rows, values={"owner": owner}, now=now)


@action(
    "add-tags", on=EVERY_OBJECT, label=_("Add tags"), params=TAGS, writes=("tags",), applies=_has("tags"), icon="tag"
)
def add_tags(*, actor: Actor, about: Object, record_id: UUID, now: datetime, tags: list[str]) -> Any:
    """Put words on a record."""
    with changing.changing(actor=actor, about=about, record_id=record_id, now=now) as row:
        row.tags = _with(row.tags, tags)
    return row


@many("add-tags", on=EVERY_OBJECT)
def add_tags_many(*, actor: Actor, about: Object, rows: Rows, now: datetime, tags: list[str]) -> BulkResult:
    """Put words on many records."""

    def alter(row: Any) -> None:
        row.tags = _with(row.tags, tags)

    made = tagging.added(tags)
    return bulk.express_many(actor=actor, about=about, rows=rows, name="tags", made=made, alter=alter, now=now)


@action(
    "remove-tags", on=EVERY_OBJECT, label=_("Remove tags"), params=TAGS, writes=("tags",), applies=_has("tags"),
    icon="tag",
)  # fmt: skip
def remove_tags(*, actor: Actor, about: Object, record_id: UUID, now: datetime, tags: list[str]) -> Any:
    """Take words off a record."""
    with changing.changing(actor=actor, about=about, record_id=record_id, now=now) as row:
        row.tags = _without(row.tags, tags)
    return row


@many("remove-tags", on=EVERY_OBJECT)
def remove_tags_many(*, actor: Actor, about: Object, rows: Rows, now: datetime, tags: list[str]) -> BulkResult:
    """Take words off many records."""

    def alter(row: Any) -> None:
        row.tags = _without(row.tags, tags)

    made = tagging.removed(tags)
    return bulk.express_many(actor=actor, about=about, rows=rows, name="tags", made=made, alter=alter, now=now)


def _with(held: list[str], more: list[str]) -> list[str]:
    return list(dict.fromkeys([*held, *more]))


def _without(held: list[str], fewer: list[str]) -> list[str]:
    return [each for each in held if each not in fewer]


def settable(actor: Actor, about: Object) -> tuple[Field, ...]:
    """The fields that an actor may set by hand."""
    return tuple(each for each in readable_fields(actor, about).values() if may_write(actor, about, each))


def _which_field(actor: Actor, about: Object) -> Params:
    options = tuple(ChoiceOption(each.name, each.label) for each in settable(actor, about))
    return (
        param("field", "choice", _("Field"), required=True, choices=options),
        Field("value", Anything(), _("Value")),
    )


@action("change", on=EVERY_OBJECT, label=_("Change field"), params=_which_field, icon="pencil")
def change(*, actor: Actor, about: Object, record_id: UUID, now: datetime, field: str, value: Any = None) -> Any:
    """Set one field of a record."""
    return changing.update(actor=actor, about=about, record_id=record_id, values={field: value}, now=now)


@many("change", on=EVERY_OBJECT)
def change_many(*, actor: Actor, about: Object, rows: Rows, now: datetime, field: str, value: Any = None) -> BulkResult:
    """Set one field of many records."""
    return bulk.change_many(actor=actor, about=about, rows=rows, values={field: value}, now=now)
