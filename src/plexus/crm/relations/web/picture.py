"""The map of a record: a drawing made here, its legend, and a list that says the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from plexus.crm.relations.models.relation import TO
from plexus.crm.relations.queries import bonds
from plexus.crm.relations.queries.bonds import Key
from plexus.crm.relations.queries.surroundings import MOST_OPENED, Surroundings, surroundings
from plexus.crm.relations.web import drawing, narrow, weaving, wide
from plexus.crm.relations.web.drawing import Card, Curve, Drawing, Pill
from plexus.crm.relations.web.listing import all_url
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.shell.components.formats import listed_text, number_text
from plexus.shell.components.icons import icon_html
from plexus.shell.components.marks import hue_of, initials_of
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit

SMALLER = 1_480
REFERENCE = {"contacts": "account", "accounts": "parent"}


@dataclass(frozen=True, slots=True)
class Place:
    """A card with what it says and where it leads."""

    x: str
    y: str
    width: str
    height: str
    half: str
    name: str
    name_y: str
    below: str
    below_y: str
    words: str
    url: str
    spoken: str
    initials: str
    hue: int
    sign: SafeString
    knob_x: str
    knob: str
    more_url: str
    more_label: str
    more_id: str
    centre: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """“And 120 more”, as a link to all of them."""

    x: str
    y: str
    width: str
    height: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing, ready for the template."""

    name: str
    drawing: Drawing
    places: tuple[Place, ...]
    rests: tuple[Rest, ...]
    curves: tuple[Curve, ...]

    @property
    def fits(self) -> bool:
        """Whether it may be made smaller to be seen whole, and is still to be read."""
        return self.name == "narrow" or self.drawing.width <= SMALLER


@dataclass(frozen=True, slots=True)
class Said:
    """A line in words, for the list."""

    source: str
    source_url: str
    words: str
    target: str
    target_url: str
    over: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a kind of line looks like."""

    words: str
    looks: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page of a map."""

    title: str
    buttons: tuple[MenuItem, ...]
    sheets: tuple[Sheet, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Said, ...]
    rests: tuple[Rest, ...]
    note: str
    more: MenuItem | None
    alone: bool


def show_map(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/relations/map?open=contacts:{id}: what stands around a record, and around what was opened."""
    if objects not in TO or not bonds.may_see(visit.actor):
        raise NotFound
    found = surroundings(actor=visit.actor, centre=(objects, record_id), opened=_opened(visit))
    return visit.show("relations/map.html", page=_page(visit, found))


def _opened(visit: Visit) -> tuple[Key, ...]:
    keys = []
    for text in visit.http.GET.getlist("open")[:MOST_OPENED]:
        plural, _colon, key = text.partition(":")
        try:
            keys.append((plural, UUID(key)))
        except ValueError:
            continue
    return tuple(key for key in keys if key[0] in TO)


def _page(visit: Visit, found: Surroundings) -> MapPage:
    web = weaving.weave(found, today=visit.today)
    centre = found.facts[found.centre]
    sheets = (_sheet(visit, found, "wide", wide.drawn(web)), _sheet(visit, found, "narrow", narrow.drawn(web)))
    lines = tuple(_said(found, line) for line in web.lines)
    marks = {each: Mark(*each) for each in ((line.words, drawing.looks(line)) for line in web.lines)}
    back = MenuItem(gettext("Back to the record"), url_of(*found.centre), "arrow-left")
    return MapPage(
        title=gettext("Relations of %(name)s") % {"name": centre.name or "…"},
        buttons=(back,),
        sheets=sheets,
        marks=tuple(marks.values()),
        lines=lines,
        rests=sheets[0].rests,
        note=_note(visit, found),
        more=MenuItem(_more_bonds(visit, found), all_url(found.centre)) if found.more_bonds else None,
        alone=len(found.facts) == 1,
    )


def _note(visit: Visit, found: Surroundings) -> str:
    count = len(found.facts)
    text = ngettext("%(count)s record shown", "%(count)s records shown", count)
    return text % {"count": number_text(count, locale=visit.locale)}


def _more_bonds(visit: Visit, found: Surroundings) -> str:
    text = ngettext("and %(count)s more relation", "and %(count)s more relations", found.more_bonds)
    return text % {"count": number_text(found.more_bonds, locale=visit.locale)}


def _sheet(visit: Visit, found: Surroundings, name: str, made: Drawing) -> Sheet:
    places = tuple(_place(visit, found, card, name) for card in made.cards.values())
    return Sheet(name, made, places, tuple(_rest(visit, each) for each in made.pills), tuple(made.curves))


def _place(visit: Visit, found: Surroundings, card: Card, sheet: str) -> Place:
    fact = card.node.fact
    here, name = fact.key, fact.name or "…"
    centre, opened = here == found.centre, here in found.opened
    about = registry.of(visit.actor.workspace_id).object(fact.object)
    knob_x = card.outer - card.x if sheet == "wide" else card.width - 16
    full = len(found.opened) >= MOST_OPENED
    text = gettext("Fold what stands around %(name)s") if opened else gettext("Show what stands around %(name)s")
    top = card.height / 2 + (8 if card.words else 0)
    return Place(
        x=f"{card.x:g}", y=f"{card.y:g}", width=f"{card.width:g}", height=f"{card.height:g}",
        half=f"{card.height / 2:g}", name=card.name, name_y=f"{top - 3 if card.below else top + 4.5:g}",
        below=card.below, below_y=f"{top + 13:g}", words=card.words, url=url_of(*here), spoken=_spoken(card, name),
        initials=initials_of(name) if fact.object == "contacts" else "", hue=hue_of(name),
        sign=icon_html(about.described.icon), knob_x=f"{knob_x:g}",
        knob=f"M{knob_x - 4:g} {card.height / 2:g}h8" + ("" if opened else f"M{knob_x:g} {card.height / 2 - 4:g}v8"),
        more_url="" if centre or (full and not opened) else _toggled(found, here),
        more_label=text % {"name": name}, more_id=f"{sheet}-{here[0]}-{here[1]}", centre=centre,
    )  # fmt: skip


def _spoken(card: Card, name: str) -> str:
    """What a screen reader says of a card: the name, and how the record stands to the one it hangs on."""
    fact = card.node.fact
    ways = [line.words_from(fact.key) for line in card.node.lines]
    return listed_text(part for part in (name, fact.below, *ways) if part)


def _toggled(found: Surroundings, key: Key) -> str:
    kept = [each for each in found.opened if each != key] if key in found.opened else [*found.opened, key]
    asked = urlencode([("open", f"{plural}:{each}") for plural, each in kept])
    path = reverse("relations-map", kwargs={"objects": found.centre[0], "record_id": found.centre[1]})
    return f"{path}?{asked}" if asked else path


def _rest(visit: Visit, pill: Pill) -> Rest:
    texts = {
        "contacts": ngettext("and %(count)s more person", "and %(count)s more people", pill.number),
        "accounts": ngettext("and %(count)s more company", "and %(count)s more companies", pill.number),
    }
    asked = json.dumps({"field": REFERENCE[pill.object], "op": "eq", "value": str(pill.of[1])})
    url = f"{reverse('records', kwargs={'objects': pill.object})}?filter={quote(asked)}"
    label = texts[pill.object] % {"count": number_text(pill.number, locale=visit.locale)}
    return Rest(f"{pill.x:g}", f"{pill.y:g}", f"{pill.width:g}", f"{pill.height:g}", label, url)


def _said(found: Surroundings, line: weaving.Line) -> Said:
    one, other = found.facts[line.source], found.facts[line.target]
    return Said(one.name or "…", url_of(*one.key), line.words, other.name or "…", url_of(*other.key), line.over)
