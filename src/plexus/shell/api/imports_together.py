"""Several files at once: upload them, look at what each is, try them, run them, follow them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.jobs.models import Job
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.sentences import spoken
from plexus.shell.api import bodies, import_options, imports, problems
from plexus.shell.api.door import Call, answer, takes_files
from plexus.shell.importing.actions import gathering
from plexus.shell.importing.order import Order
from plexus.shell.importing.queries import together as sets
from plexus.shell.importing.queries.together import FollowedSet

Starter = Callable[..., Job]


@takes_files
def create_set(call: Call) -> HttpResponse:
    """POST /imports/sets: files named “file” and `options` (JSON) as multipart; 202 with the set."""
    given = _sent(call.http)
    uploads = [(each.name or "file", each.chunks()) for each in call.http.FILES.getlist("file")]
    order = Order("", encoding=given.get("encoding"), delimiter=given.get("delimiter"))
    missing = tuple(given.get("create_missing") or ())
    made = gathering.take_files(
        actor=call.actor, uploads=uploads, order=order, preset=given.get("preset") or "", create_missing=missing
    )
    if given["start"]:
        start = gathering.check_set if given["dry_run"] else gathering.run_set
        start(actor=call.actor, set_id=made.pk)
    return _located(call, made.pk, 202 if given["start"] else 201)


def read_set(call: Call, set_id: UUID) -> HttpResponse:
    """GET /imports/sets/{id}: how far it is, and what became of each file."""
    return answer(told(sets.followed_set(actor=call.actor, set_id=set_id)))


def check(call: Call, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/check: try the files together; nothing is changed."""
    return _started(call, set_id, gathering.check_set)


def run(call: Call, set_id: UUID) -> HttpResponse:
    """POST /imports/sets/{id}/run: bring the files in, once."""
    return _started(call, set_id, gathering.run_set)


def told(of: FollowedSet) -> dict[str, Any]:
    """A set as JSON, its files in the order in which they come in."""
    job = of.run or of.check
    left = [
        {"file": each["name"], "rows": each["rows"], "reason": spoken(each["reason"], gettext)}
        for each in of.found.left
    ]
    return {
        "id": of.found.pk, "preset": of.found.preset, "dry_run": of.run is None,
        "state": job.state.value if job else "prepared", "done": job.done if job else 0,
        "total": job.total if job else None, "message": (job.error or job.message) if job else "",
        "files": [imports.told(each) for each in of.members], "left": left, "job": job.id if job else None,
        "cause": of.run.cause_id if of.run else None, "created_at": of.found.created_at,
    }  # fmt: skip


def _sent(http: HttpRequest) -> dict[str, Any]:
    """The options of an upload; raises what is wrong with them, or that there is no file."""
    fields, uploads = bodies.read_form(http)
    foreign = (name for name in fields if name != "options")
    errors = [FieldError(name, "unknown_field", bodies.UNKNOWN, {"field": name}) for name in foreign]
    if "file" not in uploads:
        errors.append(FieldError("file", "required", imports.REQUIRED_FILE))
    if errors:
        raise bodies.BodyInvalid(fields=errors)
    if len(fields.get("options", "")) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise problems.TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return bodies.taken(bodies.parsed(fields.get("options", "{}").encode()), import_options.OF_SETS)


def _started(call: Call, set_id: UUID, start: Starter) -> HttpResponse:
    bodies.taken(call.body(optional=True), {})
    hindering = sets.hindrances(actor=call.actor, of=sets.followed_set(actor=call.actor, set_id=set_id))
    if hindering:
        raise hindering[0].refusal
    start(actor=call.actor, set_id=set_id)
    return _located(call, set_id, 202)


def _located(call: Call, set_id: UUID, status: int) -> HttpResponse:
    response = answer(told(sets.followed_set(actor=call.actor, set_id=set_id)), status=status)
    response["Location"] = reverse("api:import-set", kwargs={"set_id": set_id})
    return response
