"""The whole document."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from plexus import __version__
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.api.openapi import answers, beside, objects
from plexus.shell.api.openapi.schemas import Json, of_object


def document(actor: Actor, server: str) -> dict[str, Any]:
    """The API as one actor may use it, in the active language; `server` is the address before every path."""
    known = [each for each in registry.of(actor.workspace_id) if level(actor, each, Verb.READ)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plexus API", "version": __version__, "description": _guide()},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "tags": [{"name": str(each.label_plural)} for each in known],
        "paths": _paths(chain(*(objects.operations(actor, each) for each in known), beside.operations())),
        "components": _components(actor, known),
    }


def _components(actor: Actor, known: Iterable[Object]) -> Json:
    schemas = answers.schemas()
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
        paths.setdefault(path, {})[method] = operation
    return paths


def _guide() -> str:
    """What holds for every operation."""
    return "\n\n".join(
        (
            _("Every request bears a token: “Authorization: Bearer …”. The workspace follows from it."),
            _(
                "Errors are problem documents (RFC 9457) in the language of Accept-Language. A body that is no JSON is "
                "answered with 400; JSON that does not fit with 422, and every field that does not fit is named."
            ),
            _(
                "Send If-Match with the ETag you read, and nobody's change is lost: 412 tells both versions. Send an "
                "Idempotency-Key with a POST, and a repeated request does its work once."
            ),
            _("A change answers with Plexus-Cause: POST /causes/{id}/undo takes it back."),
        )
    )  # fmt: skip
