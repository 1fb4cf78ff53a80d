"""What can be done with many records at once."""

from __future__ import annotations

from django.utils.translation import gettext

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.schema.object import Object
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.visit import Visit


def offered(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    """The bulk commands of an object for an actor."""
    url = f"/{about.plural}/bulk"
    items = []
    if level(visit.actor, about, Verb.UPDATE) is not Level.NONE:
        items.append(MenuItem(gettext("Change a field"), f"{url}/change", "pencil", dialog=True))
    if level(visit.actor, about, Verb.DELETE) is not Level.NONE:
        items.append(MenuItem(gettext("Delete"), f"{url}/delete", "trash-2", danger=True))
    return tuple(items)
