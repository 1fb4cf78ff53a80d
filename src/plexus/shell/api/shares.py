"""With whom a record is shared, and why somebody can see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from plexus.kernel.access.filtering import may_be_shared
from plexus.kernel.actions import run
from plexus.kernel.actions import sharing as doing
from plexus.kernel.actions.refusals import UnknownAction
from plexus.kernel.records.queries import sharing
from plexus.kernel.records.queries.explaining import Explanation, Told, explain
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies
from plexus.shell.api.door import Call, answer
from plexus.shell.api.records import object_of
from plexus.shell.api.writing import under_cause

WHOM = {"person": "people", "team": "teams"}
NO_PERSON = _("Give the id of a person.")


def list_shares(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/shares: those that nobody took back, the oldest first; also those that are over."""
    bodies.refuse_parameters(call.http, ())
    return answer({"data": [_told(call, each) for each in _shares(call, _object(call, objects), record_id)]})


def share(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/shares: share it, or give a share these terms instead; answers with the share."""
    about, params = _object(call, objects), call.body()

    def work() -> HttpResponse:
        before = {each.id for each in sharing.every(about, call.actor.workspace_id, record_id)}
        run(actor=call.actor, about=about, key="share", record_id=record_id, now=call.now, params=params)
        found = _last_changed(call, about, record_id, params)
        return answer(_told(call, found), status=200 if found.id in before else 201)

    return under_cause(call, f"{objects}.share"[:100], work)


def end_share(call: Call, objects: str, record_id: UUID, share_id: UUID) -> HttpResponse:
    """DELETE /{objects}/{id}/shares/{share}: take it back."""
    about = _object(call, objects)

    def work() -> HttpResponse:
        doing.end_share(actor=call.actor, about=about, record_id=record_id, share_id=share_id, now=call.now)
        return HttpResponse(status=204)

    return under_cause(call, f"{objects}.unshare"[:100], work)


def show_access(call: Call, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/access?person=: what a person may do with the record, and by which rules."""
    about = object_of(call, objects)
    asking.refuse_unknown(call, {"person"})
    found = explain(actor=call.actor, about=about, record_id=record_id, person_id=_person(call), now=call.now)
    return answer(_explained(found))


def _object(call: Call, objects: str) -> Object:
    about = object_of(call, objects)
    if not may_be_shared(about):
        raise UnknownAction(key="share")
    return about


def _shares(call: Call, about: Object, record_id: UUID) -> tuple[Shared, ...]:
    return sharing.shares_of(actor=call.actor, about=about, record_id=record_id)


def _last_changed(call: Call, about: Object, record_id: UUID, params: dict[str, Any]) -> Shared:
    """The share that a request just gave: the one with whom it names, and of those the one changed last."""
    held = _shares(call, about, record_id)
    return max(
        (each for each in held if bool(each.person_id) == bool(params.get("person"))), key=lambda each: each.changed_at
    )


def _person(call: Call) -> UUID:
    try:
        return UUID(call.http.GET.get("person", ""))
    except ValueError as error:
        raise bodies.QueryInvalid(fields=[FieldError("person", "malformed", NO_PERSON)]) from error


def _told(call: Call, each: Shared) -> dict[str, Any]:
    return {
        "id": each.id,
        "person": _reference("people", each.person_id, each.whom),
        "team": _reference("teams", each.team_id, each.whom),
        "right": doing.CHANGE if each.may_change else doing.READ,
        "expires_at": each.expires_at,
        "expired": each.expired(timezone.now()),
        "shared_at": each.shared_at,
        "shared_by": _reference("people", each.shared_by_id, each.shared_by),
    }


def _reference(plural: str, key: UUID | None, name: str) -> dict[str, Any] | None:
    return {"id": key, "object": plural, "name": name} if key else None


def _explained(found: Explanation) -> dict[str, Any]:
    return {
        "person": _reference("people", found.person_id, found.name),
        "verbs": [_verb(each) for each in found.verbs],
        "hidden_fields": [each.name for each in found.hidden],
        "read_only_fields": [each.name for each in found.read_only],
    }


def _verb(told: Told) -> dict[str, Any]:
    reasons = [{"rule": each.rule, "holds": each.holds, "sentence": each.sentence} for each in told.reasons]
    return {
        "verb": told.verb.value, "allowed": told.allowed, "level": told.level.name.lower(), "reasons": reasons,
    }  # fmt: skip
