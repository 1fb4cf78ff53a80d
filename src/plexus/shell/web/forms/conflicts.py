"""A save that met a newer version: mine, theirs and the original, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries import history, past
from plexus.kernel.records.refusals import Conflict as Conflicting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.file import Named
from plexus.kernel.schema.object import Object
from plexus.shell.components.feedback import Conflict, Disagreement
from plexus.shell.components.formats import moment_text
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import KNOWN
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


def chosen(form: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """The typed values without those for which the person chose to keep theirs."""
    return {name: value for name, value in values.items() if form.get(f"keep_{name}") != "theirs"}


def show(visit: Visit, about: Object, record_id: UUID, typed: Values, conflict: Conflicting) -> HttpResponse:
    """The page that lets a person choose; nothing was saved and nothing typed is lost."""
    theirs = reading.read_one(visit.actor, about, record_id)
    original = past.at_version(about=about, record_id=record_id, version=conflict.yours, actor=visit.actor) or theirs
    known = readable_fields(visit.actor, about)
    mine = {
        name: value
        for name, value in typed.items()
        if differs(known[name], value, theirs[name]) and differs(known[name], value, original[name])
    }
    fields = tuple(_field(visit, known[name], value, theirs, original) for name, value in mine.items())
    who, when = history.last_touched(actor=visit.actor, about=about, record_id=record_id) or ("", visit.now)
    made = Conflict(
        who=who or "Plexus",
        when=moment_text(when, locale=visit.locale, zone=visit.zone, now=visit.now),
        fields=fields,
        save_url=reverse("edit", kwargs={"objects": about.plural, "record_id": record_id}),
        version=str(conflict.current),
        typed=tuple(_sent_again(visit, mine)),
    )
    return visit.show("shell/pages/conflict.html", 409, conflict=made, part=visit.wants_part)


def undisputed(visit: Visit, about: Object, record_id: UUID, names: Iterable[str], conflict: Conflicting) -> bool:
    """Whether the others who saved meanwhile changed none of these fields."""
    original = past.at_version(about=about, record_id=record_id, version=conflict.yours, actor=visit.actor)
    theirs = past.at_version(about=about, record_id=record_id, version=conflict.current, actor=visit.actor)
    return all(name in original and original[name] == theirs.get(name) for name in names)


def told(theirs: str) -> str:
    """What somebody else saved in the one field that was sent."""
    if not theirs:
        return gettext("This was emptied meanwhile.")
    return gettext("“%(theirs)s” was saved here meanwhile.") % {"theirs": theirs}


def _parsed(one: Field, value: Any) -> Any:
    try:
        return one.type.parse(value, one)
    except ValueError:
        return value


def differs(one: Field, value: Any, theirs: Any) -> bool:
    """Whether what was typed is another value than the one that is kept."""
    if one.type.key == "reference":
        held = theirs or {}
        by = value.get("by") if isinstance(value, dict) else None
        return next(iter(by.values())) != held.get("name") if by else str(value or "") != str(held.get("id", ""))
    parsed = _parsed(one, value)
    if one.type.key == "references":
        return _ids(parsed) != _ids(theirs)
    if isinstance(parsed, Named) and parsed.id:
        return str(parsed.id) != (theirs or {}).get("id")
    return bool(parsed != theirs)


def _ids(references: Any) -> set[str]:
    return {str(each.get("id")) if isinstance(each, dict) else str(each) for each in references or ()}


def _field(visit: Visit, one: Field, value: Any, theirs: Values, original: Values) -> Disagreement:
    show_it = presenter_of(one)
    return Disagreement(
        name=one.name,
        label=str(one.label),
        original=show_it.exact(original[one.name], one, visit),
        mine=_text(visit, one, value),
        theirs=show_it.exact(theirs[one.name], one, visit),
    )


def _text(visit: Visit, one: Field, value: Any) -> str:
    """What was typed as text, as it will read once it is saved; what does not fit its field stays as it was typed."""
    if isinstance(value, dict) and "by" in value:
        return str(next(iter(value["by"].values())))
    parsed = _parsed(one, value)
    if one.type.key == "reference" and isinstance(parsed, UUID):
        return _name(visit, one, parsed)
    try:
        return presenter_of(one).exact(parsed, one, visit)
    except (AttributeError, TypeError, ValueError):
        return str(value)


def _name(visit: Visit, one: Field, key: UUID) -> str:
    target = registry.of(visit.actor.workspace_id).object(one.target or "")
    return naming.titles(visit.actor, target, [key]).get(key) or str(key)


def _sent_again(visit: Visit, mine: Values) -> list[tuple[str, str]]:
    """The form's own values of the fields in question, to be sent once more with the choice."""
    sent = visit.http.POST
    suffixed = {f"{name}{end}" for name in mine for end in ("_currency", KNOWN)}
    return [(name, str(value)) for name in sent for value in sent.getlist(name) if name in mine or name in suffixed]
