"""Data quality of an object: how complete its records are, whose, which fields lack, since when, and what to repair."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.query.filtering import from_document
from plexus.kernel.records.queries.figures import TooMuchAsked
from plexus.kernel.records.queries.quality import Filled, Holder, Point, Quality, is_judged, over_time, quality
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.completing import SHARE
from plexus.kernel.schema.object import Object
from plexus.shell.components.dashboards import Chart, ChartData, DashboardPage, Kpi, Series, Tile
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import day_text, number_text
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.web.addresses import query_with
from plexus.shell.web.quality.worklist import LACKING, worklist
from plexus.shell.web.visit import Visit

WEEKS = 8
# The bars of the distribution: from, to, both counted in.
STEPS = (*((low, low + 9) for low in range(0, 100, 10)), (100, 100))
WHOSE: dict[str, dict[str, bool]] = {"mine": {"me": True}, "team": {"my_team": True}}


def show_first(visit: Visit) -> HttpResponse:
    """GET /quality: the first object that has a standard."""
    offered = judged(visit)
    if not offered:
        return visit.show("shell/quality/none.html", page=DashboardPage(gettext("Data quality"), ()))
    return HttpResponseRedirect(reverse("quality-of", kwargs={"objects": offered[0].plural}))


def show(visit: Visit, objects: str) -> HttpResponse:
    """GET /quality/{objects}: figures, charts and the worklist; `?whose=mine` or `team` narrows all of it."""
    about = _about(visit, objects)
    asked = _asked(visit, about)
    try:
        found = quality(actor=visit.actor, about=about, condition=_condition(visit, about, asked))
        tiles, late = _tiles(visit, about, found, asked), ""
    except TooMuchAsked as refusal:
        tiles, late = (), refusal.sentence(gettext)
    page = DashboardPage(
        gettext("Data quality"), tiles, tabs=_tabs(visit, about), buttons=_buttons(visit, about),
        empty=None if tiles or late or asked else _empty(about),
    )  # fmt: skip
    past = f"{reverse('quality-past', kwargs={'objects': about.plural})}?{visit.http.GET.urlencode()}"
    return visit.show(
        "shell/quality/page.html", page=page, whose=_whose(visit, about), late=late, past_url=past,
        work=worklist(visit, about, asked), about=about,
    )  # fmt: skip


def show_past(visit: Visit, objects: str) -> HttpResponse:
    """GET /quality/{objects}/past: the average week by week; asked for by the page once it stands."""
    about = _about(visit, objects)
    condition = _condition(visit, about, _asked(visit, about))
    points = over_time(actor=visit.actor, about=about, condition=condition, now=visit.now, weeks=WEEKS)
    return visit.show("shell/quality/past.html", chart=_past(visit, points) if len(points) > 1 else None)


def judged(visit: Visit) -> list[Object]:
    """The objects that have a standard and that the actor may read."""
    return [
        each for each in registry.of(visit.actor.workspace_id)
        if level(visit.actor, each, Verb.READ) and is_judged(visit.actor, each)
    ]  # fmt: skip


def _about(visit: Visit, objects: str) -> Object:
    found = next((each for each in judged(visit) if each.plural == objects), None)
    if found is None:
        raise NotFound
    return found


def _asked(visit: Visit, about: Object) -> dict[str, Any] | None:
    """The filter of whose records the page is about."""
    word = WHOSE.get(visit.http.GET.get("whose", ""))
    return {"field": "owner", "op": "eq", "value": word} if word and about.has_owner else None


def _condition(visit: Visit, about: Object, asked: dict[str, Any] | None) -> Q:
    return from_document(asked or {}, about=about, actor=visit.actor, now=visit.now)


def _tabs(visit: Visit, about: Object) -> tuple[Tab, ...]:
    named = ((each, reverse("quality-of", kwargs={"objects": each.plural})) for each in judged(visit))
    return tuple(Tab(capfirst(str(each.label_plural)), url, current=each is about) for each, url in named)


def _whose(visit: Visit, about: Object) -> tuple[Tab, ...]:
    if not about.has_owner or visit.actor.person_id is None:
        return ()
    words = {"": gettext("All"), "team": gettext("My team"), "mine": gettext("Mine")}
    chosen = visit.http.GET.get("whose", "")
    shown = [key for key in words if key != "team" or visit.actor.team_ids]
    return tuple(Tab(words[key], query_with(visit, whose=key, cursor=""), current=key == chosen) for key in shown)


def _buttons(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    if not visit.actor.is_administrator:
        return ()
    return (MenuItem(gettext("What counts"), reverse("settings-standard", args=[about.plural]), "sliders-horizontal"),)


def _empty(about: Object) -> Empty:
    """What the page says before there is anything to judge."""
    name = str(about.label_plural)
    text = gettext("As soon as there are some, this page shows how complete they are and what to repair first.")
    show = MenuItem(capfirst(name), f"/{about.plural}", about.described.icon, main=True)
    return Empty(gettext("No %(objects)s yet") % {"objects": name}, text, "gauge", action=show)


def _tiles(visit: Visit, about: Object, found: Quality, asked: dict[str, Any] | None) -> tuple[Tile, ...]:
    if not found.number:
        return ()
    links = _Links(about, asked)
    return (
        *_kpis(visit, found, links),
        Tile(6, chart=_spread(visit, found, links)),
        Tile(6, chart=_by_field(visit, found, links)),
        *_of_holders(visit, found, links),
    )


class _Links:
    """Addresses of the lists behind figures."""

    def __init__(self, about: Object, asked: dict[str, Any] | None) -> None:
        self._about, self._asked = about, asked

    def to(self, *parts: dict[str, Any]) -> str:
        """The records that fulfil the parts and what the page is about."""
        every = [*parts, *([self._asked] if self._asked else [])]
        return f"/{self._about.plural}?{urlencode({'filter': json.dumps({'and': every})})}"


def _kpis(visit: Visit, found: Quality, links: _Links) -> tuple[Tile, ...]:
    lacking = found.number - found.complete
    worst = min(found.fields, key=lambda each: each.number)
    of = gettext("of %(count)s records") % {"count": _number(visit, found.number)}
    least = gettext("filled in %(share)s of the records") % {"share": _share(visit, worst.number, found.number)}
    average = Kpi(gettext("Complete on average"), _percent(visit, found.mean), note=of)
    without = {"field": worst.field.name, "op": "empty"}
    name = str(worst.field.label) if worst.number < found.number else "—"
    return (
        Tile(3, kpi=average),
        Tile(3, kpi=Kpi(gettext("Lack nothing"), _number(visit, found.complete), url=links.to(_is(100)), note=of)),
        Tile(3, kpi=Kpi(gettext("Lack something"), _number(visit, lacking), url=links.to(LACKING), note=of)),
        Tile(3, kpi=Kpi(gettext("Filled least"), name, url=links.to(without), note=least)),
    )


def _spread(visit: Visit, found: Quality, links: _Links) -> Chart:
    """How many records there are at each step of completeness."""
    counts = [sum(number for share, number in found.shares if low <= share <= high) for low, high in STEPS]
    labels = tuple(f"{low}–{high}%" if low < high else f"{low}%" for low, high in STEPS)
    urls = tuple(links.to({"field": SHARE, "op": "between", "value": [low, high]}) for low, high in STEPS)
    return _chart(
        visit, "spread", gettext("How complete are the records?"), "bar", gettext("Records"), labels, counts, urls
    )


def _by_field(visit: Visit, found: Quality, links: _Links) -> Chart:
    """The share of records that hold something in each field."""
    fields: Sequence[Filled] = found.fields
    shares = [round(each.number * 100 / found.number, 1) for each in fields]
    urls = tuple(links.to({"field": each.field.name, "op": "empty"}) for each in fields)
    rows = tuple(
        (str(each.field.label), _number(visit, each.number), _share(visit, each.number, found.number), str(each.weight))
        for each in fields
    )
    head = ("", gettext("Filled"), gettext("Share"), gettext("Weight"))
    names = tuple(str(each.field.label) for each in fields)
    data = ChartData("row", names, (Series(gettext("Filled"), tuple(shares), urls),), unit="%")
    return Chart("fields", gettext("Which fields are filled?"), data, head, rows)


def _of_holders(visit: Visit, found: Quality, links: _Links) -> tuple[Tile, ...]:
    asked = (
        ("owners", "owner", gettext("Whose records are how complete?"), gettext("Nobody"), found.owners),
        ("teams", "team", gettext("How complete are the records of each team?"), gettext("No team"), found.teams),
    )
    some = [(key, field, question, none, held) for key, field, question, none, held in asked if len(held) > 1]
    return tuple(Tile(6, chart=_by_holder(visit, *each, links)) for each in some)


def _by_holder(
    visit: Visit, key: str, field: str, question: str, none: str, held: Sequence[Holder], links: _Links
) -> Chart:
    ordered = sorted(held, key=lambda each: -each.mean)
    names = tuple(each.name or none for each in ordered)
    urls = tuple(links.to(LACKING, _of(field, each)) for each in ordered)
    rows = tuple(
        (name, _number(visit, each.number), _percent(visit, each.mean))
        for name, each in zip(names, ordered, strict=True)
    )
    data = ChartData(
        "row",
        names,
        (Series(gettext("Average"), tuple(round(float(each.mean), 1) for each in ordered), urls),),
        unit="%",
    )
    return Chart(key, question, data, ("", gettext("Records"), gettext("Average")), rows)


def _of(field: str, holder: Holder) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": str(holder.key)} if holder.key else {"field": field, "op": "empty"}


def _past(visit: Visit, points: Sequence[Point]) -> Chart:
    labels = tuple(day_text(each.at.astimezone(visit.zone).date(), locale=visit.locale) for each in points)
    values = tuple(None if each.mean is None else round(float(each.mean), 1) for each in points)
    rows = tuple(
        (label, _number(visit, each.number), _percent(visit, each.mean))
        for label, each in zip(labels, points, strict=True)
    )
    data = ChartData("line", labels, (Series(gettext("Average"), values),), unit="%")
    head = ("", gettext("Records"), gettext("Average"))
    note = gettext("by what counts today")
    return Chart("past-shares", gettext("Does it become better?"), data, head, rows, note=note)


def _chart(  # noqa: PLR0913, PLR0917 (what one chart is made of)
    visit: Visit, key: str, question: str, kind: Any, name: str, labels: tuple[str, ...], counts: Sequence[int],
    urls: tuple[str, ...],
) -> Chart:  # fmt: skip
    rows = tuple((label, _number(visit, count)) for label, count in zip(labels, counts, strict=True))
    data = ChartData(kind, labels, (Series(name, tuple(float(each) for each in counts), urls),))
    return Chart(key, question, data, ("", name), rows)


def _is(share: int) -> dict[str, Any]:
    return {"field": SHARE, "op": "eq", "value": share}


def _number(visit: Visit, number: int) -> str:
    return number_text(number, locale=visit.locale)


def _share(visit: Visit, part: int, whole: int) -> str:
    return f"{number_text(Decimal(part) * 100 / whole, locale=visit.locale, places=0)}%"


def _percent(visit: Visit, mean: Decimal | None) -> str:
    return "—" if mean is None else f"{number_text(mean, locale=visit.locale, places=1)}%"
