"""What became of a record, change by change, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import readable_fields
from plexus.kernel.access.shares import shares
from plexus.kernel.access.unknown import names_unknown
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.records.queries import currencies, documents, sharing
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

BOOKKEEPING = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by"})


class Became(StrEnum):
    """What a change made of a record."""

    CREATED = "created"
    CHANGED = "changed"
    TRASHED = "trashed"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its stored values before and after; render them by the field's type."""

    field: Field
    before: Any
    after: Any

    @property
    def values(self) -> tuple[Any, Any]:
        """Both of them."""
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change: who did what and when, and the fields the reader may see; `share` is what it was a change of."""

    id: int
    object: str
    record_id: UUID
    at: datetime
    became: Became
    cause_id: UUID | None
    action: str
    undoes: UUID | None
    person_id: UUID | None
    person: str
    fields: tuple[FieldChange, ...]
    share: Shared | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Changes, newest first; `next` is the key of the following page, empty on the last."""

    changes: tuple[RecordChange, ...]
    next: int | None


def history(*, actor: Actor, about: Object, record_id: UUID, limit: int = 50, before: int | None = None) -> HistoryPage:
    """The changes of a record that the actor may read now, in the trash or not; else raises `NotFound`.

    A change of nothing but hidden fields is left out, so a page may be shorter than asked.
    """
    must_be_readable(actor, about, record_id)
    return of_readable(actor=actor, about=about, record_id=record_id, limit=limit, before=before)


def of_readable(
    *, actor: Actor, about: Object, record_id: UUID, limit: int = 50, before: int | None = None, whole: bool = True,
    held: Sequence[Shared] | None = None,
) -> HistoryPage:  # fmt: skip
    """The same of a record that was just read under the actor's rights; not `whole`: without what it began with.

    `held` are the shares that it ever had, where somebody has asked for them already.
    """
    every = sharing.every(about, actor.workspace_id, record_id) if held is None else held
    known = {each.id: each for each in every}
    rows = log.of_record(actor.workspace_id, record_id, limit=limit + 1, before=before, also=known)
    page = rows[:limit]
    own = told(actor, about, [row for row in page if row.record_id not in known], whole=whole)
    beside = told(actor, shares(), [row for row in page if row.record_id in known])
    changes = (*own, *(replace(each, share=known[each.record_id]) for each in beside))
    ordered = sorted(changes, key=lambda change: change.id, reverse=True)
    return HistoryPage(tuple(ordered), page[-1].pk if len(rows) > limit else None)


def last_touched(*, actor: Actor, about: Object, record_id: UUID) -> tuple[str, datetime] | None:
    """Who made the newest change of a record, whatever it was of, and when; raises `NotFound` as history does."""
    must_be_readable(actor, about, record_id)
    newest = log.of_record(actor.workspace_id, record_id, limit=1)
    cause = newest[0].cause if newest else None
    return (cause.person.name if cause.person else "", newest[0].at) if cause else None


def must_be_readable(actor: Actor, about: Object, record_id: UUID) -> None:
    """Refuse as if unknown; of a record removed for good only administrators may know."""
    rows = about.rows(actor.workspace_id).filter(pk=record_id)
    if rows.filter(permitted(actor, about)).exists():
        return
    if not (actor.is_administrator and log.exists(actor.workspace_id, record_id, about.plural)):
        raise NotFound


def told(actor: Actor, about: Object, rows: Sequence[Change], *, whole: bool = True) -> tuple[RecordChange, ...]:
    """Changes of one object with their fields named and their references titled, in the order given.

    Not `whole`: the values with which a record began are left out. So is a change that named what the actor may not
    know, though the record may name it no longer.
    """
    rows = [row for row in rows if not names_unknown(actor, about, row.was, row.became)]
    readable = readable_fields(actor, about).values()
    shown = [each for each in readable if not (each.alias_of or each.reckoning or each.name in BOOKKEEPING)]
    wanted = {row.pk for row in rows if whole or row.op != "I"}
    monies = currencies.at_changes(about, actor.workspace_id, [row for row in rows if row.pk in wanted])
    found = [(row, _fields(about, shown, row, monies.get(row.pk, {})) if row.pk in wanted else ()) for row in rows]
    titles = documents.titles_of(actor, (value for _, pairs in found for each in pairs for value in each.values))
    return tuple(
        _told(row, _titled(pairs, titles)) for row, pairs in found if pairs or became(row) is not Became.CHANGED
    )


def became(row: Change) -> Became:
    """What a change made of its record."""
    if row.op != "U":
        return Became.CREATED if row.op == "I" else Became.REMOVED
    if "deleted_at" not in row.became:
        return Became.CHANGED
    return Became.TRASHED if row.became["deleted_at"] else Became.RESTORED


def _fields(about: Object, shown: list[Field], row: Change, monies: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    before, after = (documents.row_of(about, {**monies, **side}) for side in (row.was, row.became))
    touched = {**row.was, **row.became}.keys()
    pairs = (FieldChange(each, each.read(before), each.read(after)) for each in shown if _is_touched(each, touched))
    return tuple(pair for pair in pairs if pair.before != pair.after)


def _is_touched(one: Field, touched: Any) -> bool:
    return "custom" in touched if one.custom else not touched.isdisjoint(one.columns)


def _titled(pairs: tuple[FieldChange, ...], titles: documents.Titles) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(each.field, *(documents.named(value, titles) for value in each.values)) for each in pairs)


def _told(row: Change, fields: tuple[FieldChange, ...]) -> RecordChange:
    cause = row.cause
    person = cause.person if cause else None
    return RecordChange(
        row.pk, row.object, row.record_id, row.at, became(row), row.cause_id, cause.action if cause else "",
        cause.undoes_id if cause else None, person.pk if person else None, person.name if person else "", fields,
    )  # fmt: skip
