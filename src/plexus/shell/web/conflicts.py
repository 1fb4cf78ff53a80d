"""A save that met a newer version: mine, theirs and the original, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.journal.queries.versions import columns_at_version, last_change
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import Conflict as Conflicting
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.feedback import Conflict, Disagreement
from plexus.shell.components.formats import moment_text
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]


def chosen(form: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """The typed values without those for which the person chose to keep theirs."""
    return {name: value for name, value in values.items() if form.get(f"keep_{name}") != "theirs"}


def show(visit: Visit, about: Object, record_id: UUID, typed: Values, conflict: Conflicting) -> HttpResponse:
    """The page that lets a person choose; nothing was saved and nothing typed is lost."""
    theirs = reading.read_one(visit.actor, about, record_id)
    then = columns_at_version(about.plural, record_id, conflict.yours)
    known = readable_fields(visit.actor, about)
    mine = {name: value for name, value in typed.items() if _differs(known[name], value, theirs[name])}
    fields = tuple(_field(visit, known[name], value, theirs, then) for name, value in mine.items())
    who, when = last_change(record_id)
    made = Conflict(
        who=who or "Plexus",
        when=moment_text(when or visit.now, locale=visit.locale, zone=visit.zone, now=visit.now),
        fields=fields,
        save_url=reverse("edit", kwargs={"objects": about.plural, "record_id": record_id}),
        version=str(conflict.current),
        typed=tuple(_sent_again(visit, mine)),
    )
    return visit.show("shell/pages/conflict.html", 409, conflict=made, part=visit.wants_part)


def _parsed(one: Field, value: Any) -> Any:
    try:
        return one.type.parse(value, one)
    except ValueError:
        return value


def _differs(one: Field, value: Any, theirs: Any) -> bool:
    if one.type.key == "reference":
        held = theirs or {}
        by = value.get("by") if isinstance(value, dict) else None
        return next(iter(by.values())) != held.get("name") if by else str(value or "") != str(held.get("id", ""))
    return bool(_parsed(one, value) != theirs)


def _field(visit: Visit, one: Field, value: Any, theirs: Values, then: Values) -> Disagreement:
    show_it = presenter_of(one)
    original = _then(one, then, theirs)
    return Disagreement(
        name=one.name,
        label=str(one.label),
        original=_text(visit, one, original),
        mine=_text(visit, one, _parsed(one, value)),
        theirs=show_it.text(theirs[one.name], one, visit),
    )


def _then(one: Field, then: Values, theirs: Values) -> Any:
    """What the field held before, as the journal wrote it; what has not changed since is what they have."""
    if not one.custom:
        return then.get(one.column, theirs[one.name])
    return one.type.revive(then["custom"].get(one.name), one, {}) if "custom" in then else theirs[one.name]


def _text(visit: Visit, one: Field, value: Any) -> str:
    """A value as text; what came out of the journal or a form may still be in its written form."""
    if isinstance(value, dict) and "by" in value:
        return str(next(iter(value["by"].values())))
    try:
        return presenter_of(one).text(value, one, visit)
    except (AttributeError, TypeError, ValueError):
        parsed = _parsed(one, str(value))
        return str(value) if isinstance(parsed, str) or one.target else presenter_of(one).text(parsed, one, visit)


def _sent_again(visit: Visit, mine: Values) -> list[tuple[str, str]]:
    """The form's own values of the fields in question, to be sent once more with the choice."""
    sent = visit.http.POST
    suffixed = {f"{name}_currency" for name in mine}
    return [(name, str(value)) for name in sent for value in sent.getlist(name) if name in mine or name in suffixed]
