"""What this app puts on the page of a deal: to win, lose or reopen it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plexus.crm.sales.models import Outcome
from plexus.kernel.schema.object import Object
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import actions
from plexus.shell.web.visit import Visit


def buttons(visit: Visit, about: Object, values: Mapping[str, Any]) -> Sequence[MenuItem]:
    """The ways on from where the deal stands."""
    if about.plural != "deals":
        return ()
    keys = ("win", "lose") if values.get("outcome") == Outcome.OPEN else ("reopen",)
    made = (actions.button(visit, about, values["id"], key, main=key == "win") for key in keys)
    return tuple(each for each in made if each)
