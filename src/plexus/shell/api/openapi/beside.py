"""The operations that belong to no object."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.causes import RESOLUTION, UNDO
from plexus.shell.api.exports import EXPORT
from plexus.shell.api.openapi import answers, examples, parameters
from plexus.shell.api.openapi.bringing import operations as imports
from plexus.shell.api.openapi.hooking import operations as webhooks
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import TEXT, Json, nullable, ref

FILE: Json = {"type": "string", "format": "binary"}
MEDIA = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/x-ndjson")


def operations() -> Operations:
    """Address, method and operation of everything beside the objects."""
    yield from _finding()
    yield from _describing()
    yield from _jobs()
    yield from _exports()
    yield from imports()
    yield from _changes()
    yield from webhooks()
    yield from _causes()
    yield from _undoing()


def _finding() -> Operations:
    some = {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}
    hits = answers.success(200, _("Records, the best first."), answers.thing(data=answers.several(ref("Hit"))))
    yield "/search", "get", operation(
        "search", _("Search and schema"), _("Search everything"),
        _("Names in Chinese, by pinyin or by initials, words from their beginning, addresses, and any part of a "
          "number; over all objects that you may read."),
        hits | answers.refusals(),
        parameters=[
            parameters.query(
                "q", _("A name or a part of one, pinyin, initials, an address or a number."), TEXT, example="zhangwei"
            ),
            parameters.query("objects", _("Only these objects, parted by commas."), TEXT, example="accounts,contacts"),
            parameters.query("limit", _("How many, at most 200."), some),
        ],
    )  # fmt: skip


def _describing() -> Operations:
    tag = _("Search and schema")
    me = answers.success(200, _("The answer."), ref("Me"))
    yield "/me", "get", operation(
        "me", tag, _("Who the token acts as"),
        _("The person, the role, the workspace and the scopes of the token. A good first request."),
        me | answers.refusals(),
    )  # fmt: skip
    objects = answers.success(200, _("The objects."), answers.thing(data=answers.several(ref("ObjectSummary"))))
    yield "/schema", "get", operation(
        "schema", tag, _("The objects"), _("Every object that you may read, with your rights on it."),
        objects | answers.refusals(),
    )  # fmt: skip
    named = parameters.in_path("object", _("The object by its API name."), TEXT | {"pattern": "^[a-z][a-z-]*$"})
    yield "/schema/{object}", "get", operation(
        "schema-of", tag, _("The fields of an object"),
        _("Each field with its type, label, choices and filter operators, whether you may write it, and which lists of "
          "other objects belong to a record."),
        answers.success(200, _("The object."), ref("ObjectDescription")) | answers.refusals(),
        parameters=[named | {"example": "accounts"}],
    )  # fmt: skip
    yield "/openapi.json", "get", operation(
        "openapi", tag, _("This document"),
        _("For your rights and in your language. Send its ETag with If-None-Match, and it comes again only when it is "
          "another."),
        answers.success(200, _("The document."), answers.OBJECT, "ETag")
        | answers.success(304, _("You have it already."), None, "ETag") | answers.refusals(),
    )  # fmt: skip


def _jobs() -> Operations:
    tag = _("Jobs and exports")
    one = parameters.in_path("id", _("The id of the job."))
    jobs = answers.success(200, _("Jobs, newest first."), answers.thing(data=answers.several(ref("Job"))))
    job = answers.success(200, _("The job."), ref("Job"))
    yield "/jobs", "get", operation(
        "list-jobs", tag, _("List jobs"),
        _("Your own; an administrator's token of full scope lists those of all. A token of less than full scope lists "
          "those that were asked for under scopes that its own cover, not what you asked for on a page."),
        jobs | answers.refusals(), parameters=[parameters.paging()[0]],
    )  # fmt: skip
    yield "/jobs/{id}", "get", operation(
        "read-job", tag, _("How far a job is"),
        _("Its state, how much of it is done, and in the end its result or what went wrong. Ask every second or two."),
        job | answers.refusals(), parameters=[one],
    )  # fmt: skip
    yield "/jobs/{id}/cancel", "post", operation(
        "cancel-job", tag, _("Call a job off"),
        _("A waiting job ends now, a running one at its next step. What it did until then stays and can be undone."),
        job | answers.refusals(409, 413), parameters=[one, parameters.idempotency_key()],
    )  # fmt: skip


def _exports() -> Operations:
    tag = _("Jobs and exports")
    asked = answers.success(202, _("A worker will write the file."), ref("Job"), "Location")
    wanted = {
        "object": "accounts", "format": "csv", "fields": ["name", "city"],
        "filter": {"field": "city", "op": "eq", "value": "无锡"},
    }  # fmt: skip
    yield "/exports", "post", operation(
        "export", tag, _("Export a list"),
        _("A worker writes the file: follow the job at Location until its state is “done”, then fetch the file. Your "
          "rights hold for every row and field."),
        asked | answers.refusals(*BODY, 409), parameters=[parameters.idempotency_key()],
        body=json_body(answers.of_parts(EXPORT), example=wanted),
    )  # fmt: skip
    file = answers.success(200, _("The file."), FILE, "Content-Disposition", media=MEDIA)
    yield "/exports/{id}/file", "get", operation(
        "export-file", tag, _("Fetch the file"),
        _("Your own finished export; the id is that of its job. It is kept for a while and then gone (410)."),
        file | answers.refusals(410), parameters=[parameters.in_path("id", _("The id of the job."))],
    )  # fmt: skip


def _changes() -> Operations:
    page = answers.thing(data=answers.several(ref("Change")), next=TEXT, more=answers.FLAG)
    named = parameters.query("object", _("Only these objects, parted by commas."), TEXT, example="accounts,deals")
    yield "/changes", "get", operation(
        "changes", _("Causes and undo"), _("Follow all changes"),
        _("Every change of what you may read now, once and in an order to which nothing is added before what you read. "
          "Go on from “next” as long as “more” is true, then ask again after a while. Begin with a list and “now” as "
          "cursor, or without a cursor with the oldest change that is told. A page may be shorter than its limit. A "
          "cursor that is older than the feed goes back is answered with 410: read the lists again."),
        answers.success(200, _("Changes, oldest first."), page) | answers.refusals(410),
        parameters=[*parameters.paging(), named],
    )  # fmt: skip


def _causes() -> Operations:
    tag = _("Causes and undo")
    page = answers.thing(data=answers.several(ref("Cause")), next=nullable(TEXT))
    detail = {"allOf": [ref("Cause"), answers.thing(changes=answers.several(ref("Change")), next=nullable(TEXT))]}
    causes = answers.success(200, _("Causes, newest first."), page)
    yield "/causes", "get", operation(
        "list-causes", tag, _("Who did what"),
        _("A cause is one act: a request, a bulk change, an import. An administrator sees those of all. Of one that "
          "made more than 10,000 changes only so many are counted; “exact” is then false."),
        causes | answers.refusals(), parameters=parameters.paging(),
    )  # fmt: skip
    yield "/causes/{id}", "get", operation(
        "read-cause", tag, _("What a cause changed"), _("Each change of it, oldest first, page by page."),
        answers.success(200, _("The cause and its changes."), detail) | answers.refusals(),
        parameters=[parameters.in_path("id", _("The id of the cause.")), *parameters.paging()],
    )  # fmt: skip


def _undoing() -> Operations:
    body = answers.of_parts(UNDO)
    body["properties"]["resolve"]["items"] = answers.of_parts(RESOLUTION)
    undone = answers.success(200, _("What was put back, and what was not."), ref("Undone"), "Plexus-Cause")
    yield "/causes/{id}/undo", "post", operation(
        "undo", _("Causes and undo"), _("Undo all that a cause did"),
        _("Puts every field back that nobody changed since, and takes back what was created. What others changed since "
          "is told as a conflict and stays, unless you resolve or force it."),
        undone | answers.handed_over() | answers.refusals(*BODY, 409),
        parameters=[parameters.in_path("id", _("The id of the cause.")), parameters.idempotency_key()],
        body=json_body(body, required=False, example={"resolve": [{"id": examples.ID, "field": "city"}]}),
    )  # fmt: skip
