"""What is wrong with the rows of a draft, each row by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import check, parse
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.schema.object import Object
from plexus.shell.web.filters import places, writing
from plexus.shell.web.filters.drafts import ROOT, WHERE, Condition, Draft, Group, Listing, is_complete


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence about one row; an `unfinished` row is wrong only when the filter is applied."""

    key: str
    label: str
    sentence: str
    unfinished: bool = False


def faults(draft: Group, about: Object, actor: Actor) -> tuple[Fault, ...]:
    """Every fault of every row, in the order of the rows."""
    return tuple(_part(ROOT, draft, about, actor))


def _part(key: str, draft: Draft, about: Object, actor: Actor) -> Iterator[Fault]:
    match draft:
        case Group(parts=parts):
            for at, one in enumerate(parts):
                yield from _part(f"{key}.{at}", one, about, actor)
        case Condition(path=""):
            yield Fault(key, "", "", unfinished=True)
        case Condition():
            place = places.field_at(actor, about, draft.path)
            yield from _row(key, draft, place.label if place else draft.path, about, actor)
        case Listing():
            place = places.list_at(actor, about, draft.path)
            yield from _row(key, replace(draft, where=Group()), place.label if place else draft.path, about, actor)
            if place and place.child:
                yield from _part(f"{key}.{WHERE}", draft.where, place.child, actor)


def _row(key: str, one: Condition | Listing, label: str, about: Object, actor: Actor) -> Iterator[Fault]:
    if not is_complete(one):
        yield Fault(key, label, gettext("Give a value."), unfinished=True)
        return
    try:
        check(parse(writing.row(one)), about, actor)
    except FilterInvalid as refusal:
        yield from (Fault(key, label, each.sentence(gettext)) for each in refusal.fields)
