"""The sales dashboard: each chart asks a question and leads to the records behind its answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.crm.sales.queries.figures import VALUES, Closed, SalesFigures, Slice, Span, sales_figures
from plexus.crm.sales.web import scoping
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.shell.components.dashboards import Chart, ChartData, DashboardPage, Kpi, Series, Tile
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import day_text, money_text, number_text
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.web import then
from plexus.shell.web.addresses import query_with
from plexus.shell.web.visit import Visit

# Beyond this many times as much, a percentage says nothing any more.
MOST_TIMES = 10
# The figure that a chart shows, where it is not of its name.
FIGURE = {"won": "months"}
ChartKind = Literal["line", "bar", "stack", "row", "funnel", "share"]


def show_dashboard(visit: Visit) -> HttpResponse:
    """GET /dashboard: sales of a period, a pipeline, a person or team; `?table=<chart>` gives one table as CSV."""
    with then.travelled(visit) as there:
        asked = scoping.chosen(there)
        span = scoping.span(there, asked)
        figures = sales_figures(actor=there.actor, span=span, scope=asked.scope)
    links = Links(visit, asked.parts, span, valued=VALUES in figures.told)
    charts = _charts(figures, links)
    wanted = visit.http.GET.get("table", "")
    for chart in charts:
        if chart.id == wanted:
            return _csv(chart)
    tiles = (*_kpis(visit, figures, links), *(Tile(_width(chart), chart=chart) for chart in charts))
    page = DashboardPage(
        gettext("Sales"), tiles, tabs=_tabs(visit, asked.period),
        past=then.told(visit), travel=then.travel(visit, visit.now), empty=_empty(visit, figures),
    )  # fmt: skip
    told = _uncounted(visit, figures, links)
    return visit.show("sales/dashboard.html", page=page, controls=asked.controls, period=asked.period, uncounted=told)


def _empty(visit: Visit, figures: SalesFigures) -> Empty | None:
    """What a dashboard says before there is any deal; asked only where every figure is nothing."""
    if not figures.told & {"open", "closed"}:
        text = gettext("It tells of fields of deals that you may not see. An administrator decides that.")
        return Empty(gettext("No figures for you"), text, "chart-column")
    deals = registry.of(visit.actor.workspace_id).object("deals")
    if figures.says_something or then.told(visit) or reading.visible(visit.actor, deals).exists():
        return None
    text = gettext(
        "What was won, how often and how fast, and what is still open: drawn from your deals, as soon as there is one."
    )
    new = MenuItem(gettext("New deal"), reverse("new", kwargs={"objects": "deals"}), "plus", main=True, dialog=True)
    may = level(visit.actor, deals, Verb.CREATE)
    return Empty(gettext("No deals yet"), text, "chart-column", action=new if may else None)


@dataclass(frozen=True)
class Links:
    """Addresses of the lists behind figures: the same deals that were counted, and no others."""

    visit: Visit
    parts: tuple[dict[str, Any], ...]
    span: Span
    valued: bool

    def to(self, *parts: dict[str, Any]) -> str:
        """The deals that fulfil all the parts and what the dashboard is about; where sums are told, of its currency."""
        currency = (_is("currency", self.visit.actor.currency),) if self.valued else ()
        return self.reaching(*parts, *self.parts, *currency)

    def reaching(self, *parts: dict[str, Any]) -> str:
        """The deals that fulfil all the parts, as of the moment of the dashboard."""
        return deals_url(*parts) + then.carried(self.visit).replace("?", "&")

    def closed(self) -> dict[str, Any]:
        """That a deal was closed in the span."""
        return _within("closed_on", self.span.start, self.span.end)


def _uncounted(visit: Visit, figures: SalesFigures, links: Links) -> tuple[MenuItem, ...]:
    """What is in no sum, in words, each with the way to it."""
    found = []
    if number := figures.other_currencies:
        words = ngettext(
            "%(count)s deal in another currency is in no figure here.",
            "%(count)s deals in other currencies are in no figure here.", number,
        ) % {"count": number_text(number, locale=visit.locale)}  # fmt: skip
        other = {"field": "currency", "op": "ne", "value": visit.actor.currency}
        some = {"field": "amount", "op": "not_empty"}
        found.append(MenuItem(words, links.reaching(other, some, *links.parts)))
    if number := figures.without_amount:
        words = ngettext(
            "%(count)s open deal has no amount: it is counted, and adds nothing to the sums.",
            "%(count)s open deals have no amount: they are counted, and add nothing to the sums.", number,
        ) % {"count": number_text(number, locale=visit.locale)}  # fmt: skip
        found.append(MenuItem(words, links.to(_is("outcome", "open"), {"field": "amount", "op": "empty"})))
    return tuple(found)


def _tabs(visit: Visit, chosen: str) -> tuple[Tab, ...]:
    labels = {
        "this_month": gettext("This month"), "this_quarter": gettext("This quarter"), "this_year": gettext("This year"),
        "last_year": gettext("Last year"), "all": gettext("All time"),
    }  # fmt: skip
    return tuple(
        Tab(label, query_with(visit, period=period), current=period == chosen) for period, label in labels.items()
    )


def _width(chart: Chart) -> Literal[4, 6, 8]:
    return {"won": 8, "reached": 4}.get(chart.id, 6)  # type: ignore[return-value]


def deals_url(*parts: dict[str, Any]) -> str:
    """The list of deals that fulfil all the parts."""
    return f"/deals?filter={quote(json.dumps({'and': list(parts)}))}"


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": value}


def _within(field: str, start: date, end: date) -> dict[str, Any]:
    return {"field": field, "op": "between", "value": [start.isoformat(), (end - timedelta(days=1)).isoformat()]}


def _money(visit: Visit, amount: Decimal, *, compact: bool = True) -> str:
    shown = amount if compact else amount.quantize(Decimal(1))
    return money_text(shown, visit.actor.currency, locale=visit.locale, compact=compact)


def _kpis(visit: Visit, figures: SalesFigures, links: Links) -> tuple[Tile, ...]:
    told, now, before = figures.told, figures.closed, figures.before
    kpis = (
        _won(visit, now, before, links) if "closed" in told else None,
        _rate(visit, now, before, links) if "closed" in told else None,
        _cycle(visit, now, before) if "cycle" in told else None,
        _pipeline(visit, figures, links) if "open" in told else None,
    )
    return tuple(Tile(3, kpi=each) for each in kpis if each)


def _won(visit: Visit, now: Closed, before: Closed, links: Links) -> Kpi:
    note = _deals(visit, now.won)
    figure, note = (_money(visit, now.value), note) if links.valued else (note, "")
    mine, earlier = (now.value, before.value) if links.valued else (now.won, before.won)
    url = links.to(_is("outcome", "won"), links.closed())
    return Kpi(gettext("Won"), figure, url=url, note=note, **_change(float(mine), float(earlier), visit))


def _deals(visit: Visit, number: int) -> str:
    return ngettext("%(count)s deal", "%(count)s deals", number) % {"count": number_text(number, locale=visit.locale)}


def _change(now: float, before: float, visit: Visit) -> dict[str, Any]:
    """The change against the period before; nothing, or next to nothing, to compare with is not a change."""
    if not before or now / before > MOST_TIMES:
        return {}
    share = (now - before) / before * 100
    return {
        "delta": f"{number_text(abs(round(share)), locale=visit.locale)}%",
        "way": "▲" if share >= 0 else "▼",
        "delta_tone": "good" if share >= 0 else "bad",
    }


def _rate(visit: Visit, now: Closed, before: Closed, links: Links) -> Kpi:
    rate = now.win_rate
    figure = "—" if rate is None else f"{number_text(rate * 100, locale=visit.locale, places=1)}%"
    counts = {
        "won": number_text(now.won, locale=visit.locale),
        "closed": number_text(now.won + now.lost, locale=visit.locale),
    }
    both = {"field": "outcome", "op": "in", "value": ["won", "lost"]}
    change: dict[str, Any] = {}
    if rate is not None and before.win_rate is not None:
        points = (rate - before.win_rate) * 100
        shown = number_text(abs(points), locale=visit.locale, places=1)
        change = {
            "delta": gettext("%(points)s points") % {"points": shown},
            "way": "▲" if points >= 0 else "▼",
            "delta_tone": "good" if points >= 0 else "bad",
        }
    return Kpi(
        gettext("Win rate"),
        figure,
        note=gettext("%(won)s of %(closed)s closed") % counts,
        url=links.to(both, links.closed()),
        **change,
    )


def _cycle(visit: Visit, now: Closed, before: Closed) -> Kpi:
    if now.median_days is None:
        return Kpi(gettext("Median cycle"), "—", note=gettext("no deal was won"))
    days = round(now.median_days)
    text = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    note = gettext("from opening to win")
    if before.median_days is None or round(before.median_days) == days:
        return Kpi(gettext("Median cycle"), text, note=note)
    gap = days - round(before.median_days)
    delta = ngettext("%(count)d day", "%(count)d days", abs(gap)) % {"count": abs(gap)}
    return Kpi(gettext("Median cycle"), text, delta, "bad" if gap > 0 else "good", "▲" if gap > 0 else "▼", note)


def _pipeline(visit: Visit, figures: SalesFigures, links: Links) -> Kpi:
    note = _deals(visit, figures.open.count)
    figure, note = (_money(visit, figures.open.value), note) if links.valued else (note, "")
    if "weighted" in figures.told:
        note = gettext("%(count)s open · weighted %(weighted)s") % {
            "count": number_text(figures.open.count, locale=visit.locale), "weighted": _money(visit, figures.weighted),
        }  # fmt: skip
    return Kpi(gettext("Open pipeline"), figure, note=note, url=links.to(_is("outcome", "open")))


def _charts(figures: SalesFigures, links: Links) -> tuple[Chart, ...]:
    span, open_, won = links.closed(), _is("outcome", "open"), _is("outcome", "won")
    way = figures.pipeline.name if figures.pipeline else ""
    charts = (
        _chart(links, "won", gettext("How much did we win each month?"), "bar", figures.months,
               [links.to(won, span, _month("closed_on", each.key)) for each in figures.months]),
        _chart(links, "reached", gettext("How far do deals come?"), "row", figures.reached,
               _reached_urls(figures, links), counts=True, note=way),
        _chart(links, "stages", gettext("What is in the pipeline, by stage?"), "row", figures.stages,
               [links.to(open_, _is("stage", str(each.key))) for each in figures.stages], note=way),
        _chart(links, "expected", gettext("When is it expected to close?"), "bar", figures.expected,
               [links.to(open_, _month("expected_close_on", each.key)) for each in figures.expected]),
        _chart(links, "winners", gettext("Who won how much?"), "row", figures.winners,
               [links.to(won, span, _is("owner", str(each.key))) for each in figures.winners]),
        _chart(links, "owners", gettext("Who has how much open?"), "row", figures.owners,
               [links.to(open_, _is("owner", str(each.key))) for each in figures.owners]),
        _chart(links, "products", gettext("Which products were won?"), "row", figures.products,
               [links.to(won, span, _has_product(each.key)) for each in figures.products]),
    )  # fmt: skip
    return tuple(each for each in charts if FIGURE.get(each.id, each.id) in figures.told)


def _reached_urls(figures: SalesFigures, links: Links) -> list[str]:
    """To those who stand in the stage or beyond it, and those who were won in the span."""
    keys = [str(each.key) for each in figures.reached]
    won: dict[str, Any] = {"and": [_is("outcome", "won"), links.closed()]}
    if figures.pipeline:
        won["and"].append(_is("pipeline", str(figures.pipeline.pk)))
    beyond = (
        {"and": [_is("outcome", "open"), {"field": "stage", "op": "in", "value": keys[n:]}]} for n in range(len(keys))
    )
    return [links.to({"or": [each, won]}) for each in beyond]


def _has_product(key: Any) -> dict[str, Any]:
    return {"related": "line_items", "where": _is("product", str(key)), "exists": True}


def _month(field: str, first: date) -> dict[str, Any]:
    return _within(field, first, (first + timedelta(days=32)).replace(day=1))


def _chart(  # noqa: PLR0913 (what one chart is made of)
    links: Links,
    key: str,
    question: str,
    kind: ChartKind,
    slices: Sequence[Slice],
    urls: Sequence[str],
    *,
    counts: bool = False,
    note: str = "",
) -> Chart:
    visit, counts = links.visit, counts or not links.valued
    labels = tuple(_label(visit, each) for each in slices)
    values = tuple(float(each.count if counts else each.value) for each in slices)
    name = gettext("Deals") if counts else gettext("Value")
    head = ("", gettext("Deals"), *((gettext("Value"),) if links.valued else ()))
    rows = tuple(
        (label, number_text(each.count, locale=visit.locale), _money(visit, each.value, compact=False))[: len(head)]
        for label, each in zip(labels, slices, strict=True)
    )
    return Chart(
        id=key, question=question, note=note, rows=rows, head=head,
        data=ChartData(kind, labels, (Series(name, values, tuple(urls)),)), csv_url=query_with(visit, table=key),
    )  # fmt: skip


def _label(visit: Visit, each: Slice) -> str:
    if isinstance(each.key, date):
        return (
            day_text(each.key, locale=visit.locale).replace("1日", "").removesuffix("日")
            if visit.locale.language == "zh"
            else each.key.strftime("%b %Y")
        )
    return each.label or "—"


def _csv(chart: Chart) -> HttpResponse:
    """The chart's table as a file."""
    out = io.StringIO()
    csv.writer(out).writerows([chart.head, *chart.rows])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart.id}.csv"'
    return response
