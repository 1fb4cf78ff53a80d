"""Imports: upload a file with what is asked of it, follow the job, fetch what was kept back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.urls import reverse

from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import problems
from plexus.shell.api.door import Call, answer
from plexus.shell.exporting.writing import disposition
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.queries import following
from plexus.shell.importing.refusals import MappingInvalid

KNOWN = {
    "object", "map", "match", "mode", "create_missing", "replace", "set", "days", "clear_blanks", "only_mapped",
    "encoding", "delimiter", "sheet", "header_row", "dry_run",
}  # fmt: skip


def create_import(call: Call) -> HttpResponse:
    """POST /imports: `file` and `options` (JSON) as multipart; 202 with the import, whose job a worker takes."""
    if call.http.content_type != "multipart/form-data":
        raise problems.WrongMediaType
    options = _options(call)
    about = registry.of(call.actor.workspace_id).object(str(options.get("object", "")))
    upload = call.http.FILES.get("file")
    if upload is None:
        raise MappingInvalid(fields=[FieldError("file", "required", _("Send a file as “file”."))])
    order = _order(about.plural, options)
    made = preparing.take_file(
        actor=call.actor, about=about, name=upload.name or "file", chunks=upload.chunks(), order=order
    )
    start = preparing.check_import if options.get("dry_run") else preparing.run_import
    start(actor=call.actor, import_id=made.pk)
    response = _shown(call, made.pk, status=202)
    response["Location"] = reverse("api:import", kwargs={"import_id": made.pk})
    return response


def read_import(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}: how far it is, and what became of the rows."""
    return _shown(call, import_id)


def read_errors(call: Call, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/errors: the rows that were kept back as CSV, each with the reason."""
    lines = following.error_lines(actor=call.actor, import_id=import_id)
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition("errors.csv")
    return response


def _shown(call: Call, import_id: UUID, *, status: int = 200) -> HttpResponse:
    return answer(following.as_json(following.followed(actor=call.actor, import_id=import_id)), status=status)


def _options(call: Call) -> dict[str, Any]:
    try:
        given = orjson.loads(call.http.POST.get("options", "{}"))
    except orjson.JSONDecodeError as error:
        raise problems.Malformed(reason=str(error)) from error
    if not isinstance(given, dict):
        raise problems.Malformed(reason="an object is expected")
    if unknown := sorted(given.keys() - KNOWN):
        message = _("There is no option “%(name)s”.")
        raise MappingInvalid(fields=[FieldError(name, "unknown_option", message, {"name": name}) for name in unknown])
    return given


def _order(plural: str, given: Mapping[str, Any]) -> Order:
    """The order that the options make; raises `Malformed` for what has another form."""
    try:
        return Order(
            object=plural,
            mapping=tuple(_pairs(given.get("map", {}))),
            match=tuple(str(each) for each in given.get("match", ())),
            mode=Mode(given.get("mode", Mode.UPSERT)),
            create_missing=tuple(str(each) for each in given.get("create_missing", ())),
            replace={str(column): _texts(pairs) for column, pairs in given.get("replace", {}).items()},
            constants=tuple(_pairs(given.get("set", {}))),
            day_orders=_texts(given.get("days", {})),
            clear_blanks=bool(given.get("clear_blanks", False)),
            proposals=not given.get("only_mapped", False),
            encoding=given.get("encoding"),
            delimiter=given.get("delimiter"),
            sheet=given.get("sheet"),
            header_row=given.get("header_row"),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise problems.Malformed(reason=str(error)) from error


def _pairs(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`{"column": "field"}` or `{"column": ["field", "field"]}`; null leaves a column out."""
    return [
        (str(name), str(each or ""))
        for name, value in given.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in given.items()}
