"""Days and moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plexus.kernel.schema.field import Field
from plexus.shell.components.cells import Cell, Moment
from plexus.shell.components.formats import day_text, exact_text, moment_text
from plexus.shell.components.forms import Control
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit


class Day(Presenter):
    """A calendar day."""

    keys = ("date",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return "" if value is None else day_text(value, locale=visit.locale, today=visit.today)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        late = "bad" if value and field.name.startswith(("due", "expected")) and value < visit.today else ""
        return Moment(self.text(value, field, visit), str(value or ""), tone=late)  # type: ignore[arg-type]

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), type="date", value=self.typing(value, field), **known)


class Instant(Presenter):
    """A moment, shown in words with the exact time behind it, typed in the reader's own zone."""

    keys = ("date_time",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return "" if value is None else moment_text(value, locale=visit.locale, zone=visit.zone, now=visit.now)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        if value is None:
            return Moment("")
        return Moment(self.text(value, field, visit), value.isoformat(), self.exact(value, field, visit))

    def exact(self, value: Any, field: Field, visit: Visit) -> str:
        return "" if value is None else exact_text(value, locale=visit.locale, zone=visit.zone)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        here = value.astimezone(visit.zone).strftime("%Y-%m-%dT%H:%M") if value else ""
        return Control(field.name, str(field.label), type="datetime-local", value=here, **known)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        """A local time without a zone is meant in the reader's zone, which the door put into the form."""
        text = str(form.get(field.name, "")).strip()
        zone = form.get("__zone__")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment.replace(tzinfo=zone).isoformat() if zone and moment.tzinfo is None else text
