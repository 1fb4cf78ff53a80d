"""How a form answers while it is typed: what is required now, what is shown, and what new records begin with.

The server reckons it of the values as they would be saved; the browser only shows what it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from plexus.kernel.records import reading
from plexus.kernel.records.clock import moment_of
from plexus.kernel.records.preparing import ruling, supposing
from plexus.kernel.records.reckoning import read_in_memory
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.forms import Control
from plexus.shell.web import laying
from plexus.shell.web.forms.fielding import form_fields, reference_to, typed
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
WAS = "was_"
NOTHING: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Reaction:
    """What holds for a form as it stands: the fields that must be filled, those not shown, and defaults by name."""

    needed: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    begun: Mapping[str, Any] = field(default_factory=dict)

    def marked(self, control: Control, one: Field) -> Control:
        """A control as it is to be drawn now."""
        if not is_said_of(one):
            return control
        return replace(control, reacts=True, required=one.name in self.needed, unseen=one.name in self.unseen)

    def shown(self, values: Values) -> dict[str, Any]:
        """Values without those of fields that the form does not show: nobody saves what he does not see."""
        return {name: value for name, value in values.items() if name not in self.unseen}


def is_said_of(one: Field) -> bool:
    """Whether administrators said anything of a field."""
    return bool(one.required_when or one.visible_when or one.default_expression)


def reaction(visit: Visit, about: Object, values: Values, record_id: UUID | None = None) -> Reaction:
    """What holds for a record that is being made, or changed, with these values."""
    if not any(is_said_of(each) for each in about.fields.values()):
        return Reaction()
    actor, moment, begun = visit.actor, moment_of(visit.actor, visit.now), dict[str, Any]()
    row: Any
    if record_id is None:
        row, filled = supposing.new(actor, about, values, visit.now)
        begun = {name: _shown(visit, about.fields[name], row) for name in filled}
    else:
        reading.read_one(actor, about, record_id, fields=("id",))
        row = supposing.changed(actor, about, record_id, values)
    needed = ruling.needed(actor, about, row, moment)
    unseen = supposing.unseen(actor, about, row, visit.now) | _left_out(visit, about)
    return Reaction(needed, unseen - needed, begun)


def _left_out(visit: Visit, about: Object) -> frozenset[str]:
    """Fields that stand on the form only while they must be filled."""
    placed = {name for each in laying.sections(visit, about, about.fields) for name in each.fields}
    placed = placed or set(laying.usual(about))
    return frozenset(each.name for each in about.fields.values() if each.required_when) - placed


def _shown(visit: Visit, one: Field, row: Any) -> Any:
    """A value in memory as a control holds it."""
    value = read_in_memory(one, row)
    return reference_to(visit, one, str(value["id"])) if one.type.key == "reference" and value else value


def said(visit: Visit, about: Object, values: Values) -> dict[str, Any]:
    """What was said of a new record: filled in, or emptied where a default had stood. What still stands is not said."""
    form = visit.http.POST
    return {
        name: value
        for name, value in values.items()
        if (value not in NOTHING or form.get(f"{WAS}{name}")) and not _stands(visit, about.fields[name])
    }


def _stands(visit: Visit, one: Field) -> bool:
    """Whether a default stands in the form as it was drawn, so that it may still become another."""
    form = visit.http.POST
    if not one.default_expression or f"{WAS}{one.name}" not in form:
        return False
    return _plain("\n".join(str(each) for each in form.getlist(one.name))) == _plain(form[f"{WAS}{one.name}"])


def _plain(text: str) -> str:
    """Lines as browsers send and pages hold them."""
    return text.replace("\r\n", "\n")


def begun_again(visit: Visit, about: Object, values: Values, held: Reaction) -> dict[str, Any]:
    """The defaults of a form that is drawn again, where nobody has written over them."""
    return {name: held.begun.get(name) for name in values if _stands(visit, about.fields[name])}


def stood(
    visit: Visit, made: Iterable[Control], fields: Mapping[str, Field], held: Reaction
) -> Iterator[tuple[str, str]]:
    """What a form remembers of its defaults: as it was drawn with, or drawn first where somebody wrote over them."""
    for each in made:
        if fields[each.name].default_expression:
            before = visit.http.POST.get(f"{WAS}{each.name}", "")
            yield f"{WAS}{each.name}", each.sent if each.name in held.begun else before


def react_to_new(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/new/react: what holds for the new record as it is typed."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    fields = form_fields(visit, about)
    return _answer(visit, fields, reaction(visit, about, said(visit, about, typed(visit, fields))))


def react_to_edit(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/edit/react: the same for a record that is there."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    fields = form_fields(visit, about)
    return _answer(visit, fields, reaction(visit, about, typed(visit, fields), record_id))


def _answer(visit: Visit, fields: Iterable[Field], found: Reaction) -> HttpResponse:
    told = {one.name: _told(visit, one, found) for one in fields if is_said_of(one)}
    return JsonResponse({"fields": told})


def _told(visit: Visit, one: Field, found: Reaction) -> dict[str, Any]:
    told: dict[str, Any] = {"shown": one.name not in found.unseen, "required": one.name in found.needed}
    if not one.default_expression or not _stands(visit, one):
        return told
    control = found.marked(presenter_of(one).control(found.begun.get(one.name), one, visit), one)
    if control.sent != visit.http.POST.get(f"{WAS}{one.name}"):
        told |= {"was": control.sent, "html": render_to_string("shell/components/control.html", {"control": control})}
    return told
