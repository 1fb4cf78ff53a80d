"""Bulk commands over a selection: ids, or a condition. One cause; a record that is refused never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.many import altering, savepoints, selecting
from plexus.kernel.records.many.altering import Alter, Leaves
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.many.tagging import Expressed
from plexus.kernel.records.many.tally import BulkResult, Refused
from plexus.kernel.records.models import Record
from plexus.kernel.records.preparing import assigning
from plexus.kernel.records.refusals import InUse, NotAllowed
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.collation import sort_key
from plexus.kernel.workspaces.models import WorkspaceRow

__all__ = [
    "BulkResult", "Refused", "Rows", "alter_many", "change_many", "express_many", "purge_many", "restore_many",
    "trash_many",
]  # fmt: skip

CHUNK = 20_000
Work = Callable[[Sequence[UUID], BulkResult], None]


def change_many(
    *, actor: Actor, about: Object, rows: Rows, values: Mapping[str, Any], now: datetime, action: str = ""
) -> BulkResult:
    """Set some fields of many records, as `changing.update` sets them of one; raises `Invalid` for the values."""
    parsed = assigning.parse(actor, about, values)
    if any(_goes_by_row(about.fields[name]) for name in parsed) or _is_ruled(about, parsed):
        alter: Alter = lambda row: assigning.assign(about, row, parsed)  # noqa: E731 (one line says it)
        return alter_many(actor=actor, about=about, rows=rows, alter=alter, now=now, action=action)
    columns = _columns(about, parsed)
    return _set_many(actor, about, rows, columns, now, action or f"{about.plural}.update", Verb.UPDATE)


def alter_many(*, actor: Actor, about: Object, rows: Rows, alter: Alter, now: datetime, action: str = "") -> BulkResult:
    """Let a function change each of many records; the rules of the row decide as they do for one."""
    result = BulkResult()
    with causing(actor=actor, action=action or f"{about.plural}.update") as result.cause_id:
        ids = selecting.chosen(actor, about, rows, Verb.UPDATE, result)
        for chunk in selecting.chunks(ids, altering.CHUNK):
            _staying_visible(
                actor, about, chunk, result,
                lambda part, tally: altering.alter_rows(actor, about, part, alter, now, tally),
            )  # fmt: skip
    return result


def express_many(
    *, actor: Actor, about: Object, rows: Rows, name: str, made: Expressed, alter: Alter, now: datetime
) -> BulkResult:
    """Set a field to what an expression makes of it; `alter` does the same to a row where its rules look at that."""
    if _is_ruled(about, (name,)):
        return alter_many(actor=actor, about=about, rows=rows, alter=alter, now=now)
    columns = {about.fields[name].column: made.value}
    return _set_many(
        actor, about, rows, columns, now, f"{about.plural}.update", Verb.UPDATE, differs=made.differs
    )  # fmt: skip


def trash_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """Put many records into the trash."""
    return _set_many(actor, about, rows, {"deleted_at": now}, now, f"{about.plural}.delete", Verb.DELETE)


def restore_many(*, actor: Actor, about: Object, rows: Rows, now: datetime) -> BulkResult:
    """Take many records out of the trash."""
    return _set_many(
        actor, about, rows, {"deleted_at": None}, now, f"{about.plural}.restore", Verb.DELETE, trashed=True
    )


def purge_many(*, actor: Actor, about: Object, rows: Rows) -> BulkResult:
    """Remove records from the trash for good; only administrators may, and only undo brings them back."""
    if not actor.is_administrator:
        raise NotAllowed
    result = BulkResult()
    with causing(actor=actor, action=f"{about.plural}.purge") as result.cause_id:
        ids = selecting.chosen(actor, about, rows, Verb.DELETE, result, trashed=True)
        for chunk in selecting.chunks(ids, altering.CHUNK):
            _purge(actor, about, chunk, result)
    return result


def _purge(actor: Actor, about: Object, ids: Sequence[UUID], result: BulkResult) -> None:
    def remove(part: Sequence[UUID]) -> None:
        _, removed = selecting.of_ids(actor, about, part).delete()
        savepoints.check_references()
        result.changed += removed.get(about.model._meta.label, 0)

    savepoints.around_faults(ids, remove, lambda key, error: result.refuse([key], _in_use(error)))


def _in_use(error: Exception) -> InUse:
    return InUse(count=len(error.protected_objects) if isinstance(error, ProtectedError) else 1)


def _set_many(  # noqa: PLR0913 (one statement takes it all)
    actor: Actor, about: Object, rows: Rows, columns: Mapping[str, Any], now: datetime, action: str, verb: Verb,
    *, trashed: bool = False, differs: Q | None = None,
) -> BulkResult:  # fmt: skip
    differing = differs or ~Q(**columns)
    stamped = {**columns, "version": F("version") + 1, "updated_at": now, "updated_by_id": actor.person_id}

    def work(part: Sequence[UUID], tally: BulkResult) -> None:
        chunk = selecting.of_ids(actor, about, part)
        present = len(chunk.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        number = chunk.filter(differing).update(**stamped)
        tally.changed += number
        tally.unchanged += present - number

    result = BulkResult()
    with causing(actor=actor, action=action) as result.cause_id:
        ids = selecting.chosen(actor, about, rows, verb, result, trashed=trashed)
        for chunk in selecting.chunks(ids, CHUNK):
            _staying_visible(actor, about, chunk, result, _standing_faults(work))
    return result


def _standing_faults(work: Work) -> Work:
    """The same work, where records that a constraint refuses are counted and the others go on."""

    def careful(ids: Sequence[UUID], tally: BulkResult) -> None:
        savepoints.around_faults(
            ids, lambda part: work(part, tally), lambda key, error: altering.refuse(tally, key, error)
        )

    return careful


def _staying_visible(actor: Actor, about: Object, ids: Sequence[UUID], result: BulkResult, work: Work) -> None:
    """Do the work, but not to records that would thereby leave the actor's sight."""
    lost: set[UUID] = set()
    while True:
        tally = BulkResult()
        part = [key for key in ids if key not in lost]
        try:
            with transaction.atomic():
                work(part, tally)
                _must_stay(actor, about, part)
        except Leaves as leaves:
            lost |= leaves.ids
        else:
            break
    result.add(tally)
    result.refuse_not_allowed(sorted(lost))


def _must_stay(actor: Actor, about: Object, ids: Sequence[UUID]) -> None:
    if gone := set(ids).difference(selecting.within(actor, about, ids, Verb.READ)):
        raise Leaves(gone)


def _goes_by_row(one: Field) -> bool:
    """Whether what is stored depends on what the row held before."""
    return one.custom or one.alias_of is not None


def _is_ruled(about: Object, names: Collection[str]) -> bool:
    """Whether a change of these fields concerns the rules of one row: the product's, or the workspace's own."""
    looked_at = {*about.standard.normalised, "currency"}
    if about.is_ruled or about.described.unsound or not looked_at.isdisjoint(names):
        return True
    if issubclass(about.model, Record):
        return about.model.is_ruled_by(names)
    return about.model.faults is not WorkspaceRow.faults


def _columns(about: Object, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """The same columns for every row, with those that follow from them."""
    found: dict[str, Any] = {}
    for name, value in parsed.items():
        found |= about.fields[name].type.store(value, about.fields[name])
    if about.title.sort_column and about.title.name in parsed:
        found["sort_key"] = sort_key(parsed[about.title.name])
    if parsed.get("owner") and "team" not in parsed:
        found["team_id"] = Person.objects.values_list("team_id", flat=True).get(pk=parsed["owner"])
    return found
