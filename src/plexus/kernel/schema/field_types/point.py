"""Several e-mail addresses or phone numbers of one person: a list, the primary one first."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from plexus.kernel.schema.field import EVERY_TYPE, Field, FieldType
from plexus.kernel.schema.fitting import PRESENCE, Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _


class Points(FieldType):
    """A list of `{value, label, primary}`; exactly the first is primary."""

    operators = frozenset({"contains", "not_contains"}) | PRESENCE
    sortable = False
    of: ClassVar[str] = "text"

    def parse(self, value: Any, field: Field) -> Any:
        if value is None or value == "":
            return []
        items = value if isinstance(value, list) else [value]
        if len(items) > 50:
            raise Unfit("too_many", _("At most 50 values fit."))
        points = [self._point(each, field) for each in items]
        points.sort(key=lambda point: not point["primary"])
        unique = {point["value"].lower(): point for point in reversed(points)}
        kept = [point for point in points if unique.get(point["value"].lower()) is point]
        return [point | {"primary": index == 0} for index, point in enumerate(kept)]

    def _point(self, item: Any, field: Field) -> dict[str, Any]:
        given = item if isinstance(item, dict) else {"value": item}
        if not given.keys() <= {"value", "label", "primary"} or not given.get("value"):
            raise Unfit("not_a_point", _('Write each as {"value": …, "label": …, "primary": true or false}.'))
        if not isinstance(given.get("primary", False), bool):
            raise Unfit("not_yes_or_no", _("“primary” is true or false."))
        value = EVERY_TYPE[self.of].convert(given["value"], field)
        return {
            "value": value,
            "label": text_of(given.get("label") or "", limit=50),
            "primary": given.get("primary", False),
        }

    def operand(self, value: Any, field: Field) -> Any:
        return text_of(value, limit=254)

    def render(self, value: Any) -> Any:
        return value or []

    def output(self) -> models.Field[Any, Any]:
        return models.JSONField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        point = {"value": {"type": "string"}, "label": {"type": "string"}, "primary": {"type": "boolean"}}
        return {"type": "array", "items": {"type": "object", "properties": point, "required": ["value"]}}

    def example(self, field: Field) -> Any:
        value = EVERY_TYPE[self.of].example(field)
        return [{"value": value, "label": "work", "primary": True}]


class Emails(Points):
    """Several e-mail addresses."""

    key = "emails"
    of = "email"


class Phones(Points):
    """Several phone numbers."""

    key = "phones"
    of = "phone"
