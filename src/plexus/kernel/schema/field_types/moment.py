"""Days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import EQUALITY, ORDER, PRESENCE, Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _

FIRST_YEAR, LAST_YEAR = 1, 9998


class Day(FieldType):
    """A calendar day."""

    key = "date"
    operators = EQUALITY | ORDER | PRESENCE

    def convert(self, value: Any, field: Field) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        text = text_of(value, limit=40)
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise Unfit("not_a_date", _("“%(value)s” is not a date. Write it like 2026-11-22."), value=text) from error
        if not FIRST_YEAR < day.year <= LAST_YEAR:
            raise Unfit("not_a_date", _("“%(value)s” is not a date. Write it like 2026-11-22."), value=text)
        return day

    def render(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def output(self) -> models.Field[Any, Any]:
        return models.DateField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date"}

    def example(self, field: Field) -> Any:
        return "2026-11-22"


class Instant(FieldType):
    """A moment, exact to the microsecond, kept in UTC."""

    key = "date_time"
    operators = EQUALITY | ORDER | PRESENCE

    def convert(self, value: Any, field: Field) -> datetime:
        moment = value if isinstance(value, datetime) else self._read(text_of(value, limit=50))
        if not FIRST_YEAR < moment.year <= LAST_YEAR:
            raise Unfit("not_a_moment", _("“%(value)s” is not a date and time."), value=str(value)[:60])
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _read(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            sentence = _("“%(value)s” is not a date and time. Write it like 2026-11-22T09:30:00Z.")
            raise Unfit("not_a_moment", sentence, value=text) from error

    def render(self, value: Any) -> Any:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None

    def output(self) -> models.Field[Any, Any]:
        return models.DateTimeField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date-time"}

    def example(self, field: Field) -> Any:
        return "2026-11-22T09:30:00Z"
