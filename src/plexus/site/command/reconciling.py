"""The account after a vendor's file came in: every row has a verdict, every sum of money is the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import losing, settling
from plexus.shell.importing.presets.losing import Loss
from plexus.shell.importing.presets.settling import Settled
from plexus.shell.importing.presets.summing import Summed
from plexus.shell.importing.running import Outcome
from plexus.shell.importing.sinks import Listed


def agrees(sink: Listed, outcome: Outcome) -> bool:
    """Whether the rows are all accounted for, and no money was lost on the way."""
    sums = sink.told() if isinstance(sink, Summed) else []
    return outcome.rows == outcome.tally.total and all(each["in_file"] == each["in_plexus"] for each in sums)


def told(order: Order, known: Settled | None, lost: Sequence[Loss], sink: Listed, outcome: Outcome) -> dict[str, Any]:
    """The account as plain data."""
    return {
        "preset": order.preset,
        **(settling.as_json(known) if known else {}),
        "losses": losing.as_json(lost),
        "sums": sink.told() if isinstance(sink, Summed) else [],
        "reconciled": agrees(sink, outcome),
    }


def sentences(sink: Listed, outcome: Outcome) -> Iterator[str]:
    """The account in words."""
    for each in sink.told() if isinstance(sink, Summed) else ():
        same = each["in_file"] == each["in_plexus"]
        mark = _("the same in the file and here") if same else _("in the file %(sum)s") % {"sum": each["in_file"]}
        yield f"  {each['field']}: {each['in_plexus']:,} {each['currency']} ({mark})"
    if outcome.rows != outcome.tally.total:
        yield _("%(rows)d rows in the file, %(through)d accounted for.") % {
            "rows": outcome.rows, "through": outcome.tally.total,
        }  # fmt: skip
