"""The list kept by hand to which what comes in is added: made anew, changed, or found as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from plexus.kernel.identity.actor import Actor
from plexus.kernel.lists.actions import listing
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.order import Order
from plexus.shell.importing.verdicts import Row, Verdict

LONGEST = 200
NO_LIST = _("%(object)s are put on no list kept by hand, or your role does not allow it.")
TOO_LONG = _("The name of a list has at most %(most)s characters.")
CAME = frozenset({Verdict.CREATED, Verdict.UPDATED, Verdict.UNCHANGED})


def faults(actor: Actor, about: Object, order: Order) -> Iterator[FieldError]:
    """What keeps rows from the list that is asked for."""
    if not order.onto:
        return
    if not listing.may_be_listed(actor, about):
        yield FieldError("list", "no_list", NO_LIST, {"object": str(about.label_plural)})
    if len(order.onto) > LONGEST:
        yield FieldError("list", "max_length", TOO_LONG, {"most": LONGEST})


def add(actor: Actor, about: Object, name: str, rows: Sequence[Row], now: datetime) -> None:
    """Put the records of rows that are in onto the list, under the cause that is open."""
    ids = list(dict.fromkeys(row.record_id for row in rows if row.record_id and row.verdict in CAME))
    if name and ids:
        listing.put_on_named(actor=actor, about=about, ids=ids, name=name, now=now)
