"""The matrix of a role: a row for each object, a column for each verb, and in each cell whose records it may touch.

Each cell says what is so, whether the object has rules of its own or follows those for everything else. What is sent
back is kept as rules of its own only where it differs from everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.administration.actions.roles import EVERY_OTHER, RESERVED
from plexus.shell.components.forms import Control
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.page import select

Grants = Mapping[str, Mapping[str, str]]
Levels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """An object with a control, or words, for each verb, and how many of its fields are limited."""

    label: str
    plural: str
    icon: str = ""
    controls: tuple[Control, ...] = ()
    words: tuple[str, ...] = ()
    limited: int = 0
    hint: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each verb with its words."""
        return tuple(zip(wording.verbs(), self.words, strict=True))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading."""

    label: str
    rows: tuple[Row, ...]


def objects(workspace_id: UUID) -> tuple[Object, ...]:
    """The objects over which a role may have rights."""
    return tuple(each for each in registry.of(workspace_id) if each.plural not in RESERVED)


def groups(actor: Actor, held: Role, grants: Grants) -> tuple[Group, ...]:
    """The matrix of some rights: records, those that were added, lists to choose from, and what is made later."""
    parted: dict[str, list[Row]] = {"records": [], "custom": [], "lists": []}
    for each in objects(actor.workspace_id):
        kind = "custom" if each.is_custom else "lists" if each.described.administered else "records"
        parted[kind].append(_row(actor, held, grants, each))
    words = {"records": _("Records"), "custom": _("Our own"), "lists": _("Lists to choose from")}
    found = [Group(words[kind], tuple(rows)) for kind, rows in parted.items() if rows]
    return (*found, Group(_("Made later"), (_later(grants),)))


def _row(actor: Actor, held: Role, grants: Grants, about: Object) -> Row:
    label = capfirst(str(about.label_plural))
    now = levels_of(actor, grants, about)
    controls = (_control(about.plural, label, verb, now[verb], _offered(about, now[verb])) for verb in Verb)
    return Row(
        label, about.plural, about.described.icon, tuple(controls), limited=len(held.fields.get(about.plural, {})),
        hint=_("as with the record that it belongs to") if about.described.part_of else "",
    )  # fmt: skip


def _later(grants: Grants) -> Row:
    held, label = grants.get(EVERY_OTHER, {}), _("Objects made later")
    cells = (_control(EVERY_OTHER, label, verb, held.get(verb, "none"), tuple(Level)) for verb in Verb)
    return Row(label, EVERY_OTHER, "box", tuple(cells), hint=_("until you say otherwise"))


def _offered(about: Object, held: str) -> tuple[Level, ...]:
    """Whose records there can be: those of parts and of lists to choose from are nobody's own."""
    if not (about.described.part_of or about.described.administered):
        return tuple(Level)
    most = Level.ALL if held == "none" else Level[held.upper()]
    return (Level.NONE, most)


def _control(plural: str, label: str, verb: Verb, held: str, offered: Iterable[Level]) -> Control:
    words = dict(wording.short_levels(verb))
    levels = [level.name.lower() for level in offered]
    choices = [(each, words[each if len(levels) > 2 or each == "none" else "yes"]) for each in levels]
    return select(f"{plural}.{verb}", f"{label}: {wording.verb(verb)}", choices, held, bare=True)


def levels_of(actor: Actor, grants: Grants, about: Object) -> Levels:
    """On whose records each verb is allowed to whoever has these rights."""
    somebody = Actor(workspace_id=actor.workspace_id, person_id=None, name="", grants=grants)
    return {verb.value: level(somebody, about, verb).name.lower() for verb in Verb}


def grants_sent(actor: Actor, form: Mapping[str, Any]) -> dict[str, Levels]:
    """The rights that a form says; an object that is as everything else has no rules of its own."""
    sent: dict[str, Levels] = {}
    for name in form:
        plural, dot, verb = name.partition(".")
        if dot and form[name]:
            sent.setdefault(plural, {})[verb] = str(form[name])
    return {plural: rules for plural, rules in sent.items() if not _follows(actor, sent, plural)}


def _follows(actor: Actor, sent: Mapping[str, Levels], plural: str) -> bool:
    known = registry.of(actor.workspace_id).objects.get(plural)
    return known is not None and sent[plural] == levels_of(actor, {EVERY_OTHER: sent.get(EVERY_OTHER, {})}, known)


def changed(actor: Actor, before: Grants, after: Grants) -> Iterator[tuple[str, str, str, list[str]]]:
    """Verb, level before and after, and the objects of which that is so; objects made later are told with them."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for each in objects(actor.workspace_id):
        was, becomes = levels_of(actor, before, each), levels_of(actor, after, each)
        for verb in Verb:
            if was[verb] != becomes[verb]:
                found.setdefault((verb.value, was[verb], becomes[verb]), []).append(str(each.label_plural))
    for verb in Verb:
        old, new = (held.get(EVERY_OTHER, {}).get(verb, "none") for held in (before, after))
        if old != new:
            found.setdefault((verb.value, old, new), []).append(_("objects made later"))
    for (verb_name, was_level, becomes_level), names in found.items():
        yield verb_name, was_level, becomes_level, names
