"""The operations that belong to no object."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from plexus.shell.api.causes import RESOLUTION, UNDO
from plexus.shell.api.exports import EXPORT
from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.objects import BODY, Operations, json_body
from plexus.shell.api.openapi.schemas import TEXT, Json, ref

FILE = {"type": "string", "format": "binary"}
MEDIA = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/x-ndjson")


def _operation(key: str, tag: str, summary: str, answers: Json, parameters: Any = (), body: Json | None = None) -> Json:
    made = {"operationId": key, "summary": summary, "tags": [tag], "parameters": list(parameters), "responses": answers}
    return made | ({"requestBody": body} if body else {})


def operations() -> Operations:
    """Address, method and operation of everything beside the objects."""
    yield from _finding()
    yield from _working()
    yield from _undoing()


def _finding() -> Operations:
    tag = _("Search and schema")
    some = {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}
    hits = answers.success(200, _("Records, the best first."), answers.thing(data=answers.several(ref("Hit"))))
    yield "/search", "get", _operation("search", tag, _("Search everything"), hits | answers.refusals(), [
        parameters.query("q", _("A name or a part of one, pinyin, initials, an address or a number."), TEXT),
        parameters.query("objects", _("Only these objects, parted by commas."), TEXT),
        parameters.query("limit", _("How many, at most 200."), some),
    ])  # fmt: skip
    anything = answers.success(200, _("The answer."), answers.OBJECT)
    yield "/me", "get", _operation("me", tag, _("Who the token acts as"), anything | answers.refusals())
    yield "/schema", "get", _operation("schema", tag, _("The objects"), anything | answers.refusals())
    named = parameters.in_path("object", _("The object by its API name."), TEXT | {"pattern": "^[a-z][a-z-]*$"})
    yield (
        "/schema/{object}",
        "get",
        _operation("schema-of", tag, _("The fields of an object"), anything | answers.refusals(), [named]),
    )
    yield "/openapi.json", "get", _operation("openapi", tag, _("This document"), anything | answers.refusals())


def _working() -> Operations:
    tag = _("Jobs and exports")
    one = parameters.in_path("id", _("The id of the job."))
    some = parameters.paging()[0]
    jobs = answers.success(200, _("Jobs, newest first."), answers.thing(data=answers.several(ref("Job"))))
    job = answers.success(200, _("The job."), ref("Job"))
    asked = answers.success(202, _("A worker will write the file."), ref("Job"), "Location")
    yield "/jobs", "get", _operation("list-jobs", tag, _("List jobs"), jobs | answers.refusals(), [some])
    yield "/jobs/{id}", "get", _operation("read-job", tag, _("How far a job is"), job | answers.refusals(), [one])
    yield (
        "/jobs/{id}/cancel",
        "post",
        _operation(
            "cancel-job",
            tag,
            _("Call a job off"),
            job | answers.refusals(409, 413),
            [one, parameters.idempotency_key()],
        ),
    )
    yield "/exports", "post", _operation(
        "export", tag, _("Export a list"), asked | answers.refusals(*BODY, 409), [parameters.idempotency_key()],
        json_body(answers.of_parts(EXPORT)),
    )  # fmt: skip
    file = {
        "200": {
            "description": _("The file."),
            "headers": answers.header_refs(*answers.RATES),
            "content": {each: {"schema": FILE} for each in MEDIA},
        }
    }
    yield (
        "/exports/{id}/file",
        "get",
        _operation("export-file", tag, _("Fetch the file"), file | answers.refusals(410), [one]),
    )


def _undoing() -> Operations:
    tag = _("Causes and undo")
    one = parameters.in_path("id", _("The id of the cause."))
    page = answers.thing(data=answers.several(ref("Cause")), next={"type": ["string", "null"]})
    detail = {
        "allOf": [
            ref("Cause"),
            answers.thing(changes=answers.several(ref("Change")), next={"type": ["string", "null"]}),
        ]
    }
    causes = answers.success(200, _("Causes, newest first."), page)
    yield (
        "/causes",
        "get",
        _operation("list-causes", tag, _("Who did what"), causes | answers.refusals(), parameters.paging()),
    )
    yield "/causes/{id}", "get", _operation(
        "read-cause", tag, _("What a cause changed"),
        answers.success(200, _("The cause and its changes."), detail) | answers.refusals(),
        [one, *parameters.paging()],
    )  # fmt: skip
    body = answers.of_parts(UNDO)
    body["properties"]["resolve"]["items"] = answers.of_parts(RESOLUTION)
    undone = answers.success(200, _("What was put back, and what was not."), ref("Undone"), "Plexus-Cause")
    yield "/causes/{id}/undo", "post", _operation(
        "undo", tag, _("Undo all that a cause did"), undone | answers.refusals(*BODY, 409),
        [one, parameters.idempotency_key()], json_body(body, required=False),
    )  # fmt: skip
