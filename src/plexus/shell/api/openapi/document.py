"""The whole document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from plexus import __version__
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.api.openapi import answers, beside, filing, hooking, noticing, objects, retyping, setting_up
from plexus.shell.api.openapi.operations import Operations
from plexus.shell.api.openapi.schemas import Json, of_object


def document(actor: Actor, server: str) -> dict[str, Any]:
    """The API as one actor may use it, in the active language; `server` is the address before every path."""
    known = [each for each in registry.of(actor.workspace_id) if level(actor, each, Verb.READ)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plexus API", "version": __version__, "description": _guide()},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "tags": [{"name": name, "description": text} for name, text in _tags(known)],
        "paths": _paths(
            chain(
                *(objects.operations(actor, each) for each in known),
                beside.operations(),
                noticing.operations(),
                setting_up.operations(),
                _filing(known),
                _retyping(known),
            )
        ),
        "components": _components(actor, known),
    }


def _filing(known: Iterable[Object]) -> Operations:
    """What there is of files, for whoever may read any."""
    told = {each.plural: each for each in known}
    if files := told.get("files"):
        yield from filing.operations(str(files.label_plural), [name for name, each in told.items() if each.is_subject])


def _retyping(known: Iterable[Object]) -> Operations:
    """What there is to ask of own fields, for whoever may read them."""
    for each in known:
        if each.plural == "custom-fields":
            yield from retyping.operations(str(each.label_plural))


def _tags(known: Iterable[Object]) -> Iterator[tuple[str, str]]:
    """The groups of operations: every object, and what stands beside them."""
    for each in known:
        yield str(each.label_plural), _("Fields and rights: /schema/%(object)s.") % {"object": each.plural}
    yield _("Search and schema"), _("Finding anything, and what there is to find.")
    yield _("Jobs and exports"), _("Work that takes longer than a request.")
    yield _("Imports"), _("Bringing files in, from the upload to the rows that were kept back.")
    yield _("Notifications"), _("What you were told, and what you have read of it.")
    yield _("Webhooks"), _("Being told what changes, at an address of your own.")
    yield _("Set-up"), _("What administrators arranged, as one document for another workspace.")
    yield _("Causes and undo"), _("Who changed what, and taking it back.")


def _components(actor: Actor, known: Iterable[Object]) -> Json:
    schemas = answers.schemas() | hooking.schemas() | setting_up.schemas()
    for each in known:
        schemas |= of_object(actor, each)
    token = {"type": "http", "scheme": "bearer", "description": _("An API token: Settings → API tokens.")}
    return {
        "schemas": schemas, "responses": answers.answers(), "headers": answers.headers(),
        "securitySchemes": {"token": token},
    }  # fmt: skip


def _paths(operations: Iterable[tuple[str, str, Json]]) -> Json:
    paths: Json = {}
    for path, method, operation in operations:
        paths.setdefault(path, {})[method] = answers.repeatable(operation) if method == "post" else operation
    return paths


def _guide() -> str:
    """What holds for every operation."""
    return "\n\n".join(
        (
            _("Every request bears a token: “Authorization: Bearer …”. The workspace follows from it."),
            _(
                "Errors are problem documents (RFC 9457) in the language of Accept-Language. A body that is no JSON is "
                "answered with 400; JSON that does not fit with 422, and every field that does not fit is named. "
                "“type” leads to the page that explains the problem."
            ),
            _(
                "Each address takes the methods that are listed here, HEAD where there is GET, and OPTIONS, which "
                "tells them; another is answered with 405 and Allow. Long answers are packed for "
                "Accept-Encoding: gzip. "
                "Other sites' pages may not call the API from a browser (no CORS)."
            ),
            _(
                "A filter is JSON: {\"field\": \"city\", \"op\": \"eq\", \"value\": \"上海\"}, joined by and, or, "
                "not, through references (account.industry) and over related records: "
                "{\"related\": \"deals\", \"where\": {…}, "
                "\"count\": {\"op\": \"gte\", \"value\": 2}}. Each field's operators stand in /schema/{object}; "
                "values may be words such as {\"relative\": \"next_7_days\"}, {\"me\": true} and {\"my_team\": true}."
            ),
            _(
                "Send If-Match with the ETag you read, and nobody's change is lost: 412 tells both versions. Send an "
                "Idempotency-Key with a POST, and a repeated request does its work once."
            ),
            _("A change answers with Plexus-Cause: POST /causes/{id}/undo takes it back."),
        )
    )  # fmt: skip
