"""Files in fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plexus.kernel.files import pictures
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.file import KINDS, Named
from plexus.shell.components.cells import NOTHING, Cell, FileLink
from plexus.shell.components.files import icon_of
from plexus.shell.components.forms import Control
from plexus.shell.delivering import PDF
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit

Value = Mapping[str, Any]


def urls_of(value: Value, field: Field) -> tuple[str, str, str]:
    """Where a file in a field is fetched, looked at and seen small; empty where it cannot be."""
    if not value.get("record"):
        return "", "", ""
    place = {"objects": field.home, "record_id": value["record"], "field": field.name, "file_id": value["id"]}
    picture = pictures.is_drawn(value["type"])
    return (
        reverse("field-content", kwargs=place),
        reverse("field-look", kwargs=place) if picture or value["type"] == PDF else "",
        reverse("field-preview", kwargs=place) if picture else "",
    )


def taken(kinds: str) -> str:
    """What a field takes, in words; nothing where it takes any file."""
    return {
        "pictures": gettext("pictures"),
        "pdf": "PDF",
        "pictures_pdf": gettext("pictures and PDF"),
        "documents": gettext("documents: PDF, Word, Excel, PowerPoint, text"),
    }.get(kinds, "")


class File(Presenter):
    """A file: its name leads to it, and a press on a picture or a PDF shows it."""

    keys = ("file",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        match value:
            case Named(name):
                return name
            case None | "":
                return ""
            case _:
                return str(value["name"])

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        return _link(value, field) if value else FileLink("")

    def passage(self, value: Any, field: Field, visit: Visit, record_id: UUID | None) -> str:
        """The name leads to the file as it was then."""
        if not value or record_id is None:
            return self.text(value, field, visit)
        return SafeString(_link({**value, "record": record_id}, field).link_html())

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        if not value:
            return SafeString(NOTHING)
        cell, size = self.cell(value, field, visit), filesizeformat(value["size"])
        return format_html('{} <span class="quiet">{}</span>', SafeString(cell.html()), size)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        """A place to drop a file; what is held is named there, to be replaced or taken away."""
        return Control(
            field.name, str(field.label), kind="held_file", wide=True, value=self.typing(value, field),
            suggest_url=reverse("uploads"), most=settings.PLEXUS_FILE_BYTES, accept=_accepted(field),
            placeholder=taken(field.kinds), **known,
        )  # fmt: skip

    def typing(self, value: Any, field: Field) -> str:
        """The id of the file and its name; what was typed says so itself."""
        return f"{value['id']}/{value['name']}" if isinstance(value, Mapping) else ""


def _link(value: Value, field: Field) -> FileLink:
    """The name of a file with where it leads."""
    fetch_url, look_url, _picture_url = urls_of(value, field)
    return FileLink(value["name"], icon_of(value["type"]), fetch_url, look_url)


def _accepted(field: Field) -> str:
    """What the browser offers to choose; patterns that it does not know are left out."""
    patterns = KINDS.get(field.kinds, ())
    return "" if any(each.endswith(".*") for each in patterns) else ",".join(patterns)
