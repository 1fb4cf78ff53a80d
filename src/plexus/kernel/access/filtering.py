"""The one function that decides which rows an actor may read or change: a condition that PostgreSQL evaluates.

It is the union of rules that have names, so that what opens a row can be told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from plexus.kernel.access.compiled import shared_with
from plexus.kernel.access.leading import Lead, Linked, Opened, lead_to
from plexus.kernel.access.models import Share
from plexus.kernel.access.rights import Basis, Level, Verb, basis, level
from plexus.kernel.access.rules import EVERYTHING, NOTHING, Kind, Rule, united
from plexus.kernel.access.unknown import unnamed
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

__all__ = ["EVERYTHING", "NOTHING", "may_be_shared", "permitted", "permitted_beside", "rules", "shareable"]

KEPT = 2_000
OF_EVERY_ROW = {Basis.ADMINISTRATOR: Kind.ADMINISTRATOR, Basis.EVERYBODY: Kind.EVERYBODY}


def permitted(actor: Actor, about: Object, verb: Verb = Verb.READ) -> Q:
    """The condition on an object's rows under which an actor may do this; rows in the trash are not its matter."""
    return _made(_Asked(_key(actor), about, verb, actor)).condition


def rules(actor: Actor, about: Object, verb: Verb = Verb.READ) -> tuple[Rule, ...]:
    """The rules of which `permitted` is the union; none where the actor's role or scope gives nothing."""
    return _made(_Asked(_key(actor), about, verb, actor)).rules


def may_be_shared(about: Object) -> bool:
    """Whether records of an object are shared one by one: they have an owner and are no part of another, nor bound.

    A personal object says itself to whom its records are open; what is common is shared all the same.
    """
    described = about.described
    itself = described.personal is not None and not described.personal.common
    return about.has_owner and not (about.is_led or described.bound or itself)


def shareable(actor: Actor, about: Object) -> Q:
    """The condition on rows that an actor may share: those he reads, and changes not only because they are shared.

    Who could share what he does not read could let himself in through his team.
    """
    if not may_be_shared(about):
        return NOTHING
    own = united([each for each in rules(actor, about, Verb.UPDATE) if each.kind is not Kind.SHARED])
    readable = permitted(actor, about)
    return own if readable == EVERYTHING else own & readable


@dataclass(frozen=True)
class _Asked:
    """All that a condition depends on, as a key; the rest comes along to make it from."""

    key: Hashable
    about: Object
    verb: Verb
    actor: Actor = field(compare=False)


@dataclass(frozen=True)
class _Policy:
    rules: tuple[Rule, ...]
    condition: Q


def _key(actor: Actor) -> Hashable:
    return (
        actor.workspace_id, actor.person_id, actor.team_id, actor.team_ids, actor.above_ids, actor.role_id,
        actor.is_administrator, actor.is_traveller, actor.scopes, repr(actor.grants), repr(actor.fields),
        registry.of(actor.workspace_id),
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _made(asked: _Asked) -> _Policy:
    found = tuple(_rules(asked.actor, asked.about, asked.verb))
    return _Policy(found, united(found))


def _rules(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    described = about.described
    if about.model is Share:
        yield from _of_shares(actor, verb)
    elif actor.is_traveller and described.bound:
        yield from _shown(actor, about, verb)
    elif described.part_of:
        whole = _through(actor, about, described.part_of, verb)
        yield from _within(whole, _linked(actor, about)) if described.bound else whole
    elif described.between:
        yield from _between(actor, about, verb)
    elif described.bound:
        yield from _bound(actor, about, verb)
    else:
        yield from _by_own_rights(actor, about, verb)
        if described.about and verb is Verb.READ and Level.NONE < level(actor, about, verb) < Level.ALL:
            yield from _linked(actor, about)


def _shown(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    """Every row that a table of the past shows: whether what it is about may be read was asked of today's."""
    if verb is Verb.READ and level(actor, about, verb):
        yield Rule(Kind.ALL, EVERYTHING)


def permitted_beside(actor: Actor, about: Object) -> Q:
    """What reading asks of bound rows beside the record that they are about, when that may be read for sure."""
    part_of = about.described.part_of
    return united(tuple(_through(actor, about, part_of, Verb.READ))) if part_of else EVERYTHING


def _by_own_rights(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    """The object's own rights: the role's level, and records shared one by one; of what is personal less."""
    allowed, personal = level(actor, about, verb), about.described.personal
    if allowed is Level.ALL:
        every = Rule(OF_EVERY_ROW.get(basis(actor, about, verb), Kind.ALL), unnamed(actor, about))
        yield _if_open(actor, about, every)
    elif allowed is not Level.NONE and actor.person_id is not None:
        yield from (_if_open(actor, about, each) for each in _by_level(actor, about, allowed))
        yield from _shared(actor, about, verb)
        if personal and not personal.common and not about.described.bound and verb is Verb.READ:
            yield Rule(Kind.GIVEN, personal.open_to(actor))


def _by_level(actor: Actor, about: Object, allowed: Level) -> Iterator[Rule]:
    if not about.has_owner:
        return
    yield Rule(Kind.OWN, Q(owner_id=actor.person_id))
    match allowed:
        case Level.TEAM if actor.team_id:
            yield Rule(Kind.TEAM, Q(team_id=actor.team_id))
        case Level.BELOW if actor.team_ids:
            yield Rule(Kind.BELOW, Q(team_id__in=actor.team_ids))


def _if_open(actor: Actor, about: Object, rule: Rule) -> Rule:
    """Of what is personal a role opens only what is open anyhow; administrators see to everything.

    A traveller asks tables that hold nothing else, be he an administrator or not.
    """
    personal = about.described.personal
    if personal is None or actor.is_administrator or actor.is_traveller or rule.kind is Kind.OWN:
        return rule
    return replace(rule, condition=rule.condition & (Q(owner_id=actor.person_id) | personal.open_to(actor)))


def _shared(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    """Records shared with the actor, or with a team he stands in or below; for changing them where that is asked."""
    if verb in {Verb.READ, Verb.UPDATE}:
        yield Rule(Kind.SHARED, Q(shared_with(actor, about.plural, to_change=verb is Verb.UPDATE)))


def _through(actor: Actor, about: Object, reference: str, verb: Verb) -> Iterator[Rule]:
    """A part follows the record it is part of: who may change the deal may change its line items."""
    if not level(actor, about, verb):
        return
    whole = registry.of(actor.workspace_id).object(about.fields[reference].target or "")
    condition = permitted(actor, whole, Verb.READ if verb is Verb.READ else Verb.UPDATE)
    if condition != EVERYTHING:
        rows = whole.rows(actor.workspace_id).filter(condition, pk=OuterRef(f"{reference}_id"))
        condition = Q(Exists(rows))
    yield Rule(Kind.WHOLE, condition, through=whole.plural)


def _bound(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    """What is bound is seen where one of its records is seen, and changed by its owner's rights among that."""
    if not level(actor, about, verb):
        return
    seen = _linked(actor, about)
    yield from seen if verb is Verb.READ else _within(_by_own_rights(actor, about, verb), seen)


def _between(actor: Actor, about: Object, verb: Verb) -> Iterator[Rule]:
    """What stands between records is seen where all of them are, and changed by its owner's rights among that."""
    if not level(actor, about, verb):
        return
    seen = Rule(Kind.BETWEEN, _all_ends(actor, about))
    yield from (seen,) if verb is Verb.READ else _within(_by_own_rights(actor, about, verb), (seen,))


def _all_ends(actor: Actor, about: Object) -> Q:
    """Each reference is empty, or leads to a record that the actor may read and that is not in the trash."""
    schema, found = registry.of(actor.workspace_id), Q()
    for name in about.described.between:
        target = schema.object(about.fields[name].target or "")
        column = about.fields[name].column
        rows = target.rows(actor.workspace_id).filter(permitted(actor, target), pk=OuterRef(column), deleted_at=None)
        found &= Q(**{column: None}) | Q(Exists(rows))
    return found


def _within(rules: Iterable[Rule], seen: Iterable[Rule]) -> Iterator[Rule]:
    """Some rules, as far as one of others holds too."""
    limit = united(tuple(seen))
    yield from (replace(each, condition=each.condition & limit, leads=()) for each in rules if limit != NOTHING)


def _leads_to(about: Object, target: Object) -> bool:
    """Whether rights on a record reach what is about it: of remarks they reach only what is bound to them."""
    return target.is_subject and (about.described.bound or not target.described.about)


def _linked(actor: Actor, about: Object) -> Iterator[Rule]:
    """A remark is read by whoever may read a record it is about; a link leads from the remark to that record."""
    for target in registry.of(actor.workspace_id):
        if _leads_to(about, target) and (lead := _lead(actor, about, target)):
            yield Rule(Kind.LINKED, Q(Linked((lead,))), through=target.plural, leads=(lead,))


def _lead(actor: Actor, about: Object, target: Object) -> Lead | None:
    """The records of an object that open what is about them; what opens remarks in turn is told beside them."""
    found = rules(actor, target)
    further = tuple(lead for each in found for lead in each.leads)
    readable = united([each for each in found if not each.leads])
    if further and readable != EVERYTHING:
        readable = Q(Opened()) if readable == NOTHING else readable | Q(Opened())
    if readable == NOTHING:
        return None
    rows = target.rows(actor.workspace_id).filter(readable)
    living = rows.filter(deleted_at=None) if about.described.bound else rows
    return lead_to(target.plural, living, actor.workspace_id, further)


def _of_shares(actor: Actor, verb: Verb) -> Iterator[Rule]:
    """A share is known to whoever reads its record, and changed by whoever may share that."""
    for target in registry.of(actor.workspace_id):
        if may_be_shared(target):
            allowed = permitted(actor, target) if verb is Verb.READ else shareable(actor, target)
            rows = target.rows(actor.workspace_id).filter(allowed, pk=OuterRef("record_id"))
            yield Rule(Kind.WHOLE, Q(Exists(rows), object=target.plural), through=target.plural)
