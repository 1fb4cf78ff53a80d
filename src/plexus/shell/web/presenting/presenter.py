"""What a presenter does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plexus.kernel.schema.field import Field
from plexus.shell.components.cells import Cell, Text
from plexus.shell.components.forms import Control
from plexus.shell.web.visit import Visit

_PRESENTERS: dict[str, Presenter] = {}


class Presenter:
    """Shows values of one kind of field and makes the control in which they are typed.

    `keys` are the kinds of field it serves. `cell` is a value in a list, `text` the value in a sentence,
    `exact` beside another one, `fact` on the record page, `control` in a form, and `typed` what a form sent, as the
    field type parses it.
    """

    keys: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for key in cls.keys:
            _PRESENTERS[key] = cls()

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        """The value in a row of a list."""
        return Text(self.text(value, field, visit))

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        """The value as plain text in the reader's language; empty for an empty value."""
        return "" if value in (None, "") else str(value)

    def exact(self, value: Any, field: Field, visit: Visit) -> str:
        """The same as exact as it is kept, where words would not tell it from another value or go out of date."""
        return self.text(value, field, visit)

    def fact(self, value: Any, field: Field, visit: Visit) -> SafeString:
        """The value on the record page, escaped."""
        return mark_safe(self.cell(value, field, visit).html())  # noqa: S308 - cells escape

    def passage(self, value: Any, field: Field, visit: Visit, record_id: UUID | None) -> str:
        """The value in the history of a record that is there to be read; of another one without its key."""
        return self.exact(value, field, visit)

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        """The control that starts with the value."""
        return Control(field.name, str(field.label), value=self.typing(value, field), **known)

    def typing(self, value: Any, field: Field) -> str:
        """The value as it is typed, independent of language."""
        rendered = field.type.render(value)
        return "" if rendered is None else str(rendered)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        """What a form sent for the field; the field type parses it."""
        return form.get(field.name, "")


def presenter_of(field: Field) -> Presenter:
    """The presenter of a field's kind."""
    return _PRESENTERS[field.type.key]


def html_text(text: str) -> SafeString:
    """Escaped text with its line breaks."""
    return mark_safe(escape(text).replace("\n", "<br>"))  # noqa: S308 - escaped
