"""The operations of imports."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.import_options import OF_SETS, OPTIONS, WAYS
from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import Json, ref
from plexus.shell.importing.verdicts import Verdict

PATH = "/imports/{id}"


def operations() -> Operations:
    """Address, method and operation of everything about imports."""
    yield from _beginning(_("Imports"))
    yield from _preparing(_("Imports"))
    yield from _starting(_("Imports"))
    yield from _following(_("Imports"))
    yield from _together(_("Imports"))


def _one() -> Json:
    return parameters.in_path("id", _("The id of the import."))


def _beginning(tag: str) -> Operations:
    listed = answers.success(200, _("Imports, newest first."), answers.thing(data=answers.several(ref("Import"))))
    yield "/imports", "get", operation(
        "list-imports", tag, _("List imports"), _("Your own; a file holds what its owner may read."),
        listed | answers.refusals(), parameters=[parameters.paging()[0]],
    )  # fmt: skip
    taken = answers.success(202, _("A worker will take it."), ref("Import"), "Location")
    kept = answers.success(201, _("It waits for its start."), ref("Import"), "Location")
    yield "/imports", "post", operation(
        "import", tag, _("Upload a file"),
        _("CSV in any usual encoding or XLSX, up to 256 MB, as “file” of a form; “options” is JSON. "
          "Columns that “map” does not name go where their name or content says. "
          "Without more it runs at once: follow it at Location until its state is “done”. "
          "With “dry_run” nothing is changed; with “start”: false it waits for check and run. "
          "Rows that do not fit are kept back, the others go in, and undoing “cause” takes all of it back."),
        taken | kept | answers.refusals(*BODY, 409), parameters=[parameters.idempotency_key()], body=_form(),
    )  # fmt: skip


def _form() -> Json:
    schema = answers.thing(
        ("file", "options"), file={"type": "string", "format": "binary"}, options=answers.of_parts(OPTIONS)
    )
    content = {
        "schema": schema | {"additionalProperties": False},
        "encoding": {"options": {"contentType": "application/json"}},
        "example": {
            "file": "客户,城市\n恒通精密制造,无锡\n",
            "options": {"object": "accounts", "map": {"客户": "name"}, "match": ["name"], "dry_run": True},
        },
    }
    return {"required": True, "content": {"multipart/form-data": content}}


def _preparing(tag: str) -> Operations:
    found = answers.success(200, _("The import."), ref("Import"))
    yield PATH, "get", operation(
        "read-import", tag, _("How far an import is"),
        _("Its state, the rows done, and how many were created, updated, unchanged or kept back. “cause” is what undo "
          "takes."),
        found | answers.refusals(), parameters=[_one()],
    )  # fmt: skip
    yield PATH, "patch", operation(
        "change-import", tag, _("Change the options"),
        _("Before it runs. Options that are left out stay; what a dry run found is forgotten."),
        found | answers.refusals(*BODY, 409, 410), parameters=[_one()],
        body=json_body(answers.of_parts(WAYS), example={"map": {"客户": "name", "备注": None}, "match": ["name"]}),
    )  # fmt: skip
    yield f"{PATH}/mapping", "get", operation(
        "read-mapping", tag, _("Which column fills which field"),
        _("What was detected of the file, each column with examples and the fields proposed for it and why, all fields "
          "that could be filled, and in “hindrance” what still keeps it from running."),
        answers.success(200, _("The mapping."), ref("ImportMapping")) | answers.refusals(410), parameters=[_one()],
    )  # fmt: skip


def _starting(tag: str) -> Operations:
    started = answers.success(202, _("A worker will take it."), ref("Import"), "Location")
    nothing = json_body({"type": "object", "additionalProperties": False}, required=False)
    both = [_one(), parameters.idempotency_key()]
    yield f"{PATH}/check", "post", operation(
        "check-import", tag, _("Try an import"),
        _("A dry run: every row gets the verdict that it would have, and nothing is changed."),
        started | answers.refusals(*BODY, 409, 410), parameters=both, body=nothing,
    )  # fmt: skip
    yield f"{PATH}/run", "post", operation(
        "run-import", tag, _("Run an import"),
        _("Once: a second run of the same upload is refused. When it is killed it goes on where it was."),
        started | answers.refusals(*BODY, 409, 410), parameters=both, body=nothing,
    )  # fmt: skip


def _following(tag: str) -> Operations:
    verdict: Json = {"type": "string", "enum": [each.value for each in Verdict], "default": Verdict.REJECTED.value}
    yield f"{PATH}/rows", "get", operation(
        "read-import-rows", tag, _("Rows with their verdict"),
        _("The first rows of one verdict, each with its cells and the reason in words; of the run, before it of the "
          "dry run."),
        answers.success(200, _("The rows."), answers.thing(data=answers.several(ref("ImportRow"))))
        | answers.refusals(),
        parameters=[_one(), parameters.query("verdict", _("Which rows."), verdict), parameters.paging()[0]],
    )  # fmt: skip
    text: Json = {"type": "string"}
    yield f"{PATH}/errors", "get", operation(
        "read-import-errors", tag, _("Fetch what was kept back"),
        _("As CSV with the file's own columns and one more that says why. Correct it and import it again."),
        answers.success(200, _("The file."), text, "Content-Disposition", media=("text/csv",)) | answers.refusals(410),
        parameters=[_one()],
    )  # fmt: skip


def _together(tag: str) -> Operations:
    started = answers.success(202, _("A worker will take it."), ref("ImportSet"), "Location")
    kept = answers.success(201, _("It waits for its start."), ref("ImportSet"), "Location")
    yield "/imports/sets", "post", operation(
        "import-set", tag, _("Upload several files"),
        _("The files of another system, each as “file” of the form, or one zip archive of them: what each holds is "
          "found, they come in after those to which they refer, and undoing the one “cause” takes all of it back. "
          "With “dry_run” all of them are tried together."),
        started | kept | answers.refusals(*BODY, 409), parameters=[parameters.idempotency_key()], body=_form_of_set(),
    )  # fmt: skip
    one = parameters.in_path("id", _("The id of the set."))
    found = answers.success(200, _("The set."), ref("ImportSet"))
    yield "/imports/sets/{id}", "get", operation(
        "read-import-set", tag, _("How far several files are"),
        _("The files in their order, each as an import of its own, and those of which nothing comes in, with why."),
        found | answers.refusals(), parameters=[one],
    )  # fmt: skip
    nothing = json_body({"type": "object", "additionalProperties": False}, required=False)
    both = [one, parameters.idempotency_key()]
    for verb, summary in (("check", _("Try several files")), ("run", _("Run several files"))):
        yield f"/imports/sets/{{id}}/{verb}", "post", operation(
            f"{verb}-import-set", tag, summary, _("All of them, each after those to which it refers."),
            started | answers.refusals(*BODY, 409, 410), parameters=both, body=nothing,
        )  # fmt: skip


def _form_of_set() -> Json:
    schema = answers.thing(
        ("file",), file={"type": "array", "items": {"type": "string", "format": "binary"}},
        options=answers.of_parts(OF_SETS),
    )  # fmt: skip
    content = {
        "schema": schema | {"additionalProperties": False},
        "encoding": {"options": {"contentType": "application/json"}},
        "example": {"file": ["客户,城市\n恒通精密制造,无锡\n"], "options": {"dry_run": True}},
    }
    return {"required": True, "content": {"multipart/form-data": content}}
