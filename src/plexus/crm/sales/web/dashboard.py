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

from plexus.crm.sales.queries.figures import Closed, SalesFigures, Slice, Span, sales_figures
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
ChartKind = Literal["line", "bar", "stack", "row", "funnel", "share"]


def show_dashboard(visit: Visit) -> HttpResponse:
    """GET /dashboard: sales of a period, a pipeline, a person or team; `?table=<chart>` gives one table as CSV."""
    with then.travelled(visit) as there:
        asked = scoping.chosen(there)
        span = scoping.span(there, asked)
        figures = sales_figures(actor=there.actor, span=span, scope=asked.scope)
    links = Links(visit, asked.parts, span)
    charts = _charts(visit, figures, links)
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

    def to(self, *parts: dict[str, Any]) -> str:
        """The deals in the workspace's currency that fulfil all the parts and what the dashboard is about."""
        return self.reaching(*parts, *self.parts, _is("currency", self.visit.actor.currency))

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
    span = links.closed()
    now, before = figures.closed, figures.before
    note = ngettext("%(count)s deal", "%(count)s deals", now.won) % {"count": number_text(now.won, locale=visit.locale)}
    won = Kpi(
        gettext("Won"), _money(visit, now.value), url=links.to(_is("outcome", "won"), span), note=note,
        **_change(float(now.value), float(before.value), visit),
    )  # fmt: skip
    return (
        Tile(3, kpi=won),
        Tile(3, kpi=_rate(visit, now, before, links)),
        Tile(3, kpi=_cycle(visit, now, before)),
        Tile(3, kpi=_pipeline(visit, figures, links)),
    )


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
    note = gettext("%(count)s open · weighted %(weighted)s") % {
        "count": number_text(figures.open.count, locale=visit.locale), "weighted": _money(visit, figures.weighted),
    }  # fmt: skip
    return Kpi(
        gettext("Open pipeline"), _money(visit, figures.open.value), note=note, url=links.to(_is("outcome", "open"))
    )


def _charts(visit: Visit, figures: SalesFigures, links: Links) -> tuple[Chart, ...]:
    span, open_, won = links.closed(), _is("outcome", "open"), _is("outcome", "won")
    way = figures.pipeline.name if figures.pipeline else ""
    return (
        _chart(visit, "won", gettext("How much did we win each month?"), "bar", figures.months,
               [links.to(won, span, _month("closed_on", each.key)) for each in figures.months]),
        _chart(visit, "reached", gettext("How far do deals come?"), "row", figures.reached,
               _reached_urls(figures, links), counts=True, note=way),
        _chart(visit, "stages", gettext("What is in the pipeline, by stage?"), "row", figures.stages,
               [links.to(open_, _is("stage", str(each.key))) for each in figures.stages], note=way),
        _chart(visit, "expected", gettext("When is it expected to close?"), "bar", figures.expected,
               [links.to(open_, _month("expected_close_on", each.key)) for each in figures.expected]),
        _chart(visit, "winners", gettext("Who won how much?"), "row", figures.winners,
               [links.to(won, span, _is("owner", str(each.key))) for each in figures.winners]),
        _chart(visit, "owners", gettext("Who has how much open?"), "row", figures.owners,
               [links.to(open_, _is("owner", str(each.key))) for each in figures.owners]),
        _chart(visit, "products", gettext("Which products were won?"), "row", figures.products,
               [links.to(won, span, _has_product(each.key)) for each in figures.products]),
    )  # fmt: skip


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
    visit: Visit,
    key: str,
    question: str,
    kind: ChartKind,
    slices: Sequence[Slice],
    urls: Sequence[str],
    *,
    counts: bool = False,
    note: str = "",
) -> Chart:
    labels = tuple(_label(visit, each) for each in slices)
    values = tuple(float(each.count if counts else each.value) for each in slices)
    name = gettext("Deals") if counts else gettext("Value")
    rows = tuple(
        (label, number_text(each.count, locale=visit.locale), _money(visit, each.value, compact=False))
        for label, each in zip(labels, slices, strict=True)
    )
    return Chart(
        id=key, question=question, note=note, rows=rows, head=("", gettext("Deals"), gettext("Value")),
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
