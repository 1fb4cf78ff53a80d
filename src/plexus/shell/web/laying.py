"""Where fields stand on forms and record pages: as the layout of one's role says, or as they always did."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.schema.layout import Listed, Section
from plexus.kernel.schema.object import Object, Related
from plexus.kernel.schema.registry import Schema
from plexus.shell.web.visit import Visit


def usual(about: Object) -> tuple[str, ...]:
    """The fields that an object shows of itself: those of its form, and every one that was added."""
    names = about.described.form or tuple(about.fields)
    return tuple(dict.fromkeys((*names, *(each.name for each in about.custom_fields))))


def sections(visit: Visit, about: Object, known: Collection[str]) -> tuple[Section, ...]:
    """The sections of the reader's layout with the fields that he may see; none where nobody laid anything out."""
    layout = about.layout_for(visit.actor.role_id)
    return layout.placed(usual(about), known) if layout and layout.sections else ()


def listed(visit: Visit, about: Object) -> dict[str, Listed]:
    """What the reader's layout says of lists of related records, in their order."""
    layout = about.layout_for(visit.actor.role_id)
    return {each.name: each for each in layout.related} if layout else {}


def list_label(schema: Schema, about: Object, one: Related) -> str:
    """The name of a list of related records; where others of the same object are, the company's own tells its field."""
    if one.name == "subsidiaries":
        return gettext("Subsidiaries")
    child = schema.object(one.object)
    label, field = capfirst(str(child.label_plural)), child.fields[one.field]
    alike = sum(each.object == one.object for each in schema.related(about.plural).values()) > 1
    if child.plural != about.plural and not (field.custom and alike):
        return label
    return gettext("%(list)s by “%(field)s”") % {"list": label, "field": field.label}


def columns(visit: Visit, about: Object) -> tuple[str, ...]:
    """The columns that a list begins with."""
    layout = about.layout_for(visit.actor.role_id)
    return (layout.columns if layout else ()) or about.described.columns
