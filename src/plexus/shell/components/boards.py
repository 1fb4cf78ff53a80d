"""The board: columns of cards that are dragged or moved by keys."""

from dataclasses import dataclass, field
from typing import Literal

from plexus.shell.components.feedback import Empty
from plexus.shell.components.lists import ColumnChoice
from plexus.shell.components.marks import Chip, Face, Tag
from plexus.shell.components.menus import Menu, MenuItem, Tab
from plexus.shell.components.navigation import Travel
from plexus.shell.components.views import ViewBar


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `next` is the next step as a text; `urgency` colours it; `version` guards the move.

    `facts` are further values, each with the name of its field before it and behind it what it is exactly, as
    `beside_exact` is of what stands beside the amount: words such as “yesterday” leave something out. Values of which a
    reader cannot tell what they are bear the names of their fields, `beside_label` and `amount_label`.
    """

    id: str
    title: str
    url: str
    beside: str = ""
    beside_label: str = ""
    beside_exact: str = ""
    beside_icon: str = "building-2"
    amount: str = ""
    amount_label: str = ""
    face: Face | None = None
    next: str = ""
    urgency: Literal["", "soon", "late"] = ""
    tags: tuple[Tag, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A stage: its cards, its sums as texts; `share` is the length of its bar in whole per cent."""

    id: str
    label: str
    cards: tuple[Card, ...]
    count: str = ""
    total: str = ""
    weighted: str = ""
    share: int = 0
    colour: Literal[1, 2, 3, 4, 5, 6] = 1
    more: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything a board shows. Moves are posted to `move_url` as card, column, before and version.

    Counts and sums come from `sums_url` after each move, and at once where the page does not hold them.
    """

    title: str
    columns: tuple[BoardColumn, ...]
    move_url: str = ""
    sums_url: str = ""
    is_counted: bool = True
    count: str = ""
    tabs: tuple[Tab, ...] = ()
    new_tab_url: str = ""
    chips: tuple[Chip, ...] = ()
    filter_url: str = ""
    menu: Menu | None = None
    buttons: tuple[MenuItem, ...] = field(default=())
    empty: Empty | None = None
    hint: str = ""
    past: str = ""
    travel: Travel | None = None
    bar: ViewBar | None = None
    sort: Chip | None = None
    orders: tuple[MenuItem, ...] = ()
    choices: tuple[ColumnChoice, ...] = ()
    columns_url: str = ""
