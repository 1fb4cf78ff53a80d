"""The frame around every page: rail, bar, bottom bar, menus of the bar."""

from dataclasses import dataclass, field

from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the rail or the bottom bar; `count` is already a text."""

    label: str
    url: str
    icon: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A department of the rail. `key` names it for remembering what is folded; no label means never folded."""

    key: str
    label: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The person who is signed in, and what their menu offers."""

    face: Face
    name: str
    mail: str
    items: tuple[MenuItem, ...] = ()
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the frame shows; a page is rendered with `frame` in its context.

    `who` tells the browser whose tab it is: what forms keep in it is found again by nobody else.
    """

    groups: tuple[NavGroup, ...]
    bottom: tuple[NavItem, ...]
    account: Account
    new: tuple[MenuItem, ...] = ()
    home_url: str = "/"
    palette_url: str = "/search/palette"
    language_url: str = "/language"
    notifications_url: str = ""
    unread: str = ""
    workspace: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Travel:
    """What sends a page to a moment: the moment shown, the latest there is, what goes along, and the way back.

    `often` are the moments that people ask for most.
    """

    as_of: str
    latest: str
    kept: tuple[tuple[str, str], ...] = ()
    back_url: str = ""
    often: tuple[MenuItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a person wants to see things, read from cookies before the page is drawn, so nothing flashes."""

    theme: str = "system"
    rail: str = "wide"
    density: str = "comfortable"
    folded: frozenset[str] = field(default_factory=frozenset)
