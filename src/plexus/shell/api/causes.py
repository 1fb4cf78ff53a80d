"""Who did what and when, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from plexus.kernel.access.shares import journaled
from plexus.kernel.journal.queries.causes import CauseLine, causes
from plexus.kernel.records.queries.told import cause_in_detail
from plexus.kernel.records.undoing import Blocked, Contested, Undone, undo_cause
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies, working
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, answer
from plexus.shell.api.writing import CAUSE
from plexus.shell.commanding.actions import handing_over
from plexus.shell.telling import change_told

UNDO = {
    "preview": Part("flag", _("Only tell what would happen."), default=False),
    "force": Part("flag", _("Put back even what others changed since."), default=False),
    "resolve": Part(
        "list", _("Conflicts to put back all the same, each {\"id\": …, \"field\": …}."), of="object", default=(),
        most=1_000,
    ),
}  # fmt: skip
RESOLUTION = {"id": Part("id", required=True), "field": Part("text", required=True)}


def list_causes(call: Call) -> HttpResponse:
    """GET /causes: acts that changed something, newest first; an administrator sees those of all."""
    limit, cursor = asking.page(call)
    page = causes(actor=call.actor, limit=limit, before=asking.id_cursor(cursor))
    return answer({"data": [_line(each) for each in page.causes], "next": page.next and str(page.next)})


def show_cause(call: Call, cause_id: UUID) -> HttpResponse:
    """GET /causes/{id}: each change of it, oldest first."""
    limit, cursor = asking.page(call)
    found = cause_in_detail(actor=call.actor, cause_id=cause_id, limit=limit, after=asking.number_cursor(cursor))
    changes = [change_told(each.change) | {"name": each.title} for each in found.records]
    return answer(_line(found.cause) | {"changes": changes, "next": str(found.next) if found.next else None})


def undo(call: Call, cause_id: UUID) -> HttpResponse:
    """POST /causes/{id}/undo: take back all that a cause did; what others changed since stays and is told."""
    given = bodies.taken(call.body(optional=True), UNDO)
    given["resolve"] = [_resolution(number, each) for number, each in enumerate(given["resolve"])]
    if job := handing_over.undo(actor=call.actor, cause_id=cause_id, **given):
        return working.accepted(call, job)
    result = undo_cause(actor=call.actor, cause_id=cause_id, now=call.now, **given)
    response = answer(_outcome(call, result))
    if result.cause_id:
        response[CAUSE] = str(result.cause_id)
    return response


def _resolution(number: int, given: dict[str, Any]) -> tuple[UUID, str]:
    try:
        found = bodies.taken(given, RESOLUTION)
    except bodies.BodyInvalid as invalid:
        errors = [
            FieldError(f"resolve.{number}.{each.field}", each.code, each.message, each.params)
            for each in invalid.fields
        ]
        raise bodies.BodyInvalid(fields=errors) from invalid
    return found["id"], found["field"]


def _line(cause: CauseLine) -> dict[str, Any]:
    person = {"id": cause.person_id, "object": "people", "name": cause.person} if cause.person_id else None
    touched = [
        {"object": each.object, "created": each.came, "changed": each.changed, "removed": each.removed}
        for each in cause.touched
    ]
    return {
        "id": cause.id, "at": cause.at, "action": cause.action, "kind": cause.kind, "person": person,
        "undoes": cause.undoes, "undone_by": cause.undone_by, "touched": touched, "exact": cause.exact,
    }  # fmt: skip


def _outcome(call: Call, result: Undone) -> dict[str, Any]:
    return {
        "cause": result.cause_id,
        "restored": result.count,
        "records": result.records,
        "conflict_count": result.conflict_count,
        "conflicts": [_contested(call, each) for each in result.conflicts],
        "blocked_count": result.blocked_count,
        "blocked": [_blocked(each) for each in result.blocked],
        "refused_count": result.refused_count,
        "refused": [_blocked(each) for each in result.refused],
    }


def _contested(call: Call, one: Contested) -> dict[str, Any]:
    """A conflict; values rendered where the field is one of the object's."""
    field = journaled(call.actor.workspace_id)[one.object].fields.get(one.field)
    render = field.type.render if field else lambda value: value
    return {
        "object": one.object, "id": one.record_id, "field": one.field, "before": render(one.before),
        "after": render(one.after), "now": render(one.now), "created": one.created,
        "changed_by": one.by or None, "changed_at": one.at,
    }  # fmt: skip


def _blocked(one: Blocked) -> dict[str, Any]:
    return {"object": one.object, "id": one.record_id, "reason": one.reason, "fields": list(one.fields)}
