"""Which fields and related lists a row can be about: those of the object, and on through its references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.checking import lists_of
from plexus.kernel.query.parsing import STEPS
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.web.filters import places
from plexus.shell.web.filters.places import ARROW
from plexus.shell.web.visit import Visit

MOST = 60
NEAR = 2


@dataclass(frozen=True)
class Offer:
    """One thing to choose: `full` is its label once chosen, `name` where it is sent; `into` leads on."""

    label: str
    value: str = ""
    full: str = ""
    name: str = ""
    into: str | None = None
    beside: str = ""
    icon: str = ""


@dataclass(frozen=True)
class OfferGroup:
    """Offers of one sort."""

    label: str
    offers: tuple[Offer, ...]
    lists: bool = False


@dataclass(frozen=True)
class _Way:
    """References from the object to another."""

    path: str
    label: str
    about: Object


def fields(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/filter/fields?q=&into=account&lists=1: what a row can be about."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    asked = visit.http.GET
    text, into = asked.get("q", "").strip()[:100], asked.get("into", "")
    found = _found(visit.actor, about, text) if text else _here(visit.actor, about, into)
    groups = [each for each in found if each.offers and (asked.get("lists") or not each.lists)]
    return visit.show("shell/components/offers.html", groups=groups)


def _here(actor: Actor, about: Object, into: str) -> list[OfferGroup]:
    """Everything at one place, with the ways on and back."""
    way = _way(actor, about, into)
    back, _dot, _last = into.rpartition(".")
    return [
        OfferGroup("", (Offer(gettext("Back"), into=back, icon="chevron-left"),) if way.path else ()),
        OfferGroup(way.label or capfirst(str(about.label)), tuple(_own(actor, way))),
        OfferGroup(gettext("Through a reference"), tuple(_ways_on(actor, way))),
        OfferGroup(gettext("Related records"), tuple(_lists(actor, way)), lists=True),
    ]


def _found(actor: Actor, about: Object, text: str) -> list[OfferGroup]:
    """What bears a text in its name, the nearest first."""
    wanted = text.casefold().split()
    ways = list(_near(actor, _Way("", "", about), NEAR))
    own = [each for way in ways for each in _own(actor, way) if _fits(each, wanted)]
    lists = [
        each
        for way in ways[:1] + [way for way in ways if way.path.count(".") == 0 and way.path]
        for each in _lists(actor, way)
        if _fits(each, wanted)
    ]
    return [
        OfferGroup(gettext("Fields"), tuple(own[:MOST])),
        OfferGroup(gettext("Related records"), tuple(lists[:MOST]), lists=True),
    ]


def _fits(offer: Offer, wanted: list[str]) -> bool:
    told = f"{offer.full} {offer.value}".casefold()
    return all(each in told for each in wanted)


def _way(actor: Actor, about: Object, path: str) -> _Way:
    end = places.object_at(actor, about, path.split(".")) if path else None
    return _Way(path, ARROW.join(end[0]), end[1]) if end else _Way("", "", about)


def _near(actor: Actor, start: _Way, steps: int) -> Iterator[_Way]:
    """The object itself and those that few references lead to, the nearest first."""
    here = [start]
    yield start
    for _step in range(steps):
        here = [one for way in here for one in _steps(actor, way)]
        yield from here


def _steps(actor: Actor, way: _Way) -> Iterator[_Way]:
    if way.path.count(".") + 1 >= STEPS and way.path:
        return
    for name, one in readable_fields(actor, way.about).items():
        target = places.reachable(actor, one)
        if target is not None:
            yield _Way(_joined(way.path, name), _arrow(way.label, str(one.label)), target)


def _own(actor: Actor, way: _Way) -> Iterator[Offer]:
    for name, one in readable_fields(actor, way.about).items():
        if name != "id":
            label = str(one.label)
            yield Offer(label, f"field:{_joined(way.path, name)}", _arrow(way.label, label), beside=way.label)


def _ways_on(actor: Actor, way: _Way) -> Iterator[Offer]:
    for each in _steps(actor, way):
        label = each.label.rpartition(ARROW)[2]
        yield Offer(label, into=each.path, icon="chevron-right", full=each.label)


def _lists(actor: Actor, way: _Way) -> Iterator[Offer]:
    for name in lists_of(actor, way.about):
        label = capfirst(places.list_label(actor, way.about, name))
        yield Offer(label, f"list:{_joined(way.path, name)}", _arrow(way.label, label), beside=way.label, icon="list")


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _arrow(way: str, label: str) -> str:
    return f"{way}{ARROW}{label}" if way else label
