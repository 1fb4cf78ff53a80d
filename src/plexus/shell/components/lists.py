"""The list page: columns, rows made by `cells`, pager, bulk actions."""

from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from plexus.shell.components.feedback import Empty
from plexus.shell.components.marks import Chip
from plexus.shell.components.menus import Menu, MenuItem, Tab
from plexus.shell.components.navigation import Travel
from plexus.shell.components.views import ViewBar

IN_BAR = 5
NO_ROWS = SafeString("")
Place = Literal["lead", "side", "below", ""]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `place` says where it stands on a phone (nowhere when empty); `width` is in CSS pixels.

    A `calculated` one is drawn again when another of its row was edited.
    """

    name: str
    label: str
    width: int = 160
    numeric: bool = False
    place: Place = ""
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    editable: bool = False
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column in the list of columns that may be shown."""

    name: str
    label: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a long list; empty addresses mean there is no such page."""

    range_text: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """What can be done with many rows; `total` is the number of rows that match, as a text.

    The first commands stand in the bar, the others in its menu; on a phone all of them are in the menu.
    """

    total: str
    actions: tuple[MenuItem, ...] = ()
    query: str = ""

    @property
    def first(self) -> tuple[MenuItem, ...]:
        """What stands in the bar: all where they are few."""
        return self.actions if len(self.actions) <= IN_BAR + 1 else self.actions[:IN_BAR]

    @property
    def rest(self) -> tuple[MenuItem, ...]:
        """What stands in the menu alone."""
        return self.actions[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Table:
    """A list's table; `rows` is the HTML that `cells.rows_html` made."""

    caption: str
    columns: tuple[Column, ...]
    rows: SafeString
    selectable: bool = True
    cell_url: str = ""
    columns_url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rows under a head: figures as texts; `rows` are its first rows, the others come from `more_url`.

    `all_url` is the list of the whole group. A folded group brings its rows when it is opened.
    """

    id: str
    label: str
    count: str
    figures: tuple[str, ...] = ()
    rows: SafeString = NO_ROWS
    open: bool = False
    more_url: str = ""
    more_label: str = ""
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything a list shows. `cell_url` holds `__id__` and `__field__`, replaced by the browser."""

    title: str
    table: Table
    count: str = ""
    tabs: tuple[Tab, ...] = ()
    new_tab_url: str = ""
    chips: tuple[Chip, ...] = ()
    filter_url: str = ""
    sort: Chip | None = None
    orders: tuple[MenuItem, ...] = ()
    choices: tuple[ColumnChoice, ...] = ()
    menu: Menu | None = None
    buttons: tuple[MenuItem, ...] = ()
    selection: Selection | None = None
    pager: Pager | None = None
    empty: Empty | None = None
    past: str = ""
    travel: Travel | None = None
    bar: ViewBar | None = None
    sections: tuple[Section, ...] = ()
