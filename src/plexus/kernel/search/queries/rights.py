"""What an actor may find, as SQL: made once for each set of rights and kept, for it takes longer than the search."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from plexus.kernel.access.filtering import EVERYTHING, NOTHING, permitted
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.search.marks import mark
from plexus.kernel.search.models import SearchEntry

KEPT = 1000
# The types of custom fields whose values may name a record.
NAMING = frozenset({"text", "email", "phone", "url", "auto_number"})


@dataclass(frozen=True)
class Rights:
    """The condition on entries, the objects of which every record may be read, and those whose keys may be.

    `own` are the marks of the custom fields that may name a record, `with_files` the fields that hold files, each as
    `object.field`.
    """

    condition: str
    values: tuple[Any, ...]
    open_to_all: list[str]
    with_keys: list[str]
    own: list[str]
    with_files: list[str]


def rights_of(actor: Actor, objects: Sequence[str] | None) -> Rights | None:
    """What an actor may find among some objects; None when that is nothing."""
    wanted = None if objects is None else tuple(objects)
    schema = registry.of(actor.workspace_id)
    key = (
        actor.workspace_id, actor.person_id, actor.team_id, actor.team_ids, actor.above_ids, actor.is_administrator,
        actor.is_traveller, actor.scopes, repr(actor.grants), repr(actor.fields), wanted, schema,
    )  # fmt: skip
    return _made(_Asker(key, actor, schema, wanted))


@dataclass(frozen=True)
class _Asker:
    """Everything that the rights depend on, as a key; the rest comes along to make them from."""

    key: Hashable
    actor: Actor = field(compare=False)
    schema: Schema = field(compare=False)
    objects: tuple[str, ...] | None = field(compare=False)


@lru_cache(maxsize=KEPT)
def _made(asker: _Asker) -> Rights | None:
    actor = asker.actor
    sought = [about for about in asker.schema if _is_sought(actor, about, asker.objects)]
    rights = [(about, condition) for about in sought if (condition := permitted(actor, about)) != NOTHING]
    if not rights:
        return None
    open_to_all = [about.plural for about, condition in rights if condition == EVERYTHING]
    with_keys = [about.plural for about, _ in rights if knows_keys(actor, about)]
    own = [each for about, _ in rights for each in known_own(actor, about)]
    with_files = [f"{about.plural}.{name}" for about, _ in rights for name in known_files(actor, about)]
    sql, values = _compiled(rights, open_to_all)
    return Rights(sql, values, open_to_all, with_keys, own, with_files)


def _is_sought(actor: Actor, about: Object, objects: tuple[str, ...] | None) -> bool:
    """Whether an object is searched at all and its names are no secret to the actor."""
    if not about.described.searched or not (objects is None or about.plural in objects):
        return False
    return bool(level(actor, about, Verb.READ)) and knows_names(actor, about)


def knows_names(actor: Actor, about: Object) -> bool:
    """Whether the names by which records are found are no secret to an actor."""
    return {about.described.title, *about.described.searched} <= readable_fields(actor, about).keys()


def knows_keys(actor: Actor, about: Object) -> bool:
    """Whether none of the keys by which records are found is a secret to an actor."""
    return set(about.described.keys) <= readable_fields(actor, about).keys()


def known_own(actor: Actor, about: Object) -> list[str]:
    """The marks of the custom fields that may name a record and are no secret to an actor."""
    return [
        mark(about.plural, name) for name, each in readable_fields(actor, about).items()
        if each.custom and each.reckoning is None and each.type.key in NAMING
    ]  # fmt: skip


def known_files(actor: Actor, about: Object) -> list[str]:
    """The fields of an object that hold a file and are no secret to an actor."""
    return [name for name, each in readable_fields(actor, about).items() if each.type.key == "file"]


def _compiled(rights: Sequence[tuple[Object, Q]], open_to_all: list[str]) -> tuple[str, tuple[Any, ...]]:
    """The permissions as a condition on entries: an entry has its record's key, owner and team."""
    allowed = Q(object__in=open_to_all) if open_to_all else Q()
    for about, condition in rights:
        if condition != EVERYTHING:
            allowed |= Q(condition, object=about.plural)
    query = SearchEntry.objects.filter(allowed).query
    sql, values = query.get_compiler(connection=connection).compile(query.where)
    return sql, tuple(values)
