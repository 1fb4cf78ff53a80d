"""Editing one field in place: in the cell of a list or among the facts of a record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import Conflict, InTrash, Invalid, NotFound, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.cells import cell_html, inner_html
from plexus.shell.components.feedback import Theirs
from plexus.shell.components.forms import Control
from plexus.shell.components.lists import Column
from plexus.shell.web import rows
from plexus.shell.web.forms import conflicts, naming, returning
from plexus.shell.web.forms.fielding import Typed, errors_of, typed
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import KNOWN
from plexus.shell.web.visit import Visit, say

# What is calculated goes back in a header, which must stay small; a longer text is shown by the next page.
LONGEST_SENT = 200
# What an empty tick box and an empty list send is nothing.
UNSENT: dict[str, Any] = {"yes_no": False, "choices": [], "references": []}


def cell_control(visit: Visit, objects: str, record_id: UUID, field: str) -> HttpResponse:
    """GET: the control of one field, holding its value."""
    about, one = _field(visit, objects, field)
    values = reading.read_one(visit.actor, about, record_id, fields=(field,))
    control = presenter_of(one).control(values[field], one, visit, bare=True, prefix="cell")
    return visit.show("shell/components/cell_control.html", control=control)


def _field(visit: Visit, objects: str, field: str) -> tuple[Object, Field]:
    about = registry.of(visit.actor.workspace_id).object(objects)
    one = readable_fields(visit.actor, about).get(field)
    if one is None or not may_write(visit.actor, about, one):
        raise NotFound
    return about, one


def save_cell(visit: Visit, objects: str, record_id: UUID, field: str) -> HttpResponse:
    """POST: save one field and answer the new cell; 422 with the control and its error when it was refused."""
    about, one = _field(visit, objects, field)
    values = typed(visit, (one,)) or {one.name: UNSENT.get(one.type.key, "")}
    given = numerals.whole(visit.http.POST.get("version", ""))
    version = returning.brought_back(visit, about, record_id, given)
    try:
        cause_id = _written(visit, about, record_id, values, version)
    except InTrash:
        return _lying(visit, about, one, values[one.name], record_id)
    except Conflict as conflict:
        return _disputed(visit, about, one, values[one.name], record_id, conflict)
    except (Invalid, Taken) as refusal:
        return _refused(visit, about, one, values[one.name], refusal)
    return _saved(visit, about, one, record_id, cause_id)


def _written(visit: Visit, about: Object, record_id: UUID, values: dict[str, Any], version: int | None) -> UUID:
    """Save, and give the cause; that others changed other fields since stands in nobody's way."""
    try:
        return _updated(visit, about, record_id, values, version)
    except Conflict as conflict:
        if not conflicts.undisputed(visit, about, record_id, values, conflict):
            raise
        return _updated(visit, about, record_id, values, conflict.current)


def _updated(visit: Visit, about: Object, record_id: UUID, values: dict[str, Any], version: int | None) -> UUID:
    with causing(actor=visit.actor, action=f"{about.plural}.update") as cause_id:
        changing.update(
            actor=visit.actor, about=about, record_id=record_id, values=values, now=visit.now, version=version
        )
    return cause_id


def _saved(visit: Visit, about: Object, one: Field, record_id: UUID, cause_id: UUID) -> HttpResponse:
    calculated = {each.name: each for each in readable_fields(visit.actor, about).values() if each.reckoning}
    values = reading.read_one(visit.actor, about, record_id, fields=(one.name, "version", *calculated))
    rows.name_references(visit, about, (one.name,), [values])
    in_list = _in_list(visit)
    if in_list:
        column = Column(one.name, str(one.label), numeric=one.type.numeric, editable=True)
        html = cell_html(column, presenter_of(one).cell(values[one.name], one, visit))
    else:
        fact = presenter_of(one).fact(values[one.name], one, visit)
        html = format_html('<dd data-field="{}" tabindex="0">{}</dd>', one.name, fact)
    also: dict[str, Any] = {"saved": {"id": str(record_id), "version": values["version"]}}
    if in_list:
        cells = {name: presenter_of(each).cell(values[name], each, visit).html() for name, each in calculated.items()}
        also["saved"]["calculated"] = {name: html for name, html in cells.items() if len(html) <= LONGEST_SENT}
    elif calculated or one.type.key == "file":  # its file stands beside the facts too
        also["changed"] = True
    return say(HttpResponse(html), gettext("Saved."), undo=f"/causes/{cause_id}/undo", also=also)


def _in_list(visit: Visit) -> bool:
    """Whether the cell stands in a list; no field can be named like what is sent beside one among facts."""
    return visit.http.POST.get("version", "") != "" and "as-fact" not in visit.http.POST


def _lying(visit: Visit, about: Object, one: Field, sent: Any, record_id: UUID) -> HttpResponse:
    """The record went into the trash: what was typed stays, with the way back."""
    told = returning.notice(visit, about, record_id)
    restores = returning.may_restore(visit, about, record_id)
    return _again(visit, one, sent, (told.title,) if restores else (told.title, told.text), restores=restores)


def _disputed(visit: Visit, about: Object, one: Field, sent: Any, record_id: UUID, conflict: Conflict) -> HttpResponse:
    """Somebody else changed the same field: what was typed stays, beside theirs, to be chosen from."""
    values = reading.read_one(visit.actor, about, record_id, fields=(one.name,))
    rows.name_references(visit, about, (one.name,), [values])
    shown = presenter_of(one)
    told = conflicts.told(shown.text(values[one.name], one, visit))
    value = values[one.name]
    held = inner_html(shown.cell(value, one, visit)) if _in_list(visit) else shown.fact(value, one, visit)
    theirs = Theirs(held, conflict.current)
    return _again(visit, one, sent, (told,), theirs=theirs)


def _refused(visit: Visit, about: Object, one: Field, sent: Any, refusal: Refusal) -> HttpResponse:
    own = errors_of(refusal).get(one.name)
    errors = own or naming.named(visit, about, refusal.fields) or (refusal.sentence(gettext),)
    return _again(visit, one, sent, errors)


def _again(
    visit: Visit,
    one: Field,
    sent: Any,
    errors: tuple[str, ...],
    *,
    restores: bool = False,
    theirs: Theirs | None = None,
) -> HttpResponse:
    """The control with what was typed, and what is wrong with it."""
    held = sent if isinstance(UNSENT.get(one.type.key), list) else None
    control: Control = presenter_of(one).control(held, one, visit, bare=True, prefix="cell", errors=errors)
    typed_text = Typed(visit.http.POST.get(one.name, ""))
    control = replace(control, value=typed_text, known=visit.http.POST.get(f"{one.name}{KNOWN}", ""))
    return visit.show("shell/components/cell_control.html", 422, control=control, restores=restores, theirs=theirs)
