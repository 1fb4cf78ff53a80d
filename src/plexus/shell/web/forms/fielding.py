"""The fields of a form: which there are, what was typed into them, and their controls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.records.fetching import naming
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.forms import Control
from plexus.shell.web import laying
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import KNOWN
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


def form_fields(visit: Visit, about: Object) -> tuple[Field, ...]:
    """The fields of the form that the actor may set, in the order of the form.

    What a record may not lack is among them, wherever a layout has left it.
    """
    known = readable_fields(visit.actor, about)
    placed = tuple(name for section in laying.sections(visit, about, known) for name in section.fields)
    asked = tuple(each.name for each in known.values() if each.required or each.required_when)
    names = (*placed, *asked) if placed else (*laying.usual(about), *asked)
    shown = (known[name] for name in dict.fromkeys(names) if name in known)
    return tuple(one for one in shown if may_write(visit.actor, about, one))


def typed(visit: Visit, fields: Iterable[Field]) -> dict[str, Any]:
    """What the form sent, by field name; a field that the form did not hold is not among it."""
    form = visit.http.POST
    held = _Form(form, visit)
    return {one.name: presenter_of(one).typed(held, one) for one in fields if _sent(form, one)}


class _Form(dict[str, Any]):
    """A form's last values, with every value of a name at hand and the reader's zone for local times."""

    def __init__(self, form: Any, visit: Visit) -> None:
        super().__init__({name: form.get(name) for name in form} | {"__zone__": visit.zone})
        self._form = form

    def getlist(self, name: str) -> list[str]:
        """Every value of a name."""
        return [str(each) for each in self._form.getlist(name)]


def _sent(form: Mapping[str, Any], one: Field) -> bool:
    """Whether the form held the field; an empty tick box and an empty list send nothing but their marker."""
    return one.name in form or f"has_{one.name}" in form


def controls(
    visit: Visit, fields: Iterable[Field], values: Values, errors: Mapping[str, tuple[str, ...]]
) -> tuple[Control, ...]:
    """The controls, holding what was typed where something was refused."""
    return tuple(_control(visit, one, values.get(one.name), errors.get(one.name, ())) for one in fields)


def _control(visit: Visit, one: Field, value: Any, errors: tuple[str, ...]) -> Control:
    refused = isinstance(value, Typed)
    held = None if refused else value
    made = presenter_of(one).control(held, one, visit, errors=errors, required=one.required)
    if not refused:
        return made
    if made.finds:
        return replace(
            made, value=visit.http.POST.get(one.name, value), known=visit.http.POST.get(f"{one.name}{KNOWN}", "")
        )
    return _with_typed(made, value)


def _with_typed(made: Control, typed: Typed) -> Control:
    """The control with what was typed in it, or with what was chosen from it or beside it."""
    options = tuple(replace(each, chosen=each.value == typed.chosen) for each in made.options)
    return replace(made, value=str(typed), options=options)


def errors_of(refusal: Refusal | None) -> dict[str, tuple[str, ...]]:
    """The sentences of a refusal by field."""
    found: dict[str, tuple[str, ...]] = {}
    for each in refusal.fields if refusal else ():
        found[each.field] = (*found.get(each.field, ()), each.sentence(gettext))
    return found


def shown_again(about: Object, values: Values) -> dict[str, Any]:
    """What was typed, as values to show in the controls again: parsed where it fits, else the text itself."""
    return {name: again(about.fields[name], value) for name, value in values.items()}


def again(one: Field, value: Any) -> Any:
    """What was typed into one field, as a value to show in its control again: parsed where it fits, else its text."""
    try:
        parsed = one.type.parse(value, one)
    except ValueError:
        return _amount_again(value) if isinstance(value, dict) and "amount" in value else Typed(str(value))
    return Typed(_said(value)) if one.type.key in {"reference", "file"} else parsed


def _amount_again(value: Mapping[str, Any]) -> Typed:
    return Typed(str(value["amount"]), str(value.get("currency") or ""))


def _said(value: Any) -> str:
    """A reference or a file as it was typed: the name by which a record is to be found, or the key that was chosen."""
    by = value.get("by") if isinstance(value, dict) else None
    return str(next(iter(by.values()))) if by else str(value or "")


class Typed(str):
    """A text that did not fit its field, shown again as it was typed; `chosen` is what stands in the list beside it."""

    __slots__ = ("chosen",)
    chosen: str

    def __new__(cls, text: str, chosen: str | None = None) -> Self:
        """The text; without a list beside it, it is itself what was chosen."""
        made = super().__new__(cls, text)
        made.chosen = text if chosen is None else chosen
        return made


def reference_to(visit: Visit, one: Field, text: str) -> dict[str, Any] | None:
    """The record that an id names, as a control shows it; nothing where the reader may not see it."""
    target = registry.of(visit.actor.workspace_id).object(one.target or "")
    try:
        key = UUID(text)
    except ValueError:
        return None
    name = naming.titles(visit.actor, target, [key]).get(key)
    return {"id": key, "object": target.plural, "name": name} if name else None
