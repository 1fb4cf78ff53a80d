"""Schemas that do not depend on an object, and the answers that every operation may give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel.access.rights import Level, Verb
from plexus.kernel.following.models import NoticeKind
from plexus.shell.api import problems
from plexus.shell.api.bodies import Part, Parts
from plexus.shell.api.import_options import WAYS
from plexus.shell.api.openapi import examples
from plexus.shell.api.openapi.schemas import ID, TEXT, Json, nullable, ref
from plexus.shell.importing.verdicts import Verdict

FLAG: Json = {"type": "boolean"}
WHOLE: Json = {"type": "integer"}
INSTANT: Json = {"type": "string", "format": "date-time"}
OBJECT: Json = {"type": "object"}
KINDS = {"text": TEXT, "id": ID, "flag": FLAG, "whole": WHOLE, "object": OBJECT}
ALWAYS = (401, 403, 404, 422, 429)
RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "RateLimit")


def handed_over() -> Json:
    """The answer where so much is touched that a worker does it."""
    return success(202, _("It touches so much that a worker does it: follow the job."), ref("Job"), "Location")


def thing(required: Iterable[str] = (), /, **properties: Json) -> Json:
    """An object with these properties, all of them required unless others are named."""
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def several(schema: Json) -> Json:
    """A list."""
    return {"type": "array", "items": schema}


def of_parts(parts: Parts) -> Json:
    """The schema of a body that is made of parts."""
    required = [name for name, each in parts.items() if each.required]
    properties = {name: _part(each) for name, each in parts.items()}
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _part(part: Part) -> Json:
    kind = several(KINDS[part.of]) | {"maxItems": part.most} if part.kind == "list" else KINDS[part.kind]
    kind = kind | ({"enum": list(part.choices)} if part.choices else {})
    kind = kind | ({"minimum": 0, "maximum": part.largest} if part.largest else {})
    return kind | ({"description": str(part.about)} if part.about else {})


def schemas() -> dict[str, Json]:
    """The schemas that all objects share."""
    error = thing(field=TEXT, code=TEXT, message=TEXT)
    problem = thing(
        ("type", "title", "status", "detail"), type=TEXT, title=TEXT, status=WHOLE, detail=TEXT,
        errors=several(ref("FieldError")), yours=WHOLE, current=WHOLE,
    )  # fmt: skip
    found = {
        "Problem": problem | {"examples": [_example()]},
        "FieldError": error,
        "Count": thing(value=WHOLE, exact=FLAG),
        "Reference": thing(("id",), id=ID, object=TEXT, name=nullable(TEXT)),
        **_stories(),
        **_work(),
        **_bringing(),
        **_describing(),
        **_access(),
    }
    return found | {name: found[name] | {"examples": [each]} for name, each in examples.SHARED.items()}


def _example() -> dict[str, Any]:
    return {
        "type": problems.address_of("invalid"), "title": _("Unprocessable"), "status": 422,
        "detail": _("Some fields need attention."),
        "errors": [{"field": "name", "code": "required", "message": _("This field is required.")}],
    }  # fmt: skip


def _stories() -> dict[str, Json]:
    person = nullable(ref("Reference"))
    change = thing(
        id=TEXT, object=TEXT, record=ID, at=INSTANT,
        kind={"enum": ["created", "changed", "trashed", "restored", "removed"]},
        action=TEXT, cause=nullable(ID), undoes=nullable(ID), person=person,
        fields=several(thing(field=TEXT, label=TEXT, before={}, after={})), shared_with=person,
    )  # fmt: skip
    contested = thing(
        object=TEXT, id=ID, field=TEXT, before={}, after={}, now={}, created=FLAG, changed_by=nullable(TEXT),
        changed_at=nullable(INSTANT),
    )  # fmt: skip
    touched = thing(object=TEXT, created=WHOLE, changed=WHOLE, removed=WHOLE)
    return {
        "Change": change,
        "Notification": thing(
            id=WHOLE, kind={"type": "string", "enum": [each.value for each in NoticeKind]}, at=INSTANT, read=FLAG,
            by=nullable(TEXT), record=OBJECT, change={"anyOf": [ref("Change"), {"type": "null"}]},
            source={"type": ["object", "null"]},
        ),
        "Event": thing(object=TEXT, at=INSTANT, record=OBJECT),
        "Cause": thing(
            id=ID, at=INSTANT, action=TEXT, kind=TEXT, person=person, undoes=nullable(ID), undone_by=nullable(ID),
            touched=several(touched), exact=FLAG,
        ),
        "Undone": thing(
            cause=nullable(ID), restored=WHOLE, records=OBJECT, conflict_count=WHOLE, conflicts=several(contested),
            blocked_count=WHOLE, blocked=several(OBJECT), refused_count=WHOLE, refused=several(OBJECT),
        ),
    }  # fmt: skip


def _work() -> dict[str, Json]:
    refused = thing(id=ID, code=TEXT, message=TEXT, errors=several(ref("FieldError")))
    verdict = thing(("status",), status=WHOLE, id=ID, version=nullable(WHOLE), problem=ref("Problem"))
    return {
        "Hit": thing(("object", "id", "name"), object=TEXT, id=ID, name=TEXT, file=TEXT),
        "Job": thing(
            id=ID, kind=TEXT, label=TEXT, state={"enum": ["queued", "running", "done", "failed", "cancelled"]},
            done=WHOLE, total=nullable(WHOLE), percent=nullable(WHOLE), message=TEXT, error=TEXT, result=OBJECT,
            cause=nullable(ID), person=nullable(ref("Reference")), cancel_requested=FLAG, created_at=INSTANT,
            started_at=nullable(INSTANT), finished_at=nullable(INSTANT),
        ),
        "BulkResult": thing(
            cause=nullable(ID), changed=WHOLE, unchanged=WHOLE, refused_count=WHOLE, refused=several(refused)
        ),
        "Aggregate": thing(
            data=several(thing(group=OBJECT, figures=OBJECT, filter=OBJECT)),
            rest=nullable(thing(groups=WHOLE, figures=OBJECT)), total=thing(figures=OBJECT),
        ),
        "BatchResult": thing(cause=nullable(ID), kept=FLAG, results=several(verdict)),
    }  # fmt: skip


def _bringing() -> dict[str, Json]:
    """What the importer tells."""
    counts = {each.value: WHOLE for each in Verdict}
    format_ = thing(
        kind=TEXT, encoding=nullable(TEXT), delimiter=nullable(TEXT), sheet=nullable(TEXT), sheets=several(TEXT),
        header_row=WHOLE, label=TEXT,
    )  # fmt: skip
    target = thing(field=TEXT, reason=TEXT, score={"type": "number"}, note=TEXT)
    options = of_parts(WAYS)
    options["properties"]["preset"] = TEXT
    options["properties"] = {name: nullable(each) for name, each in options["properties"].items()}
    return {
        "Import": thing(
            id=ID, object=TEXT, file=TEXT, options=options, dry_run=FLAG,
            state={"enum": ["prepared", "queued", "running", "done", "failed", "cancelled"]}, done=WHOLE,
            total=nullable(WHOLE), message=TEXT, counts=nullable(thing((), **counts)), job=nullable(ID),
            cause=nullable(ID), created_at=INSTANT,
        ),
        "ImportSet": thing(
            id=ID, preset=TEXT, dry_run=FLAG,
            state={"enum": ["prepared", "queued", "running", "done", "failed", "cancelled"]}, done=WHOLE,
            total=nullable(WHOLE), message=TEXT, files=several(ref("Import")),
            left=several(thing(file=TEXT, rows=nullable(WHOLE), reason=TEXT)), job=nullable(ID), cause=nullable(ID),
            created_at=INSTANT,
        ),
        "ImportMapping": thing(
            format=format_, columns=several(thing(column=TEXT, examples=several(TEXT), fields=several(target))),
            fields=several(TEXT), match=several(several(TEXT)), hindrance=nullable(ref("Problem")),
        ),
        "ImportRow": thing(
            row=WHOLE, verdict={"enum": [each.value for each in Verdict]}, reason=TEXT, cells=several(TEXT),
            record=nullable(ID),
        ),
    }  # fmt: skip


def _access() -> dict[str, Json]:
    """What tells with whom a record is shared, and why somebody can see it."""
    reference = nullable(ref("Reference"))
    reason = thing(rule=TEXT, holds=nullable(FLAG), sentence=TEXT)
    verb = thing(
        verb={"enum": [Verb.READ.value, Verb.UPDATE.value, Verb.DELETE.value]}, allowed=FLAG,
        level={"enum": [each.name.lower() for each in Level]}, reasons=several(reason),
    )  # fmt: skip
    return {
        "Share": thing(
            id=ID, person=reference, team=reference, right={"enum": ["read", "change"]},
            expires_at=nullable(INSTANT), expired=FLAG, shared_at=INSTANT,
            shared_by=reference,
        ),
        "Access": thing(
            person=ref("Reference"), verbs=several(verb), hidden_fields=several(TEXT),
            read_only_fields=several(TEXT),
        ),
    }  # fmt: skip


def _describing() -> dict[str, Json]:
    """What the schema tells of itself."""
    workspace = thing(id=ID, name=TEXT, slug=TEXT)
    rights = thing(**{verb.value: {"enum": [each.name.lower() for each in Level]} for verb in Verb})
    summary: dict[str, Json] = {
        "name": TEXT, "label": TEXT, "label_plural": TEXT, "title_field": TEXT, "rights": rights,
    }  # fmt: skip
    begins = {"anyOf": [thing(value={}), thing(expression=TEXT), {"type": "null"}]}
    field = thing(
        ("name", "type", "label", "required", "writable", "sortable", "operators", "custom"),
        name=TEXT, type=TEXT, label=TEXT, required=FLAG, writable=FLAG, sortable=FLAG, operators=several(TEXT),
        custom=FLAG, computed=TEXT, target=TEXT, choices=several(thing(value=TEXT, label=TEXT)),
        required_when=nullable(TEXT), visible_when=nullable(TEXT), default=begins,
    )  # fmt: skip
    related = several(thing(name=TEXT, object=TEXT, field=TEXT))
    return {
        "Me": thing(
            id=nullable(ID), name=TEXT, role=TEXT, language=TEXT, time_zone=TEXT, scopes=several(TEXT),
            is_administrator=FLAG, workspace=workspace,
        ),
        "ObjectSummary": thing(**summary),
        "ObjectDescription": thing(**summary, fields=several(field), related=related),
    }  # fmt: skip


def headers() -> dict[str, Json]:
    """The headers that answers bear."""
    texts = {
        "RateLimit-Limit": _("Requests that may be in a span, of the policy that is nearest to its end."),
        "RateLimit-Remaining": _("Requests that are left of it."),
        "RateLimit-Reset": _("Seconds until its next span."),
        "Retry-After": _("Seconds to wait."),
    }
    told = {name: {"description": text, "schema": WHOLE} for name, text in texts.items()}
    words = {
        "ETag": _("The version of the record in quotes, for If-Match."),
        "Location": _("The address of what was made."),
        "Content-Disposition": _("The name of the file."),
        "RateLimit-Policy": _('Every policy by its name: q requests in w seconds, such as "token";q=1200;w=60.'),
        "RateLimit": _("Of every policy r requests that are left and t seconds until the next span."),
        "Plexus-Left-Out": _("How many entries of the set-up cannot leave the workspace."),
        "Idempotent-Replay": _("true where the answer is that of an earlier request with the same Idempotency-Key."),
        "Plexus-Cause": _("The cause under which the change stands in the journal; it can be undone."),
    }
    return told | {name: {"description": text, "schema": TEXT} for name, text in words.items()}


def header_refs(*names: str) -> Json:
    """Pointers to headers of an answer."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def answers() -> dict[str, Json]:
    """The refusals by status, as components."""
    texts = {
        400: _("The body is not JSON."),
        401: _("No token, or one that is unknown, revoked or expired."),
        403: _("Known, but the role of the token's person does not allow it."),
        404: _("Unknown, or not visible."),
        409: _("Contradicts what is there: a value that is taken, a key that was used, or a lock held by another."),
        410: _("It was kept for a while and is gone."),
        412: _("Somebody else changed the record first; both versions are told."),
        413: _("The body is too large."),
        415: _("The body is no JSON by its content type."),
        422: _("JSON, but not what the endpoint takes; every field that does not fit is named."),
        429: _("Too many requests in this minute."),
        405: _("The address is there, but not for this method; Allow names those that it takes."),
        500: _("An error of ours."),
        503: _("The database is not there just now. Try again in a moment."),
    }
    return {f"Problem{status}": _refusal(status, text) for status, text in texts.items()}


def _refusal(status: int, text: str) -> Json:
    waiting = ("Retry-After", *RATES)
    extra = {401: (), 409: waiting, 429: waiting, 503: ("Retry-After",)}.get(status, RATES)
    return {
        "description": text,
        "headers": header_refs(*extra),
        "content": {problems.MEDIA_TYPE: {"schema": ref("Problem")}},
    }


def repeatable(operation: Json) -> Json:
    """A POST, whose answer may be that of an earlier one."""
    told = {
        status: each | {"headers": each["headers"] | header_refs("Idempotent-Replay")} if status < "3" else each
        for status, each in operation["responses"].items()
    }
    return operation | {"responses": told}


def refusals(*statuses: int) -> Json:
    """Pointers to the refusals that an operation may answer with, beside those that every one may."""
    return {str(each): {"$ref": f"#/components/responses/Problem{each}"} for each in sorted({*ALWAYS, *statuses})}


def success(
    status: int, text: str, schema: Json | None, *more: str, media: Iterable[str] = ("application/json",)
) -> Json:
    """An answer that is none of the refusals."""
    told: Json = {"description": text, "headers": header_refs(*more, *RATES)}
    return {str(status): told | ({"content": {each: {"schema": schema} for each in media}} if schema else {})}
