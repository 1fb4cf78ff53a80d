"""The dashboard: figures, charts that answer a question, each with its table."""

import json
from dataclasses import dataclass
from typing import Literal

from django.core.serializers.json import DjangoJSONEncoder

from plexus.shell.components.feedback import Empty
from plexus.shell.components.marks import Bar
from plexus.shell.components.menus import Menu, MenuItem, Tab
from plexus.shell.components.navigation import Travel
from plexus.shell.components.records import Panel, Related


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure; `delta` is the change as a text and `delta_tone` what it means; `way` is the sign before it."""

    label: str
    figure: str
    delta: str = ""
    delta_tone: Literal["good", "bad", "flat"] = "flat"
    way: Literal["", "▲", "▼"] = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; `urls` lead from each point to the list behind it."""

    name: str
    values: tuple[float | None, ...]
    urls: tuple[str, ...] = ()
    dashed: bool = False
    band: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartData:
    """What the browser draws; colours and fonts come from the tokens there."""

    kind: Literal["line", "bar", "stack", "row", "funnel", "share"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    target: float | None = None
    target_label: str = ""

    def as_json(self) -> str:
        """The form that `charts.js` reads; in an attribute, because what is swapped in may bring no scripts."""
        told = {
            "kind": self.kind,
            "categories": self.categories,
            "unit": self.unit,
            "target": self.target,
            "targetLabel": self.target_label,
            "series": [
                {"name": s.name, "values": s.values, "urls": s.urls, "dashed": s.dashed, "band": s.band}
                for s in self.series
            ],
        }
        return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table: `head` and `rows` are texts, the first column names the row."""

    id: str
    question: str
    data: ChartData
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    csv_url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for each in self.data.series for value in each.values)


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on the grid (of twelve columns) and exactly one thing on it."""

    width: Literal[3, 4, 6, 8, 12]
    kpi: Kpi | None = None
    chart: Chart | None = None
    panel: Panel | None = None
    question: str = ""
    note: str = ""
    bars: tuple[Bar, ...] = ()
    items: tuple[Related, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """Everything a dashboard shows; where there is nothing to show yet, `empty` says so in its place."""

    title: str
    tiles: tuple[Tile, ...]
    tabs: tuple[Tab, ...] = ()
    buttons: tuple[MenuItem, ...] = ()
    menu: Menu | None = None
    as_of: str = ""
    past: str = ""
    travel: Travel | None = None
    empty: Empty | None = None
