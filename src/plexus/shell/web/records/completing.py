"""The small meter on a record's page: how complete it is, and the way to each field that it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.schema.completing import MISSING, SHARE, tone_of
from plexus.kernel.schema.object import Object
from plexus.shell.components.marks import Tone
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Meter
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit


def meter(visit: Visit, about: Object, values: Mapping[str, Any], *, changeable: bool) -> Meter | None:
    """The meter of a record whose values were read; none where nothing counts that the reader may see."""
    known = readable_fields(visit.actor, about)
    share = values.get(SHARE)
    if share is None or SHARE not in known:
        return None
    missing = values.get(MISSING) or () if MISSING in known else ()
    url = f"/{about.plural}/{values['id']}"
    return Meter(
        int(share), presenter_of(known[SHARE]).text(share, known[SHARE], visit), cast("Tone", tone_of(int(share))),
        tuple(_item(visit, about, name, url, changeable=changeable) for name in missing if name in known),
    )  # fmt: skip


def _item(visit: Visit, about: Object, name: str, url: str, *, changeable: bool) -> MenuItem:
    """A missing field, which leads to the form where the page itself cannot change it."""
    one = about.fields[name]
    may = changeable and may_write(visit.actor, about, one)
    return MenuItem(
        str(one.label), f"{url}/edit#f-{name}" if may else url, icon=name, dialog=may, key=one.alias_of or name
    )
