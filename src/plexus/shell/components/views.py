"""What a list says of its view: the layouts it can take, what was changed and not saved, what was left out."""

from dataclasses import dataclass

from plexus.shell.components.menus import Menu, MenuItem


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of a menu under a title."""

    label: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class ViewBar:
    """The layout menu, the view's own menu, and the notice of unsaved changes; empty addresses offer nothing.

    `worth_keeping` says that the list shows something of its own while no view is open.
    """

    layout: str
    layout_icon: str
    sections: tuple[Section, ...] = ()
    menu: Menu | None = None
    changed: bool = False
    save_url: str = ""
    save_as_url: str = ""
    reset_url: str = ""
    notices: tuple[str, ...] = ()
    worth_keeping: bool = False
