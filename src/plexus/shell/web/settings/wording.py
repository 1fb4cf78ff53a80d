"""Rights in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from plexus.kernel.access.rights import FieldRight, Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.components.formats import listed_text

MOST_NAMES = 6


def verbs() -> tuple[str, ...]:
    """The verbs in the order of `Verb`."""
    return (_("See"), _("Create"), _("Change"), _("Delete"))


def verb(one: Verb) -> str:
    """A verb as the head of its column."""
    return dict(zip(Verb, verbs(), strict=True))[one]


def levels() -> list[tuple[str, str]]:
    """The levels, the least first."""
    return [
        ("none", _("nobody's")),
        ("own", _("one's own")),
        ("team", _("the team's")),
        ("below", _("the team's and below")),
        ("all", _("everybody's")),
    ]


def short_levels(one: Verb) -> list[tuple[str, str]]:
    """The levels in a cell of the matrix; `yes` where there is nothing between none and all."""
    if one is Verb.CREATE:
        return [
            ("none", pgettext("rights", "No")),
            ("own", pgettext("rights", "For oneself")),
            ("team", pgettext("rights", "For the team")),
            ("below", pgettext("rights", "For the team and below")),
            ("all", pgettext("rights", "For anybody")),
            ("yes", pgettext("rights", "Yes")),
        ]
    return [
        ("none", pgettext("rights", "None")),
        ("own", pgettext("rights", "Own")),
        ("team", pgettext("rights", "Team's")),
        ("below", pgettext("rights", "Team's and below")),
        ("all", pgettext("rights", "All")),
        ("yes", pgettext("rights", "Yes")),
    ]


def field_rights() -> list[tuple[str, str]]:
    """What may be done with a field."""
    return [("full", _("see and change")), ("read_only", _("see only")), ("hidden", _("hidden"))]


def levels_of(actor: Actor, about: Object) -> tuple[str, ...]:
    """What an actor may do with an object's records, verb by verb."""
    words = dict(levels())
    return tuple(words[Level(level(actor, about, verb)).name.lower()] for verb in Verb)


def summary(grants: dict[str, dict[str, str]]) -> str:
    """A role in a sentence, by what it may do with most objects."""
    held, words = grants.get("*", {}), dict(levels())
    if set(held.values()) <= {"none"}:
        return _("May do nothing but what is named for single objects.") if grants else _("May do nothing yet.")
    told = {each.value: words[held.get(each, "none")] for each in Verb}
    return _("Sees %(read)s records, changes %(update)s, deletes %(delete)s.") % told


def change(name: str, before: str, after: str, objects: Sequence[str]) -> str:
    """A change of rights as a sentence."""
    shown = listed(objects)
    if after == "none":
        return _forbidden()[name] % {"objects": shown}
    words = dict(levels())
    given = {"objects": shown, "after": words[after], "before": words[before]}
    return (_allowed() if before == "none" else _otherwise())[name] % given


def listed(names: Sequence[str]) -> str:
    """Names one after the other; of many the first, and how many more there are."""
    shown = list(names[:MOST_NAMES])
    if more := len(names) - len(shown):
        shown.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return listed_text(shown)


def _forbidden() -> dict[str, str]:
    return {
        "read": _("No longer sees any: %(objects)s."),
        "create": _("No longer creates: %(objects)s."),
        "update": _("No longer changes any: %(objects)s."),
        "delete": _("No longer deletes any: %(objects)s."),
    }


def _allowed() -> dict[str, str]:
    return {
        "read": _("Now sees %(after)s: %(objects)s."),
        "create": _("Now creates them: %(objects)s."),
        "update": _("Now changes %(after)s: %(objects)s."),
        "delete": _("Now deletes %(after)s: %(objects)s."),
    }


def _otherwise() -> dict[str, str]:
    return {
        "read": _("Sees %(after)s instead of %(before)s: %(objects)s."),
        "create": _("Creates in %(after)s name instead of %(before)s: %(objects)s."),
        "update": _("Changes %(after)s instead of %(before)s: %(objects)s."),
        "delete": _("Deletes %(after)s instead of %(before)s: %(objects)s."),
    }


def field_change(after: str, fields: Iterable[str]) -> str:
    """A change of what may be done with fields as a sentence."""
    shown = {"fields": listed(list(fields))}
    return {
        FieldRight.HIDDEN.name.lower(): _("Hidden everywhere, from lists to files and history: %(fields)s."),
        FieldRight.READ_ONLY.name.lower(): _("Seen, but no longer changed: %(fields)s."),
        FieldRight.FULL.name.lower(): _("Seen and changed: %(fields)s."),
    }[after] % shown


def marks_of(one: Field) -> tuple[str, ...]:
    """What is said of a field, in a word or two."""
    return (
        *((_("required when"),) if one.required_when else ()),
        *((_("default"),) if one.default_expression else ()),
        *((_("shown when"),) if one.visible_when else ()),
        *((_("fast filter"),) if one.filterable and not one.custom else ()),
    )
