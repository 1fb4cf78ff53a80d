"""The calendar: days with entries that are dragged or moved by keys; on a phone an agenda."""

from dataclasses import dataclass
from typing import Literal

from plexus.shell.components.lists import ColumnChoice
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Menu, MenuItem, Tab
from plexus.shell.components.navigation import Travel
from plexus.shell.components.views import ViewBar


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A record on its day; `at` is its time as a text; `version` guards the move."""

    id: str
    title: str
    url: str
    at: str = ""
    told: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: its number for the grid, its name in full; `more` leads to the whole day where not everything fits."""

    id: str
    number: str
    name: str
    entries: tuple[CalendarEntry, ...] = ()
    count: str = ""
    more: MenuItem | None = None
    today: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Everything a calendar shows. Moves are posted to `move_url` as record, day and version."""

    title: str
    period: str
    span: Literal["month", "week"]
    weekdays: tuple[str, ...]
    days: tuple[CalendarDay, ...]
    previous_url: str
    next_url: str
    today_url: str
    month_url: str
    week_url: str
    move_url: str = ""
    count: str = ""
    tabs: tuple[Tab, ...] = ()
    new_tab_url: str = ""
    chips: tuple[Chip, ...] = ()
    filter_url: str = ""
    menu: Menu | None = None
    buttons: tuple[MenuItem, ...] = ()
    choices: tuple[ColumnChoice, ...] = ()
    columns_url: str = ""
    bar: ViewBar | None = None
    sort: Chip | None = None
    past: str = ""
    travel: Travel | None = None
