"""The one function that decides which rows an actor may read or change: a condition that PostgreSQL evaluates."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from plexus.kernel.access.compiled import LINKED, SHARED, Compiled, compiled_rows
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

NOTHING = Q(pk__in=())
EVERYTHING = Q()
KEPT = 2_000


def permitted(actor: Actor, about: Object, verb: Verb = Verb.READ) -> Q:
    """The condition on an object's rows under which an actor may do this; rows in the trash are not its matter."""
    return _made(_Asked(_key(actor), about, verb, actor))


@dataclass(frozen=True)
class _Asked:
    """All that a condition depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    about: Object
    verb: Verb
    actor: Actor = field(compare=False)


def _key(actor: Actor) -> Hashable:
    return (
        actor.workspace_id, actor.person_id, actor.team_id, actor.team_ids, actor.role_id, actor.is_administrator,
        actor.scopes, repr(actor.grants), repr(actor.fields), registry.of(actor.workspace_id),
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _made(asked: _Asked) -> Q:
    actor, about, verb = asked.actor, asked.about, asked.verb
    described = about.described
    if described.part_of:
        return _through(actor, about, described.part_of, verb)
    if described.about:
        return _about(actor, about, verb)
    return own_rights(actor, about, verb)


def own_rights(actor: Actor, about: Object, verb: Verb) -> Q:
    """The condition by the object's own rights: the role's level, and records shared one by one."""
    allowed = level(actor, about, verb)
    if allowed is Level.ALL:
        return EVERYTHING
    if allowed is Level.NONE or actor.person_id is None:
        return NOTHING
    found = _by_level(actor, about, allowed) | _shared(actor, about, verb)
    readers = about.described.readers
    return found | readers(actor) if readers and verb is Verb.READ else found


def _by_level(actor: Actor, about: Object, allowed: Level) -> Q:
    if not about.has_owner:
        return NOTHING
    mine = Q(owner_id=actor.person_id)
    match allowed:
        case Level.TEAM if actor.team_id:
            return mine | Q(team_id=actor.team_id)
        case Level.BELOW if actor.team_ids:
            return mine | Q(team_id__in=actor.team_ids)
        case _:
            return mine


def _shared(actor: Actor, about: Object, verb: Verb) -> Q:
    """The condition that a record is shared with the actor, for changing it where that is asked."""
    if verb not in {Verb.READ, Verb.UPDATE}:
        return NOTHING
    more = " AND permitted_share.may_change" if verb is Verb.UPDATE else ""
    values = (actor.workspace_id, about.plural, actor.person_id, list(_teams(actor)))
    return Q(Compiled(SHARED.replace("{more}", more), values))


def _teams(actor: Actor) -> tuple[object, ...]:
    return actor.team_ids or ((actor.team_id,) if actor.team_id else ())


def _through(actor: Actor, about: Object, reference: str, verb: Verb) -> Q:
    """A part follows the record it is part of: who may change the deal may change its line items."""
    whole = registry.of(actor.workspace_id).object(about.fields[reference].target or "")
    if not level(actor, about, verb):
        return NOTHING
    condition = permitted(actor, whole, Verb.READ if verb is Verb.READ else Verb.UPDATE)
    if condition == EVERYTHING:
        return EVERYTHING
    return Q(Exists(whole.rows(actor.workspace_id).filter(condition, pk=OuterRef(f"{reference}_id"))))


def _about(actor: Actor, about: Object, verb: Verb) -> Q:
    """A remark is read by whoever may read a record it is about, and changed by its owner's rights."""
    mine = own_rights(actor, about, verb)
    if verb is not Verb.READ or mine == EVERYTHING or not level(actor, about, verb):
        return mine
    return mine | _about_readable(actor, about)


def _about_readable(actor: Actor, about: Object) -> Q:
    """The condition that a link leads from the row to a record that the actor may read."""
    condition = NOTHING
    for target in registry.of(actor.workspace_id):
        if target.described.about or target.described.part_of or target.described.administered:
            continue
        readable = permitted(actor, target)
        if readable != NOTHING:
            rows = target.rows(actor.workspace_id).filter(readable)
            statement, values = compiled_rows(rows)
            linked = LINKED.replace("{rows}", statement)
            condition |= Q(Compiled(linked, (actor.workspace_id, target.plural, *values)))
    return condition
