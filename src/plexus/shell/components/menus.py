"""Menus and the buttons of a page's head."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of a menu or a button: a link, or with `method="post"` a form; `dialog` loads it into the dialog.

    A button that is pressed `seldom` stands in the menu where there is no room for it.
    """

    label: str
    url: str
    icon: str = ""
    method: Literal["get", "post"] = "get"
    dialog: bool = False
    danger: bool = False
    main: bool = False
    key: str = ""
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A button that opens a list of entries; `name` is unique on the page."""

    name: str
    label: str
    items: tuple[MenuItem, ...]
    icon: str = "ellipsis"
    bare_label: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view or a section; `count` is already a text."""

    label: str
    url: str
    current: bool = False
    count: str = ""
