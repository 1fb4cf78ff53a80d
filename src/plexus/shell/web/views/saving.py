"""Keeping what a list shows as a view: new, changed, shared, pinned, first, in another place, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext

from plexus.kernel.identity.actions import preferences
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import Invalid, NotAllowed, NotFound, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.views.models import View
from plexus.kernel.views.queries.offered import offered
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.web.forms.fielding import controls, errors_of, shown_again, typed
from plexus.shell.web.lists import columns
from plexus.shell.web.presenting.references import choices_of
from plexus.shell.web.views import bar, showing
from plexus.shell.web.views.showing import Shown
from plexus.shell.web.visit import Visit

ASKED = ("name", "audience", "shared_team", "shared_role")


def new_form(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/views/new?…: the dialog that keeps the list of this address as a view."""
    return _dialog(visit, objects, gettext("Save as a new view"), {"audience": "nobody"})


def create(visit: Visit, objects: str) -> HttpResponse:
    """POST: keep it, and go there."""
    about, views = _about(visit, objects), _views(visit)
    one = showing.shown(visit, about)
    values = _typed(visit, views)
    try:
        made = changing.create(
            actor=visit.actor, about=views, now=visit.now, values=_given(values) | {"object": objects} | kept(one)
        )
    except (Invalid, Taken) as refusal:
        return _dialog(visit, objects, gettext("Save as a new view"), shown_again(views, values), refusal, 422)
    _personal(visit, objects, made.pk)
    return _go(visit, objects, made.pk, gettext("View saved."))


def edit_form(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """GET /{objects}/views/{id}/edit: name and sharing, for who may change the view."""
    if not bar.may_change(visit, _view(visit, objects, view_id)):
        raise NotAllowed
    values = reading.read_one(visit.actor, _views(visit), view_id)
    return _dialog(visit, objects, gettext("Rename and share"), values)


def edit(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST: rename and share."""
    views = _views(visit)
    values = _typed(visit, views)
    try:
        with causing(actor=visit.actor, action="views.update") as cause_id:
            changing.update(actor=visit.actor, about=views, record_id=view_id, values=values, now=visit.now)
    except (Invalid, Taken) as refusal:
        return _dialog(visit, objects, gettext("Rename and share"), shown_again(views, values), refusal, 422)
    _personal(visit, objects, view_id)
    return _go(visit, objects, view_id, gettext("View saved."), undo=f"/causes/{cause_id}/undo")


def save(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/save?…: let the view be what the list shows."""
    one = showing.shown(visit, _about(visit, objects))
    with causing(actor=visit.actor, action="views.update") as cause_id:
        changing.update(actor=visit.actor, about=_views(visit), record_id=view_id, values=kept(one), now=visit.now)
    preferences.forget_columns(actor=visit.actor, objects=str(view_id))
    return _go(visit, objects, view_id, gettext("View saved."), undo=f"/causes/{cause_id}/undo")


def kept(one: Shown) -> dict[str, Any]:
    """What of a list a view keeps. A layout that is not shown keeps the field that would make it."""
    by = {showing.BY[one.layout]: one.by.name} if one.by else {}
    return {
        "layout": one.layout.value,
        "filter": bar.document_text(one),
        "sort": one.asked.sort,
        "columns": _columns(one.kept),
        "measures": [each.name for each in one.measures],
        **by,
    }


def _columns(chosen: columns.Chosen) -> list[str]:
    return [f"{name}:{chosen.widths[name]}" if chosen.widths.get(name) else name for name in chosen.names]


def reset(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/reset: the view as it was kept; the person's own columns in it are forgotten."""
    preferences.forget_columns(actor=visit.actor, objects=str(view_id))
    return _to(objects, view_id)


def pin(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/pin: into the person's rail, or with `off` out of it."""
    on = "off" not in visit.http.GET
    preferences.keep_pinned(actor=visit.actor, view=str(_view(visit, objects, view_id).pk), on=on)
    said = gettext("The view stands in the navigation.") if on else gettext("The view is out of the navigation.")
    return _go(visit, objects, view_id, said)


def first(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/first: the list opens with it for this person, or with `off` with everything."""
    on = "off" not in visit.http.GET
    key = str(_view(visit, objects, view_id).pk) if on else showing.EVERYTHING
    preferences.keep_first(actor=visit.actor, objects=objects, view=key)
    said = gettext("The list opens with this view.") if on else gettext("The list opens with all records.")
    return _go(visit, objects, view_id, said)


def move(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/move?by=-1: one place to the left or right among the person's tabs."""
    about = _about(visit, objects)
    order = [str(each.pk) for each in showing.in_order(visit, about, offered(visit.actor, about))]
    key = str(view_id)
    if key in order:
        place = order.index(key)
        order.remove(key)
        order.insert(max(0, place + (-1 if visit.http.GET.get("by") == "-1" else 1)), key)
    preferences.keep_order(actor=visit.actor, objects=objects, views=order)
    return _to(objects, view_id)


def delete(visit: Visit, objects: str, view_id: UUID) -> HttpResponse:
    """POST /{objects}/views/{id}/delete: into the trash, with the way back in the toast."""
    changing.trash(actor=visit.actor, about=_views(visit), record_id=view_id, now=visit.now)
    messages.success(visit.http, gettext("View moved to the trash."), extra_tags=f"/views/{view_id}/restore")
    return HttpResponse(status=204, headers={"HX-Redirect": f"/{objects}?view={showing.EVERYTHING}"})


def _about(visit: Visit, objects: str) -> Object:
    return registry.of(visit.actor.workspace_id).object(objects)


def _views(visit: Visit) -> Object:
    return _about(visit, "views")


def _view(visit: Visit, objects: str, view_id: UUID) -> View:
    found = next((each for each in offered(visit.actor, _about(visit, objects)) if each.pk == view_id), None)
    if found is None:
        raise NotFound
    return found


def _go(visit: Visit, objects: str, view_id: UUID, said: str, *, undo: str = "") -> HttpResponse:
    messages.success(visit.http, said, extra_tags=undo)
    return _to(objects, view_id)


def _to(objects: str, view_id: UUID) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": f"/{objects}?view={view_id}"})


def _typed(visit: Visit, views: Object) -> dict[str, Any]:
    values = typed(visit, [views.fields[name] for name in ASKED])
    if visit.actor.is_administrator and "roles_asked" in visit.http.POST:
        values["first_for"] = visit.http.POST.getlist("first_for")
    return values


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}


def _personal(visit: Visit, objects: str, view_id: UUID) -> None:
    """What the form says for this person alone."""
    form: QueryDict = visit.http.POST
    if form.get("pinned"):
        preferences.keep_pinned(actor=visit.actor, view=str(view_id), on=True)
    if form.get("first"):
        preferences.keep_first(actor=visit.actor, objects=objects, view=str(view_id))


def _dialog(
    visit: Visit,
    objects: str,
    title: str,
    values: Mapping[str, Any],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    views, errors = _views(visit), errors_of(refusal)
    asked = [_always(each) for each in controls(visit, [views.fields[name] for name in ASKED], values, errors)]
    loose = tuple(line for name, lines in errors.items() if name not in ASKED for line in lines)
    notice = Notice(refusal.sentence(gettext), tone="bad", points=loose) if refusal else None
    new = "id" not in values
    page = FormPage(
        title, visit.http.get_full_path(), (FieldGroup("", (*asked, *_mine(visit, values, new=new))),),
        gettext("Save"), notice=notice, hidden=(("roles_asked", "1"),),
    )  # fmt: skip
    return visit.show("shell/components/dialog_form.html", status, page=page)


def _always(control: Control) -> Control:
    """A view is shared with somebody or with nobody: of these one is chosen, and nothing is none of them."""
    if control.name != "audience":
        return control
    return replace(control, options=tuple(each for each in control.options if each.value))


def _mine(visit: Visit, values: Mapping[str, Any], *, new: bool) -> Sequence[Control]:
    """What a new view is to the person who makes it, and for administrators whom it greets."""
    found = []
    if new:
        found.append(Control("pinned", gettext("Pin to the navigation"), kind="checkbox", value="1", wide=True))
        found.append(Control("first", gettext("Open first for me"), kind="checkbox", value="1", wide=True))
    if visit.actor.is_administrator:
        roles = choices_of(visit, registry.of(visit.actor.workspace_id).object("roles"))
        held = set(values.get("first_for") or ())
        options = tuple(Option(each.value, each.label, each.value in held) for each in roles)
        found.append(
            Control("first_for", gettext("Opens first for the roles"), kind="multiple", wide=True, options=options)
        )
    return found
