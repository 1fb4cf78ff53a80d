"""The document of the API, and the page on which people read and try it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.shell.api import sending
from plexus.shell.api.door import Call, answer
from plexus.shell.api.openapi.document import document
from plexus.shell.web.visit import Visit


@dataclass(frozen=True)
class Head:
    """The head of the page."""

    title: str


def show_document(call: Call) -> HttpResponse:
    """GET /openapi.json: the OpenAPI document for the workspace and rights of the token."""
    return sending.unless_known(call.http, answer(_document(call.actor, call.http)))


def show_document_to_person(visit: Visit) -> HttpResponse:
    """GET /docs/openapi.json: the same for a signed-in person, who reads it on the page."""
    return sending.unless_known(visit.http, answer(_document(visit.actor, visit.http)))


def show_page(visit: Visit) -> HttpResponse:
    """GET /docs: the interactive reference; whoever pastes a token can try it."""
    page = Head(gettext("API documentation"))
    return visit.show("shell/layouts/reference.html", openapi_url=reverse("api:docs-openapi"), page=page)


def _document(actor: Actor, http: HttpRequest) -> dict[str, object]:
    server = http.build_absolute_uri(reverse("api:me")).removesuffix("/me")
    return document(actor, server)
