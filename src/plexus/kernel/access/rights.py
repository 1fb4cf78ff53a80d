"""What a role says: the level of each verb on an object, and what becomes of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum, StrEnum

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import Read


class Verb(StrEnum):
    """What may be done to a record."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Level(IntEnum):
    """On whose records a verb is allowed; each level includes those before it."""

    NONE = 0
    OWN = 1
    TEAM = 2
    BELOW = 3
    ALL = 4


class FieldRight(IntEnum):
    """What a role may do with a field."""

    HIDDEN = 0
    READ_ONLY = 1
    FULL = 2


LEVELS = {level.name.lower(): level for level in Level}
FIELD_RIGHTS = {right.name.lower(): right for right in FieldRight}
ALWAYS = frozenset({"id", "version"})


class Basis(StrEnum):
    """What a level rests on."""

    SCOPE = "scope"
    ADMINISTRATOR = "administrator"
    EVERYBODY = "everybody"
    PERSONAL = "personal"
    ROLE = "role"


def basis(actor: Actor, about: Object, verb: Verb) -> Basis:
    """What decides about this: that the token reaches no further, that everything is open, or the role's own words."""
    if not _in_scope(actor, about, verb):
        return Basis.SCOPE
    if actor.is_administrator:
        return Basis.ADMINISTRATOR
    if about.plural not in actor.grants:
        if about.described.personal:
            return Basis.PERSONAL
        if about.described.administered:
            return Basis.EVERYBODY
    return Basis.ROLE


def level(actor: Actor, about: Object, verb: Verb) -> Level:
    """On whose records of an object an actor may do this; what no rule names is denied."""
    match basis(actor, about, verb):
        case Basis.SCOPE:
            return Level.NONE
        case Basis.ADMINISTRATOR:
            return Level.ALL
        case Basis.EVERYBODY:
            return Level.ALL if verb is Verb.READ else Level.NONE
        case Basis.PERSONAL:
            common = about.described.personal is not None and about.described.personal.common
            return max(_said(actor, "*", verb), Level.OWN) if common else Level.OWN
        case Basis.ROLE:
            return _said(actor, about.plural if actor.grants.get(about.plural) else "*", verb)


def _said(actor: Actor, name: str, verb: Verb) -> Level:
    """What the role says of a verb under a name."""
    return LEVELS.get(actor.grants.get(name, {}).get(verb.value, "none"), Level.NONE)


def _in_scope(actor: Actor, about: Object, verb: Verb) -> bool:
    if "*" in actor.scopes:
        return True
    need = "read" if verb is Verb.READ else "write"
    wanted = {f"{name}:{right}" for name in ("*", about.plural) for right in {need, "write"}}
    return not wanted.isdisjoint(actor.scopes)


def field_right(actor: Actor, about: Object, name: str) -> FieldRight:
    """What an actor may do with a field of an object."""
    if actor.is_administrator or name in ALWAYS:
        return FieldRight.FULL
    rule = actor.fields.get(about.plural, {}).get(name)
    unruled = FieldRight.READ_ONLY if name in about.described.reserved else FieldRight.FULL
    return min(FIELD_RIGHTS.get(rule, FieldRight.HIDDEN), unruled) if rule else unruled


def readable_fields(actor: Actor, about: Object) -> Mapping[str, Field]:
    """The fields of an object that exist for an actor; a hidden field is as good as unknown."""
    everything = actor.is_administrator and "*" in actor.scopes
    if everything or not (about.restrains or (about.plural in actor.fields and not actor.is_administrator)):
        return about.fields
    return {
        name: _as_known(actor, about, each) for name, each in about.fields.items() if _is_readable(actor, about, each)
    }


def _as_known(actor: Actor, about: Object, one: Field) -> Field:
    """A field as an actor knows it: of what can be missing, only fields that exist for him."""
    if not (one.is_completeness and one.type.key == "choices"):
        return one
    known = (option for option in one.choices if _is_readable(actor, about, about.fields[option.key]))
    return replace(one, choices=tuple(known))


def _is_readable(actor: Actor, about: Object, one: Field) -> bool:
    """Whether a field exists for an actor: what is reckoned does where all that it is reckoned out of does."""
    if not field_right(actor, about, one.name) or (one.alias_of and not field_right(actor, about, one.alias_of)):
        return False
    return all(_may_know(actor, each) for each in one.reckoning.reads) if one.reckoning else True


def _may_know(actor: Actor, read: Read) -> bool:
    """Whether an actor may read a field of an object, of one record at least."""
    one: Field = read.about.fields[read.name]
    names = (one.name, one.alias_of) if one.alias_of else (one.name,)
    return bool(level(actor, read.about, Verb.READ)) and all(field_right(actor, read.about, name) for name in names)


def may_write(actor: Actor, about: Object, one: Field) -> bool:
    """Whether an actor may set a field at all, whatever the record."""
    names = (one.name, one.alias_of) if one.alias_of else (one.name,)
    return one.writable and all(field_right(actor, about, name) is FieldRight.FULL for name in names)
