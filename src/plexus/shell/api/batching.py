"""Many operations on one object in one request: a verdict for each, one cause for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import HttpResponse

from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies, keeping, problems
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, ValueRefused, answer
from plexus.shell.api.records import object_of
from plexus.shell.api.upserting import put
from plexus.shell.api.writing import CAUSE

MOST = 1_000
BATCH = {
    "operations": Part("list", _("What to do, in order."), required=True, of="object", most=MOST),
    "atomic": Part("flag", _("Keep everything or, when one operation is refused, nothing."), default=False),
}
OPERATION = {
    "op": Part("text", _("create, update, delete, restore or put."), required=True),
    "id": Part("id", _("The record, but for create and put.")),
    "version": Part("whole", _("The version that update and delete expect.")),
    "by": Part("object", _("For put: the key field and its value.")),
    "values": Part("object", _("The fields to set."), default={}),
}
Verdict = dict[str, Any]


class Undecided(Exception):
    """An operation of an atomic batch was refused: nothing is kept."""


def batch(call: Call, objects: str) -> HttpResponse:
    """POST /{objects}/batch: a verdict for each of up to 1,000 operations; one cause, so one undo."""
    about = object_of(call, objects)
    given = bodies.taken(call.body(), BATCH)
    verdicts: list[Verdict] = []
    with causing(actor=call.actor, action=f"{objects}.batch") as cause_id:
        kept = _all(call, about, given["operations"], verdicts, atomic=given["atomic"])
    response = answer({"cause": cause_id if kept else None, "kept": kept, "results": verdicts})
    if kept:
        response[CAUSE] = str(cause_id)
    return response


def _all(call: Call, about: Object, operations: list[Any], verdicts: list[Verdict], *, atomic: bool) -> bool:
    """Do every operation; whether what was done is kept."""
    try:
        with transaction.atomic():
            verdicts += (_one(call, about, each) for each in operations)
            if atomic and any(each["status"] >= 400 for each in verdicts):
                raise Undecided  # noqa: TRY301 (it rolls the transaction back)
    except Undecided:
        verdicts[:] = _none_of(verdicts)
        return False
    return True


def _none_of(verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts of a batch that is not kept: what was refused keeps its own, nothing else was carried out."""
    first = next(place for place, each in enumerate(verdicts) if each["status"] >= 400)
    undone = _refused(problems.NotCarriedOut(operation=f"operations.{first}"))
    return [each if each["status"] >= 400 else undone for each in verdicts]


def _one(call: Call, about: Object, given: dict[str, Any]) -> Verdict:
    try:
        with transaction.atomic():
            operation = bodies.taken(given, OPERATION)
            return _DO[_known(operation["op"])](call, about, operation)
    except Refusal as refusal:
        return _refused(refusal)
    except DatabaseError as error:
        if not (getattr(error.__cause__, "sqlstate", "") or "").startswith("22"):
            raise
        return _refused(ValueRefused(fields=[FieldError("", "out_of_range", ValueRefused.message)]))


def _refused(refusal: Refusal) -> Verdict:
    return {"status": problems.status_of(refusal), "problem": problems.document_of(refusal)}


def _known(name: str) -> str:
    if name not in _DO:
        known = {"known": ", ".join(_DO)}
        raise bodies.BodyInvalid(fields=[FieldError("op", "unknown", bodies.NOT_OFFERED, known)])
    return name


def _id(operation: dict[str, Any]) -> UUID:
    found: UUID | None = operation["id"]
    if found is None:
        raise bodies.BodyInvalid(fields=[FieldError("id", "required", bodies.REQUIRED)])
    return found


def _create(call: Call, about: Object, operation: dict[str, Any]) -> Verdict:
    row = keeping.create(call, about, operation["values"])
    return {"status": 201, "id": row.pk, "version": row.version}


def _update(call: Call, about: Object, operation: dict[str, Any]) -> Verdict:
    row = keeping.update(call, about, _id(operation), operation["values"], operation["version"])
    return {"status": 200, "id": row.pk, "version": row.version}


def _delete(call: Call, about: Object, operation: dict[str, Any]) -> Verdict:
    row = changing.trash(
        actor=call.actor, about=about, record_id=_id(operation), now=call.now, version=operation["version"]
    )
    return {"status": 204, "id": row.pk, "version": row.version}


def _restore(call: Call, about: Object, operation: dict[str, Any]) -> Verdict:
    row = changing.restore(actor=call.actor, about=about, record_id=_id(operation), now=call.now)
    return {"status": 200, "id": row.pk, "version": row.version}


def _put(call: Call, about: Object, operation: dict[str, Any]) -> Verdict:
    by = operation["by"] or {}
    if len(by) != 1:
        raise bodies.BodyInvalid(fields=[FieldError("by", "required", bodies.REQUIRED)])
    ((name, value),) = by.items()
    record_id, is_new = put(call, about, name, value, operation["values"])
    return {"status": 201 if is_new else 200, "id": record_id, "version": 1 if is_new else None}


_DO: dict[str, Callable[[Call, Object, dict[str, Any]], Verdict]] = {
    "create": _create, "update": _update, "delete": _delete, "restore": _restore, "put": _put,
}  # fmt: skip
