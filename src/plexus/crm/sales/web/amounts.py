"""How sums of several currencies are told."""

from __future__ import annotations

from plexus.crm.sales.queries.sums import Sums
from plexus.shell.components.formats import money_text
from plexus.shell.web.visit import Visit


def sums_text(visit: Visit, sums: Sums) -> str:
    """One amount for each currency; unlike ones are never added up."""
    return " · ".join(money_text(each, code, locale=visit.locale, compact=True) for code, each in sums.items())
