"""Undo of one change or of all that a cause did: what others changed since stays, and is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ForeignKey, Q

from plexus.kernel.access.shares import journaled
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.journal.causing import causing
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import causes
from plexus.kernel.records.indexing.following import see_to_indexes
from plexus.kernel.records.jobs import KIND, SEARCH
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.records.undo import running, since
from plexus.kernel.records.undo.outcome import Blocked, Contested, Undone
from plexus.kernel.records.undo.running import Order
from plexus.kernel.schema.models import FieldDefinition, FieldRule
from plexus.kernel.schema.object import Object

Touched = dict[str, dict[str, list[UUID]]]

__all__ = ["Blocked", "Contested", "Undone", "undo_cause", "undo_change", "undone_with"]

TOUCHED = """
SELECT object, record_id, CASE
    WHEN (array_agg(op ORDER BY id))[1]::text = 'I' THEN 'came'
    WHEN (array_agg(op ORDER BY id DESC))[1]::text = 'D' THEN 'removed' ELSE 'changed' END
FROM journal_change WHERE workspace_id = %(workspace)s AND cause_id = %(cause)s
AND (%(change)s::bigint IS NULL OR id = %(change)s)
AND (%(only)s::uuid[] IS NULL OR record_id = ANY(%(only)s::uuid[]))
GROUP BY object, record_id ORDER BY record_id
"""


def undo_cause(  # noqa: PLR0913 (all that may be said of an undo)
    *,
    actor: Actor,
    cause_id: UUID,
    now: datetime,
    preview: bool = False,
    hold: bool = False,
    force: bool = False,
    resolve: Collection[tuple[UUID, str]] = (),
    only: Collection[UUID] = (),
    told: Callable[[int], None] = lambda _done: None,
) -> Undone:
    """Take back everything a cause did; raises `NotFound` where the actor may not know of it.

    `resolve` names conflicts by record and field that are to be put back all the same, `force` means all of them;
    with `preview` everything is tried and nothing is kept, with `hold` nothing as long as there are conflicts. An undo
    is a cause, so it can be undone. `only` binds it to some of the records; `told` hears of each number of records that
    was looked at.
    """
    if not causes.is_known(actor=actor, cause_id=cause_id):
        raise NotFound
    order = Order(actor, cause_id, now, force=force, resolve=resolve, told=told, only=only)
    return _run(order, preview=preview, hold=hold)


def undo_change(
    *,
    actor: Actor,
    change_id: int,
    now: datetime,
    preview: bool = False,
    hold: bool = False,
    force: bool = False,
    resolve: Collection[tuple[UUID, str]] = (),
) -> Undone:
    """Take back one change of one record, of a cause that the actor may undo.

    A change of a field that rewrote what records hold goes back with them: the one makes no sense without the others.
    """
    change, cause_id = _known(actor, change_id)
    one = None if _rewrote(change, cause_id) else change_id
    return _run(Order(actor, cause_id, now, one, force, resolve), preview=preview, hold=hold)


def undone_with(*, actor: Actor, change_id: int) -> UUID | None:
    """The cause that is taken back as a whole when a change is; nothing where the change goes back alone."""
    change, cause_id = _known(actor, change_id)
    return cause_id if _rewrote(change, cause_id) else None


def _known(actor: Actor, change_id: int) -> tuple[Change, UUID]:
    """A change and its cause, which the actor may undo."""
    change = Change.objects.filter(workspace_id=actor.workspace_id, pk=change_id).first()
    if change is None or change.cause_id is None or not causes.is_known(actor=actor, cause_id=change.cause_id):
        raise NotFound
    return change, change.cause_id


def _rewrote(change: Change, cause_id: UUID) -> bool:
    """Whether a change of a field came with other values for the records of its object."""
    if change.object != "custom-fields" or change.op != "U":
        return False
    of = FieldDefinition.objects.filter(workspace_id=change.workspace_id, pk=change.record_id).values("object")
    rows = Change.objects.filter(workspace_id=change.workspace_id, cause_id=cause_id, op="U", object__in=of)
    return rows.filter(Q(before__has_key="custom") | Q(after__has_key="custom")).exists()


def _run(order: Order, *, preview: bool, hold: bool) -> Undone:
    result = order.result
    with transaction.atomic():
        with causing(actor=order.actor, action="undo", undoes=order.cause_id) as made:
            _undo(order)
        result.conflicts = since.told(order.actor, result.conflicts)
        left = preview or (hold and result.conflict_count > 0)
        if left:
            transaction.set_rollback(True)
    result.cause_id = None if left else made
    return result


def _undo(order: Order) -> None:
    """Rows come back before values refer to them: wholes before parts, and rows before updates.

    What came goes first, and what is bound to a record before that record: it is reached through it only.
    """
    touched = _touched(order)
    for about in _wholes_first(order.actor, touched.keys()):
        if gone := touched[about.plural]["removed"]:
            running.put_rows_back(order, about, gone)
    objects = list(_wholes_first(order.actor, touched.keys()))
    for about in sorted(objects, key=lambda each: not each.described.bound):
        if came := touched[about.plural]["came"]:
            running.put_values_back(order, about, came)
    for about in objects:
        if changed := touched[about.plural]["changed"]:
            running.put_values_back(order, about, changed)
    _see_to(order.actor, touched)


def _see_to(actor: Actor, touched: Touched) -> None:
    """What was made of definitions that are others now: indexes, and what search finds."""
    for field_id in touched.get("custom-fields", {}).get("changed", ()):
        enqueue(actor, KIND, field_id=field_id)
        enqueue(actor, SEARCH, field_id=field_id)
    if rules := [key for keys in touched.get("field-rules", {}).values() for key in keys]:
        see_to_indexes(actor, FieldRule.objects.filter(workspace_id=actor.workspace_id, pk__in=rules))


def _touched(order: Order) -> Touched:
    """The records that the cause touched by object: those that came, those it removed for good, and the others."""
    found: Touched = {}
    with connection.cursor() as cursor:
        asked = {"workspace": order.actor.workspace_id, "cause": order.cause_id, "change": order.change_id}
        cursor.execute(TOUCHED, asked | {"only": list(order.only) or None})
        for plural, key, what in cursor.fetchall():
            found.setdefault(plural, {"came": [], "removed": [], "changed": []})[what].append(key)
    return found


def _wholes_first(actor: Actor, plurals: Collection[str]) -> Iterator[Object]:
    """Objects so ordered that each comes after those it refers to, as far as references run one way."""
    known = journaled(actor.workspace_id)
    waiting = {plural: known[plural] for plural in sorted(plurals) if plural in known}
    while waiting:
        ready = next((each for each in waiting.values() if not _needs(each, waiting)), next(iter(waiting.values())))
        yield waiting.pop(ready.plural)


def _needs(about: Object, waiting: dict[str, Object]) -> bool:
    references = (each for each in about.model._meta.concrete_fields if isinstance(each, ForeignKey))
    targets = {each.related_model for each in references} - {about.model}
    return any(each.model in targets for each in waiting.values())
