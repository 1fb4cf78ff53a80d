"""What this app puts on record pages: to win, lose or reopen a deal, and what a customer's deals are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from plexus.crm.sales.models import Outcome
from plexus.crm.sales.queries.sums import ZERO, Sums
from plexus.crm.sales.queries.worth import Worth, worth
from plexus.crm.sales.web.amounts import sums_text
from plexus.kernel.schema.object import Object
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Panel, Reason
from plexus.shell.web.commands import actions
from plexus.shell.web.visit import Visit

REFERRED_BY = {"accounts": "account", "contacts": "contact"}


def buttons(visit: Visit, about: Object, values: Mapping[str, Any]) -> Sequence[MenuItem]:
    """The ways on from where the deal stands."""
    if about.plural != "deals":
        return ()
    keys = ("win", "lose") if values.get("outcome") == Outcome.OPEN else ("reopen",)
    made = (actions.button(visit, about, values["id"], key, main=key == "win") for key in keys)
    return tuple(each for each in made if each)


def panels(visit: Visit, about: Object, values: Mapping[str, Any]) -> Sequence[Panel]:
    """What is open with a customer, and how the deals before it ended."""
    field = REFERRED_BY.get(about.plural)
    found = worth(actor=visit.actor, field=field, record_id=values["id"]) if field else None
    return (_worth(visit, found),) if found else ()


def _worth(visit: Visit, found: Worth) -> Panel:
    def money(sums: Sums) -> str:
        return sums_text(visit, sums or {visit.actor.currency: ZERO})

    closed = found.won + found.lost
    rate = number_text(found.won * 100 / closed, locale=visit.locale, places=0) if closed else ""
    won = ngettext("%(count)d won", "%(count)d won", found.won) % {"count": found.won}
    lost = ngettext("%(count)d lost", "%(count)d lost", found.lost) % {"count": found.lost}
    open_deals = ngettext("%(count)d open deal", "%(count)d open deals", found.open) % {"count": found.open}
    value = "" if found.won_value is None else money(found.won_value)
    reasons = [Reason(won, value, worse=False)] if found.won else []
    reasons += [Reason(lost, "", worse=True)] if found.lost else []
    return Panel(
        gettext("In the pipeline"),
        note=gettext("win rate %(rate)s%%") % {"rate": rate} if rate else "",
        figure=open_deals if found.open_value is None else money(found.open_value),
        figure_note="" if found.open_value is None else open_deals,
        reasons=tuple(reasons),
    )
