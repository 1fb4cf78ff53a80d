"""Imports: upload a file, look at the mapping, try it, run it, follow it, fetch what was kept back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.jobs.models import Job
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies, import_options, problems
from plexus.shell.api.door import Call, answer, takes_files
from plexus.shell.api.limiting import works
from plexus.shell.exporting.writing import disposition
from plexus.shell.importing import describing, files
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.queries import following, proposing
from plexus.shell.importing.queries.following import Followed
from plexus.shell.importing.queries.proposing import Proposal
from plexus.shell.importing.verdicts import Verdict

REQUIRED_FILE = _("Send a file as “file”.")
Starter = Callable[..., Job]


def list_imports(call: Call) -> HttpResponse:
    """GET /imports: one's own, the newest first."""
    asking.refuse_unknown(call, {"limit"})
    limit = asking.limit(call.http.GET.get("limit", ""))
    return answer({"data": [told(each) for each in following.recent(actor=call.actor, limit=limit)]})


@works("imports")
@takes_files
def create_import(call: Call) -> HttpResponse:
    """POST /imports: `file` and `options` (JSON) as multipart; 202 with the import, whose job a worker takes."""
    given, upload = _sent(call.http)
    about = registry.of(call.actor.workspace_id).object(given["object"])
    order = import_options.order_of(about.plural, given)
    name = upload.name or "file"
    made = preparing.take_file(actor=call.actor, about=about, name=name, chunks=upload.chunks(), order=order)
    _look_into(call, made.pk, strictly=given["start"])
    if given["start"]:
        start = preparing.check_import if given["dry_run"] else preparing.run_import
        start(actor=call.actor, import_id=made.pk)
    return _located(call, made.pk, 202 if given["start"] else 201)


def read_import(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}: how far it is, and what became of the rows."""
    return _shown(call, import_id)


def change_import(call: Call, import_id: UUID) -> HttpResponse:
    """PATCH /imports/{id}: other options before it runs; what a dry run found is forgotten."""
    given = bodies.taken(call.body(), import_options.WAYS)
    found = following.followed(actor=call.actor, import_id=import_id)
    preparing.change_order(actor=call.actor, import_id=import_id, order=import_options.changed(found.order, given))
    proposing.must_fit(actor=call.actor, found=following.followed(actor=call.actor, import_id=import_id))
    return _shown(call, import_id)


def read_mapping(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/mapping: what was detected, which column fills which field and why, what is still missing."""
    return answer(_proposal(proposing.propose(actor=call.actor, import_id=import_id)))


def check(call: Call, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/check: try it; nothing is changed."""
    return _started(call, import_id, preparing.check_import)


def run(call: Call, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/run: bring the rows in, once."""
    return _started(call, import_id, preparing.run_import)


def read_rows(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/rows: the first rows of a verdict, each with the reason."""
    asking.refuse_unknown(call, {"verdict", "limit"})
    wanted = call.http.GET.get("verdict", Verdict.REJECTED.value)
    if wanted not in list(Verdict):
        known = {"known": ", ".join(Verdict)}
        raise bodies.QueryInvalid(fields=[FieldError("verdict", "unknown", bodies.NOT_OFFERED, known)])
    limit = asking.limit(call.http.GET.get("limit", ""))
    found = following.followed(actor=call.actor, import_id=import_id)
    rows = following.rows_of(
        actor=call.actor, import_id=import_id, dry=found.run is None, verdict=Verdict(wanted), limit=limit
    )
    return answer({"data": [_row(each) for each in rows]})


def read_errors(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/errors: the rows that were kept back as CSV, each with the reason."""
    lines = following.error_lines(actor=call.actor, import_id=import_id)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition("errors.csv")
    return response


def told(of: Followed) -> dict[str, Any]:
    """An import as JSON."""
    job = of.run or of.check
    return {
        "id": of.brought.pk, "object": of.brought.object, "file": of.brought.name,
        "options": import_options.told(of.order), "dry_run": of.run is None,
        "state": job.state.value if job else "prepared", "done": job.done if job else 0,
        "total": job.total if job else None, "message": (job.error or job.message) if job else "",
        "counts": of.brought.counts if of.run else of.brought.checked, "job": job.id if job else None,
        "cause": of.run.cause_id if of.run else None, "created_at": of.brought.created_at,
    }  # fmt: skip


def _sent(http: HttpRequest) -> tuple[dict[str, Any], UploadedFile[Any]]:
    """The options and the file of an upload; raises what is wrong with either."""
    fields, uploads = bodies.read_form(http)
    upload = uploads.get("file")
    foreign = (name for name in fields if name != "options")
    errors = [FieldError(name, "unknown_field", bodies.UNKNOWN, {"field": name}) for name in foreign]
    if upload is None:
        errors.append(FieldError("file", "required", REQUIRED_FILE))
    if errors or upload is None:
        raise bodies.BodyInvalid(fields=errors)
    if len(fields.get("options", "")) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise problems.TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return bodies.taken(bodies.parsed(fields.get("options", "{}").encode()), import_options.OPTIONS), upload


def _look_into(call: Call, import_id: UUID, *, strictly: bool) -> None:
    """Refuse options that do not fit the new file, and then keep nothing; what is merely missing may still come."""
    try:
        if strictly:
            proposing.must_fit(actor=call.actor, found=following.followed(actor=call.actor, import_id=import_id))
        else:
            proposing.propose(actor=call.actor, import_id=import_id)
    except Refusal:
        files.file_of(call.actor.workspace_id, import_id).unlink(missing_ok=True)
        raise


def _started(call: Call, import_id: UUID, start: Starter) -> HttpResponse:
    bodies.taken(call.body(optional=True), {})
    proposing.must_fit(actor=call.actor, found=following.followed(actor=call.actor, import_id=import_id))
    start(actor=call.actor, import_id=import_id)
    return _located(call, import_id, 202)


def _located(call: Call, import_id: UUID, status: int) -> HttpResponse:
    response = _shown(call, import_id, status=status)
    response["Location"] = reverse("api:import", kwargs={"import_id": import_id})
    return response


def _shown(call: Call, import_id: UUID, *, status: int = 200) -> HttpResponse:
    return answer(told(following.followed(actor=call.actor, import_id=import_id)), status=status)


def _row(row: following.Told) -> dict[str, Any]:
    return {
        "row": row.number, "verdict": row.verdict.value, "reason": row.reason, "cells": list(row.cells),
        "record": row.record_id,
    }  # fmt: skip


def _proposal(found: Proposal) -> dict[str, Any]:
    fields = [
        {
            "column": line.column, "examples": list(line.examples),
            "fields": [
                {"field": each.field, "reason": each.reason, "score": each.score,
                 "note": gettext(describing.REASONS[each.reason])}
                for each in line.targets
            ],
        }
        for line in found.lines
    ]  # fmt: skip
    return {
        "format": _format(found), "columns": fields, "fields": list(found.fields),
        "match": [list(each) for each in found.keys],
        "hindrance": problems.document_of(found.hindrance) if found.hindrance else None,
    }  # fmt: skip


def _format(found: Proposal) -> dict[str, Any]:
    shape = found.format
    return {
        "kind": shape.kind.value, "encoding": shape.encoding.name if shape.encoding else None,
        "delimiter": shape.dialect.delimiter if shape.dialect else None, "sheet": shape.sheet,
        "sheets": list(found.sheets), "header_row": shape.header_row, "label": describing.format_text(shape),
    }  # fmt: skip
