"""Doing actions: to one record, or to many chosen by ids or by a filter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.kernel import actions
from plexus.kernel.query import filtering
from plexus.kernel.records.bulk import BulkResult, Refused, Rows
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, answer
from plexus.shell.api.records import asked_version, object_of, record
from plexus.shell.api.working import accepted
from plexus.shell.api.writing import CAUSE, under_cause
from plexus.shell.commanding.actions import handing_over
from plexus.shell.commanding.actions.whole import Act
from plexus.shell.exporting.asking import Narrowed

BULK = {
    "ids": Part("list", _("The records by id."), of="id"),
    "filter": Part("object", _("Or the records that a filter finds; {} means all that you may read.")),
    "params": Part("object", _("The parameters of the action."), default={}),
}
ONE_OF = _("Give either “ids” or “filter”.")


def act(call: Call, objects: str, record_id: UUID, action: str) -> HttpResponse:
    """POST /{objects}/{id}/actions/{action}: the body holds the parameters; answers with the record as it is then.

    `If-Match` holds the version it was read at.
    """
    about = object_of(call, objects)
    params, version = call.body(optional=True), asked_version(call)
    asked = Act(objects, action, (record_id,), params, call.now, version=version)
    if job := handing_over.act(actor=call.actor, asked=asked):
        return accepted(call, job)

    def work() -> HttpResponse:
        actions.expect(actor=call.actor, about=about, key=action, record_id=record_id, version=version)
        actions.run(actor=call.actor, about=about, key=action, record_id=record_id, now=call.now, params=params)
        return _outcome(call, about, record_id)

    return under_cause(call, f"{objects}.{action}"[:100], work)


def act_on_many(call: Call, objects: str, action: str) -> HttpResponse:
    """POST /{objects}/actions/{action}: how many changed, and each record that was refused with the reason."""
    about = object_of(call, objects)
    given = bodies.taken(call.body(), BULK)
    rows = _rows(call, about, given)
    job = handing_over.many(
        actor=call.actor, about=about, key=action, rows=rows, params=given["params"], now=call.now,
        narrowed=Narrowed(filter=given["filter"]) if given["ids"] is None else None,
    )  # fmt: skip
    if job:
        return accepted(call, job)
    result = actions.run_many(
        actor=call.actor, about=about, key=action, rows=rows, now=call.now, params=given["params"]
    )
    response = answer(told(result))
    if result.cause_id:
        response[CAUSE] = str(result.cause_id)
    return response


def told(result: BulkResult) -> dict[str, Any]:
    """What a bulk command did, as JSON."""
    return {
        "cause": result.cause_id,
        "changed": result.changed,
        "unchanged": result.unchanged,
        "refused_count": result.refused_count,
        "refused": [_refused(each) for each in result.refused],
    }


def _refused(one: Refused) -> dict[str, Any]:
    errors = [{"field": each.field, "code": each.code, "message": each.sentence(gettext)} for each in one.errors]
    return {"id": one.record_id, "code": one.code, "message": gettext(one.message), "errors": errors}


def _rows(call: Call, about: Object, given: dict[str, Any]) -> Rows:
    if (given["ids"] is None) == (given["filter"] is None):
        raise bodies.BodyInvalid(fields=[FieldError("ids", "one_of", ONE_OF)])
    if given["ids"] is not None:
        return tuple(dict.fromkeys(given["ids"]))
    return filtering.from_document(given["filter"], about=about, actor=call.actor, now=call.now)


def _outcome(call: Call, about: Object, record_id: UUID) -> HttpResponse:
    """The record wherever it is now; nothing where the action took it out of sight."""
    try:
        return record(call, about, record_id, trashed=None)
    except NotFound:
        return HttpResponse(status=204)
