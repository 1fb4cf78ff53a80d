"""Numbers, money, percentages, yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.utils.translation import gettext

from plexus.kernel.schema.completing import tone_of
from plexus.kernel.schema.field import Field
from plexus.shell.components.cells import Cell, Mark, Share, Text
from plexus.shell.components.formats import money_text, number_text
from plexus.shell.components.forms import Control, Option
from plexus.shell.components.marks import Tone
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "SGD", "KRW", "AUD", "CAD", "INR")
# What stands beside a tick box of which nobody has said yes or no.
UNSAID = "unsaid"


class Number(Presenter):
    """A number in the reader's grouping."""

    keys: ClassVar[tuple[str, ...]] = ("integer", "decimal")

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        if value is None:
            return ""
        return str(value) if field.name.endswith("_year") else number_text(value, locale=visit.locale)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), inputmode="decimal", value=self.typing(value, field), **known)


class Rating(Number):
    """Stars."""

    keys: ClassVar[tuple[str, ...]] = ("rating",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return "★" * value + "☆" * (field.most - value) if value else ""

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        blank = () if field.required else (Option("", "—", not value),)
        stars = tuple(Option(str(each), f"{each} {'★' * each}", each == value) for each in range(1, field.most + 1))
        return Control(field.name, str(field.label), kind="select", options=blank + stars, **known)


class Percent(Number):
    """A percentage."""

    keys: ClassVar[tuple[str, ...]] = ("percent",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return "" if value is None else f"{number_text(value.normalize() + 0, locale=visit.locale)}%"

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        if value is None or not field.is_completeness:
            return super().cell(value, field, visit)
        return Share(int(value), self.text(value, field, visit), cast("Tone", tone_of(int(value))))


class Money(Presenter):
    """An amount with its currency."""

    keys = ("money",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        if value is None:
            return ""
        return money_text(value.amount, value.currency or visit.actor.currency, locale=visit.locale)

    def typing(self, value: Any, field: Field) -> str:
        return "" if value is None else str(field.type.render(value)["amount"])

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        chosen = (value.currency if value else "") or visit.actor.currency
        offered = dict.fromkeys((chosen, visit.actor.currency, *CURRENCIES))
        options = tuple(Option(code, code, code == chosen) for code in offered)
        return Control(
            field.name, str(field.label), kind="amount", value=self.typing(value, field), options=options, **known
        )

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        amount = str(form.get(field.name, "")).strip()
        currency = str(form.get(f"{field.name}_currency", "")).strip()
        return {"amount": amount, "currency": currency} if amount else None


class YesNo(Presenter):
    """A tick; a box that nobody ticked says no, but not of a record of which nobody said either."""

    keys = ("yes_no",)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        text = self.text(value, field, visit)
        return Text("") if value is None else Mark(value, text)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return "" if value is None else gettext("Yes") if value else gettext("No")

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), kind="checkbox", checked=bool(value), value="true", **known)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        ticked = form.get(field.name) == "true"
        return None if not ticked and form.get(f"has_{field.name}") == UNSAID else ticked
