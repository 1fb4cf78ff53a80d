"""Text, long text, addresses and ids."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.values import phones
from plexus.kernel.values.markup import sanitised
from plexus.shell.components.cells import NOTHING
from plexus.shell.components.forms import Control
from plexus.shell.web.presenting.presenter import Presenter, html_text
from plexus.shell.web.visit import Visit

ONE_SPELLING = re.compile(r"\+\d{6,15}(?: ext \d+)?")


class PlainText(Presenter):
    """One line of text."""

    keys = ("text", "id", "auto_number")

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        about = registry.of(visit.actor.workspace_id).objects.get(value) if field.names_object else None
        return capfirst(str(about.label_plural)) if about else super().text(value, field, visit)


class LongText(Presenter):
    """Several lines."""

    keys = ("long_text",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return " ".join((value or "").split())[:140]

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        return html_text(value or "") or SafeString(NOTHING)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), kind="textarea", wide=True, value=value or "", **known)


class RichText(LongText):
    """Formatted text; what is kept of it is harmless, so it is shown as it is."""

    keys = ("rich_text",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return " ".join(unescape(strip_tags((value or "").replace("<", " <"))).split())[:140]

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        return format_html('<div class="prose">{}</div>', mark_safe(sanitised(value))) if value else SafeString(NOTHING)  # noqa: S308

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        # The browser makes a page of it, also of what was refused and comes back.
        return Control(field.name, str(field.label), kind="rich", wide=True, value=sanitised(value or ""), **known)


class Content(Presenter):
    """Bytes of a file: sent ahead of their form, and told by the beginning of their SHA-256."""

    keys = ("content",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return value[:12] if value else ""

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(
            field.name, str(field.label), kind="upload", wide=True, suggest_url=reverse("uploads"),
            disabled=bool(value), **known,
        )  # fmt: skip


def phone_text(value: str, visit: Visit) -> str:
    """A number as the firm's country writes it, when it is kept in its one spelling; else as somebody wrote it."""
    return phones.display(value, region=visit.actor.country) if ONE_SPELLING.fullmatch(value) else value


class Address(Presenter):
    """What can be followed: mail, phone, web."""

    keys = ("email", "phone", "url")
    schemes = {"email": "mailto:", "phone": "tel:", "url": ""}
    types = {"email": "email", "phone": "tel", "url": "text"}

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return phone_text(value or "", visit) if field.type.key == "phone" else value or ""

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        if not value:
            return SafeString(NOTHING)
        shown = self.text(value, field, visit).removeprefix("https://").removeprefix("http://").rstrip("/")
        return format_html(
            '<a class="link" href="{}{}" rel="noopener">{}</a>', self.schemes[field.type.key], value, shown
        )

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), type=self.types[field.type.key], value=value or "", **known)
