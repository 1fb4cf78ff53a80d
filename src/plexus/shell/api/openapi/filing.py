"""The operations of files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.operations import Operations, operation
from plexus.shell.api.openapi.schemas import ID, TEXT, Json, ref

BINARY: Json = {"type": "string", "format": "binary"}
ANY = ("application/octet-stream", "application/pdf", "image/png", "image/jpeg", "text/plain; charset=utf-8")


def operations(tag: str, objects: list[str]) -> Operations:
    """Address, method and operation of everything about the bytes of files; `objects` take files."""
    yield from _sending(tag, objects)
    yield from _fetching(tag)


def _form() -> Json:
    schema = answers.thing(("file",), file=BINARY) | {"additionalProperties": False}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema, "example": {"file": "报价单"}}}}


def _sending(tag: str, objects: list[str]) -> Operations:
    told = answers.thing(
        upload=TEXT, name=TEXT, media_type=TEXT, size={"type": "integer"}, content=TEXT,
    )  # fmt: skip
    yield "/uploads", "post", operation(
        "upload", tag, _("Upload the bytes of a file"),
        _("As “file” of a form. What the answer calls “upload” is the “content” of a new file: create one with it and "
          "with the records that it is on. Bytes that no file is made of are removed after a while. What a file is, "
          "its bytes say; size and kinds that are taken are set by the installation."),
        answers.success(201, _("The bytes are kept."), told) | answers.refusals(400, 413, 415, 409),
        parameters=[parameters.idempotency_key()], body=_form(),
    )  # fmt: skip
    named = {"type": "string", "enum": objects}
    yield "/{object}/{id}/files", "post", operation(
        "attach", tag, _("Put a file on a record"),
        _("In one request: upload, and a new file on the record. Whoever may read the record may read the file."),
        answers.success(201, _("The file."), ref("Files"), "ETag", "Location", "Plexus-Cause")
        | answers.refusals(400, 413, 415, 409),
        parameters=[
            parameters.in_path("object", _("The object by its API name."), named) | {"example": "accounts"},
            parameters.record_id(), parameters.idempotency_key(),
        ],
        body=_form(),
    )  # fmt: skip


def _fetching(tag: str) -> Operations:
    part = {
        "name": "Range", "in": "header", "required": False, "schema": {"type": "string", "pattern": r"^bytes=\d*-\d*$"},
        "description": _("Some of the bytes: bytes=0-499, bytes=500- or bytes=-500."), "example": "bytes=0-499",
    }  # fmt: skip
    given = answers.success(200, _("The bytes."), BINARY, "ETag", "Content-Disposition", media=ANY)
    some = answers.success(206, _("The range that was asked for."), BINARY, "ETag", media=ANY)
    none = answers.success(416, _("There are no such bytes."), None)
    same = answers.success(304, _("You have it already."), None, "ETag")
    yield "/files/{id}/content", "get", operation(
        "read-content", tag, _("Fetch the bytes of a file"), _("All of them, or a range."),
        given | some | none | same | answers.refusals(410), parameters=[parameters.record_id(), part],
    )  # fmt: skip
    there = [
        parameters.in_path("object", _("The object by its API name."), TEXT) | {"example": "accounts"},
        parameters.record_id(),
        parameters.in_path("field", _("The field by its API name."), TEXT) | {"example": "contract"},
        parameters.in_path("file", _("The id of the file, as the record tells it."), ID),
    ]
    yield "/{object}/{id}/fields/{field}/{file}/content", "get", operation(
        "read-field-content", tag, _("Fetch the bytes of a file in a field"),
        _("All of them, or a range: of the file that the field holds, or of one that it held. Whoever may read the "
          "record and the field may have it."),
        given | some | none | same | answers.refusals(410), parameters=[*there, part],
    )  # fmt: skip
    size = {"type": "string", "enum": ["small", "large"], "default": "small"}
    picture = answers.success(200, _("The picture."), BINARY, "ETag", "Content-Disposition", media=("image/webp",))
    yield "/files/{id}/preview", "get", operation(
        "read-preview", tag, _("A small picture of a picture"),
        _("Of PNG, JPEG, GIF and WebP: drawn anew, upright, without where it was taken. 404 where there is none."),
        picture | same | answers.refusals(410),
        parameters=[parameters.record_id(), parameters.query("size", _("How large."), size)],
    )  # fmt: skip
    yield "/{object}/{id}/fields/{field}/{file}/preview", "get", operation(
        "read-field-preview", tag, _("A small picture of a picture in a field"),
        _("Of PNG, JPEG, GIF and WebP: drawn anew, upright, without where it was taken. 404 where there is none."),
        picture | same | answers.refusals(410),
        parameters=[*there, parameters.query("size", _("How large."), size)],
    )  # fmt: skip
