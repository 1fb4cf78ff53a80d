"""Adding, changing and removing a relation from the page of a record: what it is, and who is at the other end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.crm.relations.actions import relating, starting
from plexus.crm.relations.models import Relation
from plexus.crm.relations.models.relation import ENDS
from plexus.crm.relations.queries import bonds, kinds
from plexus.crm.relations.web.listing import subject
from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.refusals import Conflict, Invalid, NotAllowed, NotFound, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.values import numerals
from plexus.kernel.values.ids import id_in
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Combo, Control, FieldGroup, FormPage, Option, Token
from plexus.shell.web.forms.fielding import controls, errors_of, shown_again, typed
from plexus.shell.web.visit import Visit, done

THERE_ALREADY = N_("This relation is there already.")
NO_WAY = N_("Say how they stand to each other.")
NOBODY = N_("Type a name and choose whom you mean.")
MORE = ("strength", "started_on", "ended_on", "note")
HEADS = {"type": "way", **dict.fromkeys(ENDS, "other")}


@dataclass(frozen=True)
class _Held:
    """What the dialog holds: the way that is chosen, who is at the other end, and the rest by field name."""

    way: str = ""
    other: str = ""
    name: str = ""
    more: Mapping[str, Any] | None = None
    version: int | None = None


def new_form(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/relations/new: nothing chosen yet."""
    return _show(visit, (objects, record_id), _Held())


def create(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/relations/new: put the two into the relation; what was refused stays in the form."""
    here = (objects, record_id)
    subject(visit, objects, record_id)
    try:
        cause_id = relating.relate(actor=visit.actor, told=_told(visit, here), now=visit.now)
    except (Invalid, Taken) as refusal:
        return _show(visit, here, _sent(visit), refusal)
    return done(gettext("The relation is there."), undo=_undo(cause_id))


def edit_form(visit: Visit, objects: str, record_id: UUID, relation_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/relations/{id}/edit: the relation as it stands, told from this record."""
    here = (objects, record_id)
    bond = _bond(visit, here, relation_id)
    values = reading.read_one(visit.actor, registry.of(visit.actor.workspace_id).of_model(Relation), relation_id)
    other = bond.other(here)
    back = bond.is_back(here) and not bond.symmetric
    way, there = f"{bond.type_id}:{'back' if back else 'there'}", f"{other.object}:{other.id}"
    held = _Held(way, there, other.name, {name: values.get(name) for name in MORE}, bond.version)
    return _show(visit, here, held, relation_id=relation_id)


def save(visit: Visit, objects: str, record_id: UUID, relation_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/relations/{id}/edit: save, unless somebody else did meanwhile."""
    here = (objects, record_id)
    _bond(visit, here, relation_id)
    version = numerals.whole(visit.http.POST.get("version", "")) or 0
    try:
        cause_id = relating.relate_again(
            actor=visit.actor, relation_id=relation_id, told=_told(visit, here), now=visit.now, version=version
        )
    except (Invalid, Taken, Conflict) as refusal:
        return _show(visit, here, _sent(visit), refusal, relation_id=relation_id)
    return done(gettext("Saved."), undo=_undo(cause_id))


def remove(visit: Visit, objects: str, record_id: UUID, relation_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/relations/{id}/remove: into the trash, with an undo."""
    bond = _bond(visit, (objects, record_id), relation_id)
    cause_id = relating.unrelate(actor=visit.actor, relation_id=bond.id, now=visit.now)
    return done(gettext("Relation removed."), undo=_undo(cause_id))


def take_standard(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/relations/standard: the types as shipped, where there are none; then the dialog itself."""
    if not visit.actor.is_administrator:
        raise NotAllowed
    starting.start_relating(visit.actor, now=visit.now)
    return new_form(visit, objects, record_id)


def _undo(cause_id: UUID) -> str:
    return reverse("undo-cause", kwargs={"cause_id": cause_id})


def _bond(visit: Visit, here: bonds.Key, relation_id: UUID) -> bonds.Bond:
    """The relation, told from a record that it touches; `NotFound` for any other."""
    subject(visit, *here)
    found = bonds.bond(actor=visit.actor, relation_id=relation_id)
    if found is None or here not in (found.source.key, found.target.key):
        raise NotFound
    return found


def _told(visit: Visit, here: bonds.Key) -> relating.Told:
    form = visit.http.POST
    type_id, _colon, direction = form.get("way", "").partition(":")
    plural, _colon, key = form.get("other", "").partition(":")
    errors = [FieldError("type", "required", NO_WAY)] if not id_in(type_id) else []
    errors += [FieldError("to_contact", "required", NOBODY)] if not id_in(key) else []
    if errors:
        raise Invalid(fields=errors)
    more = typed(visit, _more_fields(visit))
    return relating.Told(UUID(type_id), direction == "back", here, (plural, UUID(key)), more)


def _sent(visit: Visit) -> _Held:
    form = visit.http.POST
    other = form.get("other", "")
    plural, _colon, key = other.partition(":")
    schema, name = registry.of(visit.actor.workspace_id), ""
    if plural in schema.objects and id_in(key):
        name = naming.titles(visit.actor, schema.object(plural), [UUID(key)]).get(UUID(key), "")
    more = shown_again(schema.of_model(Relation), typed(visit, _more_fields(visit)))
    text = form.get("version", "")
    return _Held(form.get("way", ""), other if name else "", name, more, numerals.whole(text))


def _more_fields(visit: Visit) -> tuple[Field, ...]:
    about = registry.of(visit.actor.workspace_id).of_model(Relation)
    known = readable_fields(visit.actor, about)
    return tuple(known[name] for name in MORE if name in known and may_write(visit.actor, about, known[name]))


def _show(
    visit: Visit, here: bonds.Key, held: _Held, refusal: Refusal | None = None, *, relation_id: UUID | None = None
) -> HttpResponse:
    _about, title = subject(visit, *here)
    path = {"objects": here[0], "record_id": here[1]}
    ways = kinds.ways_from(actor=visit.actor, plural=here[0])
    if not ways and refusal is None and visit.actor.is_administrator:
        return _show_standard(visit, title, path)
    action = reverse("relate", kwargs=path)
    if relation_id is not None:
        action = reverse("relate-again", kwargs={**path, "relation_id": relation_id})
    form = FormPage(
        title=gettext("Relation of %(name)s") % {"name": title},
        action=action,
        groups=_groups(visit, ways, held, refusal),
        save_label=gettext("Save"),
        notice=_notice(ways, refusal),
        hidden=(("version", str(held.version)),) if held.version is not None else (),
    )
    template = "shell/components/dialog_form.html" if visit.wants_part else "shell/layouts/form.html"
    return visit.show(template, 422 if refusal else 200, page=form)


def _show_standard(visit: Visit, title: str, path: dict[str, Any]) -> HttpResponse:
    """Where there are no types yet, an administrator takes the standard ones with one press."""
    said = gettext("There are no relation types yet. Take the standard ones, or make your own in settings.")
    form = FormPage(
        title=gettext("Relation of %(name)s") % {"name": title}, action=reverse("relation-types-standard", kwargs=path),
        groups=(), save_label=gettext("Take the standard types"), notice=Notice(said),
    )  # fmt: skip
    template = "shell/components/dialog_form.html" if visit.wants_part else "shell/layouts/form.html"
    return visit.show(template, page=form)


def _notice(ways: tuple[kinds.Way, ...], refusal: Refusal | None) -> Notice | None:
    if isinstance(refusal, Conflict):
        return Notice(refusal.sentence(gettext), tone="bad")
    if ways or refusal:
        return None
    return Notice(gettext("There are no relation types yet. An administrator makes them in settings."))


def _groups(
    visit: Visit, ways: tuple[kinds.Way, ...], held: _Held, refusal: Refusal | None
) -> tuple[FieldGroup, ...]:  # fmt: skip
    errors: dict[str, tuple[str, ...]] = {}
    for name, lines in errors_of(refusal).items():
        said = (gettext(THERE_ALREADY),) if isinstance(refusal, Taken) else lines
        where = HEADS.get(name, name)
        errors[where] = tuple(dict.fromkeys((*errors.get(where, ()), *said)))
    reached = dict.fromkeys(plural for each in ways for plural in each.others)
    url = f"{reverse('choose-any')}?named=1" + "".join(f"&of={plural}" for plural in reached)
    tokens = (Token("other", held.other, held.name),) if held.other else ()
    box = Combo("f-other", "other", gettext("With whom"), url, tokens, placeholder=gettext("Type a name"))
    options = tuple(_option(each, held.way) for each in ways)
    first = (
        Control("way", gettext("Relation"), kind="select", options=(Option("", "—"), *options), required=True,
                errors=errors.get("way", ()), autofocus=True),
        Control("other", gettext("With whom"), kind="combo", combo=box, required=True, errors=errors.get("other", ())),
    )  # fmt: skip
    rest = controls(visit, _more_fields(visit), held.more or {}, errors)
    return (FieldGroup("", (*first, *rest)),)


def _option(way: kinds.Way, chosen: str) -> Option:
    value = f"{way.type_id}:{'back' if way.back else 'there'}"
    return Option(value, way.words, chosen=value == chosen)
