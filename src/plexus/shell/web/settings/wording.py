"""Rights in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object


def verbs() -> tuple[str, ...]:
    """The verbs in the order of `Verb`."""
    return (_("See"), _("Create"), _("Change"), _("Delete"))


def levels() -> list[tuple[str, str]]:
    """The levels, the least first."""
    return [
        ("none", _("nobody's")),
        ("own", _("one's own")),
        ("team", _("the team's")),
        ("below", _("the team's and below")),
        ("all", _("everybody's")),
    ]


def field_rights() -> list[tuple[str, str]]:
    """What may be done with a field."""
    return [("full", _("see and change")), ("read_only", _("see only")), ("hidden", _("hidden"))]


def levels_of(actor: Actor, about: Object) -> tuple[str, ...]:
    """What an actor may do with an object's records, verb by verb."""
    words = dict(levels())
    return tuple(words[Level(level(actor, about, verb)).name.lower()] for verb in Verb)


def marks_of(one: Field) -> tuple[str, ...]:
    """What is said of a field, in a word or two."""
    return (
        *((_("required when"),) if one.required_when else ()),
        *((_("default"),) if one.default_expression else ()),
        *((_("shown when"),) if one.visible_when else ()),
    )
