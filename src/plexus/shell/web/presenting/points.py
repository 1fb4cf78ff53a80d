"""Several e-mail addresses or phone numbers, typed one to a line, the primary one first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plexus.kernel.schema.field import Field
from plexus.shell.components.cells import NOTHING
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.presenting.texts import phone_text
from plexus.shell.web.visit import Visit


class Points(Presenter):
    """A list of points; a label stands after the value in brackets."""

    keys = ("emails", "phones")
    schemes = {"emails": "mailto:", "phones": "tel:"}

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return listed_text(_shown(point, field, visit) for point in value or ())

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        scheme = self.schemes[field.type.key]
        rows = ((scheme, point["value"], _shown(point, field, visit), point["label"]) for point in value or ())
        shown = format_html_join(
            SafeString("<br>"), '<a class="link" href="{}{}">{}</a> <span class="quiet">{}</span>', rows
        )
        return shown or SafeString(NOTHING)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        lines = "\n".join(self._line(point) for point in value or ())
        hint = gettext("One per line, the main one first. A label may follow in brackets.")
        return Control(field.name, str(field.label), kind="textarea", value=lines, **{"hint": hint} | known)

    def _line(self, point: Mapping[str, Any]) -> str:
        return f"{point['value']} ({point['label']})" if point["label"] else str(point["value"])

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        lines = [line.strip() for line in str(form.get(field.name, "")).splitlines() if line.strip()]
        return [self._point(line) for line in lines]

    def _point(self, line: str) -> dict[str, str]:
        value, bracket, label = line.replace("（", "(").replace("）", ")").rpartition("(")
        if bracket and value.strip() and not label.rstrip(")").strip().isdigit():
            return {"value": value.strip(), "label": label.rstrip(") ")}
        return {"value": line, "label": ""}


def _shown(point: Mapping[str, Any], field: Field, visit: Visit) -> str:
    return phone_text(point["value"], visit) if field.type.key == "phones" else str(point["value"])
