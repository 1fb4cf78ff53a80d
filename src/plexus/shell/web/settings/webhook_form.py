"""The form of a webhook: what was typed, and the controls that ask for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.query import FilterInvalid, read, write
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FormPage, Option
from plexus.shell.hooks.models import Webhook
from plexus.shell.hooks.refusals import WebhookInvalid
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.filters import filled
from plexus.shell.web.settings.page import Errors, form, select
from plexus.shell.web.visit import Visit, say

PERIODS = ("0", "24", "72")


def typed(request: PageRequest) -> dict[str, Any]:
    """What the form sent; raises `WebhookInvalid` for a filter that cannot be read."""
    sent = request.POST
    return {
        "name": sent.get("name", ""), "url": sent.get("url", ""), "objects_told": sent.getlist("objects"),
        "events": sent.getlist("events"), "filter": _filter(sent.get("filter", "").strip()),
    }  # fmt: skip


def _filter(text: str) -> Any:
    if not text:
        return None
    try:
        return write(read(text))
    except FilterInvalid as invalid:
        faults = [FieldError("filter", each.code, each.message, each.params) for each in invalid.fields]
        raise WebhookInvalid(fields=faults) from invalid


def webhook_form(request: PageRequest, held: Webhook | None, errors: Errors, notice: Notice | None) -> FormPage:
    """The form of a new webhook, or of one that is there."""
    posted = request.POST
    chosen = posted.getlist("objects") if posted else (held.objects_told if held else [])
    events = posted.getlist("events") if posted else (held.events if held else [])
    controls = (
        Control("name", _("Name"), value=posted.get("name", held.name if held else ""), required=True,
                placeholder=_("What is it for?"), errors=errors.get("name", ())),
        Control("url", _("Address"), type="url", value=posted.get("url", held.url if held else ""), required=True,
                placeholder="https://example.com/hooks", wide=True, errors=errors.get("url", ())),
        Control("objects", _("Objects"), kind="multiple", options=_objects(request, chosen), wide=True,
                hint=_("None chosen means all that you may see."), errors=errors.get("objects", ())),
        Control("events", _("Events"), kind="multiple", options=_events(events), wide=True,
                hint=_("None chosen means all."), errors=errors.get("events", ())),
        _filter_control(request, chosen, held, errors.get("filter", ())),
    )  # fmt: skip
    return form(
        _("What it sends") if held else _("New webhook"),
        reverse("settings-webhook", args=[held.pk]) if held else reverse("settings-webhooks"),
        controls, notice=notice, save="" if held else _("Make the webhook"),
        intro=_("Sent is what you may read yourself when it is sent, and nothing else."),
    )  # fmt: skip


def _filter_control(request: PageRequest, chosen: list[str], held: Webhook | None, errors: tuple[str, ...]) -> Control:
    """The filter as it was sent, else as it is kept."""
    text = request.POST.get("filter", "").strip()
    try:
        document = _filter(text) if request.POST else (held.filter if held else None)
    except WebhookInvalid:
        return filled.control(_visit(request), "webhook", None, None, text=text, errors=errors)
    about = registry.of(request.actor.workspace_id).objects.get(chosen[0]) if len(chosen) == 1 else None
    hint = _("For exactly one object: only records that it finds are told.")
    return filled.control(_visit(request), "webhook", about, document, errors=errors, hint=hint)


def _visit(request: PageRequest) -> Visit:
    return Visit(request.actor, request.now, request)


def no_filter(request: PageRequest) -> Control:
    """The filter's part of the form where there is none."""
    return filled.control(_visit(request), "webhook", None, None)


def filter_dialog(request: PageRequest) -> HttpResponse:
    """The way to the dialog for the one object that is chosen, or the word that one must be."""
    chosen = request.GET.getlist("objects")
    if len(chosen) != 1:
        return say(HttpResponse(status=204), _("Choose exactly one object first: a filter belongs to it."), tone="warn")
    about = registry.of(request.actor.workspace_id).object(chosen[0])
    return filled.dialog("webhook", about, request.GET.get("filter", ""))


def _objects(request: PageRequest, chosen: list[str]) -> tuple[Option, ...]:
    """What records live in comes first, what administrators keep after it."""
    known = (each for each in registry.of(request.actor.workspace_id) if level(request.actor, each, Verb.READ))
    return tuple(
        Option(each.plural, capfirst(str(each.label_plural)), each.plural in chosen)
        for each in sorted(known, key=lambda one: (one.described.administered, not one.described.department))
    )


def _events(chosen: list[str]) -> tuple[Option, ...]:
    labels = {
        "created": pgettext("event", "Created"),
        "changed": pgettext("event", "Changed"),
        "trashed": pgettext("event", "Put into the trash"),
        "restored": pgettext("event", "Taken out of the trash"),
        "removed": pgettext("event", "Removed for good"),
    }
    return tuple(Option(each, words, each in chosen) for each, words in labels.items())


def rotation() -> Control:
    """How long the secret before goes on signing."""
    words = (_("not at all"), _("for a day"), _("for three days"))
    label = _("The secret before signs too")
    return select("hours", label, list(zip(PERIODS, words, strict=True)), "24")


def hours(request: PageRequest) -> int:
    """What was chosen of that."""
    return int(request.POST["hours"]) if request.POST.get("hours") in PERIODS else 24
