"""What a view's definition names: fields as `accounts.city`, and objects; by them it is kept from who may not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from plexus.kernel.access.unknown import unknown_fields, unknown_objects
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, read
from plexus.kernel.query.tree import All, AnyOf, Compare, Figure, Node, Not, Related
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.views import fitness


class Defined(Protocol):
    """What is asked of a view."""

    object: str
    filter: str
    sort: str
    columns: list[str]
    measures: list[str]
    group_by: str
    board_by: str
    date_by: str


def used(view: Defined, schema: Schema) -> list[str]:
    """Every field and object that a view names; what is not there names nothing."""
    about = schema.objects.get(view.object)
    if about is None:
        return [view.object] if view.object else []
    found = {about.plural, *_filtered(view.filter, about, schema)}
    named = [each.partition(":")[0] for each in view.columns]
    named += [fitness.split(each)[0] for each in view.measures]
    named += [each.strip().lstrip("-+") for each in view.sort.split(",")]
    for path in (*named, view.group_by, view.board_by, view.date_by):
        found.update(name for name, _end in _walked(tuple(path.split(".")), about, schema))
    return sorted(found)


def unknown_to(actor: Actor, schema: Schema) -> list[str]:
    """The names of what an actor may not know of: objects that are not read at all, and hidden fields."""
    objects = unknown_objects(actor, schema)
    known = (about for about in schema if about.plural not in objects)
    return sorted([*objects, *(f"{about.plural}.{name}" for about in known for name in unknown_fields(actor, about))])


def _filtered(text: str, about: Object, schema: Schema) -> set[str]:
    try:
        return set(_named(read(text or "{}"), about, schema))
    except FilterInvalid:
        return set()


def _named(node: Node, about: Object, schema: Schema) -> Iterator[str]:
    match node:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _named(part, about, schema)
        case Not(part):
            yield from _named(part, about, schema)
        case Compare():
            yield from (name for name, _end in _walked(node.path, about, schema))
        case Related():
            yield from _related(node, about, schema)


def _related(node: Related, about: Object, schema: Schema) -> Iterator[str]:
    for name, end in _walked(node.path[:-1], about, schema):
        yield name
        about = end or about
    related = schema.related(about.plural).get(node.path[-1])
    if related is None:
        return
    child = schema.object(related.object)
    yield from (child.plural, f"{child.plural}.{related.field}")
    yield from _named(node.where, child, schema)
    if isinstance(node.test, Figure) and node.test.field:
        yield f"{child.plural}.{node.test.field}"


def _walked(path: tuple[str, ...], about: Object, schema: Schema) -> Iterator[tuple[str, Object | None]]:
    """Each field on a way with the object that it leads to, and that object itself."""
    here: Object | None = about
    for name in path:
        one = here.fields.get(name) if here else None
        if here is None or one is None:
            return
        following = schema.objects.get(one.target or "")
        yield f"{here.plural}.{name}", following
        if following is not None and name != path[-1]:
            yield following.plural, following
        here = following
