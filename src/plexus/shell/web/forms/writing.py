"""Creating and changing a record by form; a save that meets a newer version shows both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from plexus.kernel.access.rights import Level, Verb, level, readable_fields
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import Conflict, InTrash, Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.layout import Section
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage
from plexus.shell.web import laying
from plexus.shell.web.forms import conflicts, naming, once, reacting, returning
from plexus.shell.web.forms.fielding import controls, errors_of, form_fields, reference_to, shown_again, typed
from plexus.shell.web.forms.reacting import Reaction
from plexus.shell.web.may import may
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.numbers import UNSAID
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit, done

Values = Mapping[str, Any]
FIRST_NEEDED = 8
# An empty one sends nothing but a marker of its own.
MARKED = frozenset({"yes_no", "choices", "references"})
WORTH_FOLDING = 4


def _form(  # noqa: PLR0913 (what a form is drawn from)
    visit: Visit,
    about: Object,
    held: Reaction,
    *,
    title: str,
    action: str,
    values: Values,
    version: int | None = None,
    refusal: Refusal | None = None,
    key: UUID | None = None,
) -> FormPage:
    fields = form_fields(visit, about)
    errors = errors_of(refusal)
    made = tuple(
        held.marked(replace(one, wide=one.wide or one.name == about.described.title), field)
        for one, field in zip(controls(visit, fields, values, errors), fields, strict=True)
    )
    seen = {one.name for one in made if not one.unseen}
    loose = naming.named(visit, about, (each for each in refusal.fields if each.field not in seen)) if refusal else ()
    notice = Notice(refusal.sentence(gettext), tone="bad", points=loose) if refusal else None
    ticks = tuple((f"has_{one.name}", _mark(one, values)) for one in fields if one.type.key in MARKED)
    stood = reacting.stood(visit, made, about.fields, held) if version is None else ()
    return FormPage(
        title=title, action=action, groups=_groups(visit, about, made), save_label=gettext("Save"),
        draft=f"{about.plural}-{action}", notice=notice,
        hidden=(*ticks, *stood, once.hidden(visit, about, key) if version is None else ("version", str(version))),
        reacts_url=f"{action.partition('?')[0]}/react" if any(one.reacts for one in made) else "",
    )  # fmt: skip


def _mark(one: Field, values: Values) -> str:
    """What is sent beside a control that sends nothing when it is empty."""
    return UNSAID if one.type.key == "yes_no" and values.get(one.name, False) is None else "1"


def _groups(visit: Visit, about: Object, made: tuple[Control, ...]) -> tuple[FieldGroup, ...]:
    """The sections of the reader's layout; what they leave out and nobody may leave empty comes at the end."""
    placed = laying.sections(visit, about, {one.name for one in made})
    if not placed:
        return _folded(made)
    by_name = {one.name: one for one in made}
    groups = [_group(section, [by_name.pop(name) for name in section.fields]) for section in placed]
    return (*groups, *((FieldGroup("", tuple(by_name.values())),) if by_name else ()))


def _group(section: Section, controls: list[Control]) -> FieldGroup:
    opened = any(one.errors or (one.required and not one.sent) for one in controls)
    return FieldGroup(str(section.label), tuple(controls), folded=section.collapsed, open=opened)


def _folded(made: tuple[Control, ...]) -> tuple[FieldGroup, ...]:
    """What is asked first, and the rest behind a title; what was refused is never hidden."""
    seen = [one.bare or one.required or one.wide or n < FIRST_NEEDED for n, one in enumerate(made)]
    rest = tuple(one for one, first in zip(made, seen, strict=True) if not first)
    if len(rest) < WORTH_FOLDING:
        return (FieldGroup("", made),)
    first = tuple(one for one, shown in zip(made, seen, strict=True) if shown)
    opened = any(one.errors for one in rest)
    return (FieldGroup("", first), FieldGroup(gettext("More fields"), rest, folded=True, open=opened))


def _show(visit: Visit, form: FormPage, status: int = 200) -> HttpResponse:
    template = "shell/components/dialog_form.html" if visit.wants_part else "shell/layouts/form.html"
    response = visit.show(template, status, page=form)
    # Who comes back to a form finds it as it is now: with a key not used yet, and with the draft of what was typed.
    add_never_cache_headers(response)
    return response


def new_form(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/new: an empty form; values in the address fill it (`?account=<id>`)."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    if level(visit.actor, about, Verb.CREATE) is Level.NONE:
        raise NotAllowed
    brought = _brought(visit, about)
    held = reacting.reaction(visit, about, {name: _as_sent(value) for name, value in brought.items()})
    return _show(visit, _new(visit, about, {**_defaults(visit, about), **held.begun, **brought}, held))


def _new(visit: Visit, about: Object, values: Values, held: Reaction, refusal: Refusal | None = None) -> FormPage:
    title = gettext("New %(object)s") % {"object": about.label}
    action, key = visit.http.get_full_path(), once.key_of(visit, about)
    return _form(visit, about, held, title=title, action=action, values=values, refusal=refusal, key=key)


def _brought(visit: Visit, about: Object) -> dict[str, Any]:
    """Values that the address brings along: references by id, choices and text as they are."""
    found: dict[str, Any] = {}
    for name, text in visit.http.GET.items():
        one = readable_fields(visit.actor, about).get(name)
        if one is not None and one.type.key == "reference" and one.target:
            found[name] = reference_to(visit, one, str(text))
        elif one is not None and one.type.key == "references":
            found[name] = presenter_of(one).typed({name: text}, one)
        elif one is not None and one.type.key in {"text", "choice"}:
            found[name] = text
    return found


def _as_sent(value: Any) -> Any:
    """A value that a control shows as a form would send it."""
    return str(value["id"]) if isinstance(value, dict) else value


def _defaults(visit: Visit, about: Object) -> dict[str, Any]:
    owner = {"id": visit.actor.person_id, "object": "people", "name": visit.actor.name}
    own = {"owner": owner} if about.has_owner and visit.actor.person_id else {}
    return {each.name: each.default for each in about.fields.values() if each.default not in (None, "")} | own


def create(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/new: make the record, once, and show it; what was refused stays in the form."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = typed(visit, form_fields(visit, about))
    held = reacting.reaction(visit, about, reacting.said(visit, about, values))
    given, key = held.shown(reacting.said(visit, about, values)), once.key_of(visit, about)
    try:
        row = changing.create(actor=visit.actor, about=about, values=given, now=visit.now, key=key)
    except (Invalid, Taken) as refusal:
        again = {**shown_again(about, values), **reacting.begun_again(visit, about, values, held)}
        if key and once.is_made(visit, about, key):
            return _made_before(visit, about, key, given, _new(visit, about, again, held))
        return _show(visit, _new(visit, about, again, held, refusal), 422)
    return _created(visit, about, row.pk)


def _made_before(visit: Visit, about: Object, key: UUID, given: Values, form: FormPage) -> HttpResponse:
    """The record that the form made when it was sent first; with something else in it, the form for one more."""
    if once.says_the_same(visit, about, key, given):
        return _created(visit, about, key)
    return _show(visit, once.anew(visit, about, key, form), 409)


def _created(visit: Visit, about: Object, record_id: UUID) -> HttpResponse:
    url = url_of(about.plural, record_id)
    if not may(visit, about, record_id, Verb.READ):
        url = reverse("records", kwargs={"objects": about.plural})
        messages.success(visit.http, gettext("Saved. It is out of your sight now, as it belongs to somebody else."))
    if not visit.wants_part:
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def edit_form(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/edit: the form with the record's values."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    values = reading.read_one(visit.actor, about, record_id)
    if not may(visit, about, record_id, Verb.UPDATE):
        raise NotAllowed
    held = reacting.reaction(visit, about, {}, record_id)
    return _show(visit, _edit(visit, about, record_id, values, values["version"], held))


def _edit(
    visit: Visit,
    about: Object,
    record_id: UUID,
    values: Values,
    version: int,
    held: Reaction,
    refusal: Refusal | None = None,
) -> FormPage:
    action = reverse("edit", kwargs={"objects": about.plural, "record_id": record_id})
    title = gettext("Edit %(object)s") % {"object": about.label}
    return _form(visit, about, held, title=title, action=action, values=values, version=version, refusal=refusal)


def save(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/edit: save; on conflict show mine, theirs and the original, and lose nothing."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    sent = conflicts.chosen(visit.http.POST, typed(visit, form_fields(visit, about)))
    version = returning.brought_back(visit, about, record_id, _version(visit)) or 0
    try:
        held = reacting.reaction(visit, about, sent, record_id)
        changing.update(
            actor=visit.actor, about=about, record_id=record_id, values=held.shown(sent), now=visit.now, version=version
        )
    except InTrash:
        lying = _edit(visit, about, record_id, shown_again(about, sent), version, Reaction())
        return _show(visit, returning.offered(visit, about, record_id, lying), 409)
    except Conflict as conflict:
        return conflicts.show(visit, about, record_id, held.shown(sent), conflict)
    except (Invalid, Taken) as refusal:
        return _show(visit, _edit(visit, about, record_id, shown_again(about, sent), version, held, refusal), 422)
    if visit.wants_part:
        return done(gettext("Saved."))
    messages.success(visit.http, gettext("Saved."))
    return HttpResponseRedirect(url_of(objects, record_id))


def _version(visit: Visit) -> int:
    """The version that the form was opened at; one that never was when it is missing or no number."""
    return numerals.whole(visit.http.POST.get("version", "")) or 0
