"""Creating and changing a record by form; a save that meets a newer version shows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import Conflict, Invalid, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage
from plexus.shell.web import conflicts
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit, done, say

Values = Mapping[str, Any]
FIRST_NEEDED = 8
# An empty one sends nothing but a marker of its own.
MARKED = frozenset({"yes_no", "choices", "references"})
WORTH_FOLDING = 4


def form_fields(visit: Visit, about: Object) -> tuple[Field, ...]:
    """The fields of the form that the actor may set, in the order of the form."""
    known = readable_fields(visit.actor, about)
    names = about.described.form or tuple(about.fields)
    custom = tuple(each.name for each in about.custom_fields)
    shown = (known[name] for name in dict.fromkeys((*names, *custom)) if name in known)
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
    return replace(made, value=str(value)) if refused else made


def _form(
    visit: Visit,
    about: Object,
    *,
    title: str,
    action: str,
    values: Values,
    version: int | None = None,
    refusal: Refusal | None = None,
) -> FormPage:
    fields = form_fields(visit, about)
    errors = errors_of(refusal)
    made = tuple(
        replace(one, wide=one.wide or one.name == about.described.title)
        for one in controls(visit, fields, values, errors)
    )
    known = {one.name for one in fields}
    loose = tuple(line for name, lines in errors.items() if name not in known for line in lines)
    notice = Notice(refusal.sentence(gettext), tone="bad", points=loose) if refusal else None
    ticks = tuple((f"has_{one.name}", "1") for one in fields if one.type.key in MARKED)
    return FormPage(
        title=title, action=action, groups=_groups(made), save_label=gettext("Save"),
        draft=f"{about.plural}-{action}", notice=notice,
        hidden=ticks + ((("version", str(version)),) if version is not None else ()),
    )  # fmt: skip


def _groups(made: tuple[Control, ...]) -> tuple[FieldGroup, ...]:
    """What is asked first, and the rest behind a title; what was refused is never hidden."""
    seen = [one.bare or one.required or one.wide or n < FIRST_NEEDED for n, one in enumerate(made)]
    rest = tuple(one for one, first in zip(made, seen, strict=True) if not first)
    if len(rest) < WORTH_FOLDING:
        return (FieldGroup("", made),)
    first = tuple(one for one, shown in zip(made, seen, strict=True) if shown)
    opened = any(one.errors for one in rest)
    return (FieldGroup("", first), FieldGroup(gettext("More fields"), rest, folded=True, open=opened))


def errors_of(refusal: Refusal | None) -> dict[str, tuple[str, ...]]:
    """The sentences of a refusal by field."""
    found: dict[str, tuple[str, ...]] = {}
    for each in refusal.fields if refusal else ():
        found[each.field] = (*found.get(each.field, ()), each.sentence(gettext))
    return found


def _show(visit: Visit, form: FormPage, status: int = 200) -> HttpResponse:
    template = "shell/components/dialog_form.html" if visit.wants_part else "shell/layouts/form.html"
    return visit.show(template, status, page=form)


def new_form(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/new: an empty form; values in the address fill it (`?account=<id>`)."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    return _show(visit, _new(visit, about, _prefilled(visit, about)))


def _new(visit: Visit, about: Object, values: Values, refusal: Refusal | None = None) -> FormPage:
    title = gettext("New %(object)s") % {"object": about.label}
    action = visit.http.get_full_path()
    return _form(visit, about, title=title, action=action, values=values, refusal=refusal)


def _prefilled(visit: Visit, about: Object) -> dict[str, Any]:
    """Values that the address brings along: references by id, choices and text as they are."""
    found: dict[str, Any] = {}
    for name, text in visit.http.GET.items():
        one = readable_fields(visit.actor, about).get(name)
        if one is not None and one.type.key == "reference" and one.target:
            found[name] = _reference(visit, one, str(text))
        elif one is not None and one.type.key == "references":
            found[name] = presenter_of(one).typed({name: text}, one)
        elif one is not None and one.type.key in {"text", "choice"}:
            found[name] = text
    return found | {name: value for name, value in _defaults(visit, about).items() if name not in found}


def _defaults(visit: Visit, about: Object) -> dict[str, Any]:
    owner = {"id": visit.actor.person_id, "object": "people", "name": visit.actor.name}
    own = {"owner": owner} if about.has_owner and visit.actor.person_id else {}
    return {each.name: each.default for each in about.fields.values() if each.default not in (None, "")} | own


def _reference(visit: Visit, one: Field, text: str) -> dict[str, Any] | None:
    target = registry.of(visit.actor.workspace_id).object(one.target or "")
    try:
        key = UUID(text)
    except ValueError:
        return None
    name = reading.titles(visit.actor, target, [key]).get(key)
    return {"id": key, "object": target.plural, "name": name} if name else None


def create(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/new: make the record and show it; what was refused stays in the form."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = typed(visit, form_fields(visit, about))
    given = {name: value for name, value in values.items() if value not in ("", None, [])}
    try:
        row = changing.create(actor=visit.actor, about=about, values=given, now=visit.now)
    except (Invalid, Taken) as refusal:
        return _show(visit, _new(visit, about, shown_again(about, values), refusal), 422)
    return _created(visit, about, row.pk)


def _created(visit: Visit, about: Object, record_id: UUID) -> HttpResponse:
    url = url_of(about.plural, record_id)
    if not visit.wants_part:
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def shown_again(about: Object, values: Values) -> dict[str, Any]:
    """What was typed, as values to show in the controls again: parsed where it fits, else the text itself."""
    return {name: _again(about.fields[name], value) for name, value in values.items()}


def _again(one: Field, value: Any) -> Any:
    try:
        parsed = one.type.parse(value, one)
    except ValueError:
        return Typed(str(value))
    return Typed(str(value)) if one.type.key == "reference" else parsed


class Typed(str):
    """A text that did not fit its field, shown again as it was typed."""

    __slots__ = ()


def edit_form(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/edit: the form with the record's values."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = reading.read_one(visit.actor, about, record_id)
    return _show(visit, _edit(visit, about, record_id, values, values["version"]))


def _edit(
    visit: Visit, about: Object, record_id: UUID, values: Values, version: int, refusal: Refusal | None = None
) -> FormPage:
    action = reverse("edit", kwargs={"objects": about.plural, "record_id": record_id})
    title = gettext("Edit %(object)s") % {"object": about.label}
    return _form(visit, about, title=title, action=action, values=values, version=version, refusal=refusal)


def save(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/edit: save; on conflict show mine, theirs and the original, and lose nothing."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = conflicts.chosen(visit.http.POST, typed(visit, form_fields(visit, about)))
    version = _version(visit)
    try:
        changing.update(
            actor=visit.actor, about=about, record_id=record_id, values=values, now=visit.now, version=version
        )
    except Conflict as conflict:
        return conflicts.show(visit, about, record_id, values, conflict)
    except (Invalid, Taken) as refusal:
        return _show(visit, _edit(visit, about, record_id, shown_again(about, values), version, refusal), 422)
    if visit.wants_part:
        return done(gettext("Saved."))
    return say(HttpResponseRedirect(url_of(objects, record_id)), gettext("Saved."))


def _version(visit: Visit) -> int:
    """The version that the form was opened at; one that never was when it is missing or no number."""
    text = visit.http.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
