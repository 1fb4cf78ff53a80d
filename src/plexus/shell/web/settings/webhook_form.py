"""The form of a webhook: what was typed, and the controls that ask for it."""

from __future__ import annotations

from typing import Any

import orjson
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
from plexus.shell.web.actor import PageRequest
from plexus.shell.web.settings.page import Errors, form, select

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
    asked = orjson.dumps(held.filter).decode() if held and held.filter is not None else ""
    controls = (
        Control("name", _("Name"), value=posted.get("name", held.name if held else ""), required=True,
                placeholder=_("What is it for?"), errors=errors.get("name", ())),
        Control("url", _("Address"), type="url", value=posted.get("url", held.url if held else ""), required=True,
                placeholder="https://example.com/hooks", wide=True, errors=errors.get("url", ())),
        Control("objects", _("Objects"), kind="multiple", options=_objects(request, chosen), wide=True,
                hint=_("None chosen means all that you may see."), errors=errors.get("objects", ())),
        Control("events", _("Events"), kind="multiple", options=_events(events), wide=True,
                hint=_("None chosen means all."), errors=errors.get("events", ())),
        Control("filter", _("Filter"), kind="textarea", value=posted.get("filter", asked), wide=True,
                placeholder='{"field": "city", "op": "eq", "value": "上海"}', errors=errors.get("filter", ()),
                hint=_("As it is typed in a list, for exactly one object: only records that it finds are told.")),
    )  # fmt: skip
    return form(
        _("What it sends") if held else _("New webhook"),
        reverse("settings-webhook", args=[held.pk]) if held else reverse("settings-webhooks"),
        controls, notice=notice, save="" if held else _("Make the webhook"),
        intro=_("Sent is what you may read yourself when it is sent, and nothing else."),
    )  # fmt: skip


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
