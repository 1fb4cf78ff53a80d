"""Choices and tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from plexus.kernel.schema.field import Field
from plexus.shell.components.cells import Cell, Lacking, Tags
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control, Option
from plexus.shell.components.marks import Tag, Tone
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit


def tag_of(key: str, field: Field) -> Tag:
    """A choice as a tag in its tone."""
    tone = next((option.tone for option in field.choices if option.key == key), "")
    return Tag(str(field.label_of(key)), cast("Tone", tone), plain=not tone)


def _options(field: Field, chosen: set[str]) -> Iterator[Option]:
    """What is offered, and what the record holds although it is offered no longer."""
    for option in field.choices:
        if not option.retired or option.key in chosen:
            yield Option(option.key, str(option.label), option.key in chosen)


class Choice(Presenter):
    """One of a list."""

    keys = ("choice",)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        return Tags((tag_of(value, field),) if value else ())

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return str(field.label_of(value)) if value else ""

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        blank = () if field.required else (Option("", "—", not value),)
        offered = tuple(_options(field, {value} if value else set()))
        return Control(field.name, str(field.label), kind="select", options=blank + offered, **known)


class Choices(Presenter):
    """Several of a list."""

    keys = ("choices",)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        if field.is_completeness:
            return Lacking(tuple((key, str(field.label_of(key))) for key in value or ()))
        return Tags(tuple(tag_of(key, field) for key in value or ()))

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return listed_text(str(field.label_of(key)) for key in value or ())

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        chosen = set(value or ())
        offered = tuple(_options(field, chosen))
        return Control(field.name, str(field.label), kind="multiple", wide=True, options=offered, **known)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        return form.getlist(field.name) if hasattr(form, "getlist") else form.get(field.name, [])


class Words(Choices):
    """Tags, typed with commas between them."""

    keys = ("tags",)

    def cell(self, value: Any, field: Field, visit: Visit) -> Cell:
        return Tags(tuple(Tag(word, plain=True) for word in value or ()))

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return listed_text(value or ())

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        return Control(field.name, str(field.label), value=", ".join(value or ()), **known)

    def typed(self, form: Mapping[str, Any], field: Field) -> Any:
        return form.get(field.name, "")
