"""`plexus import` of another system's file: which one it is, what would be lost, and whose it will be."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.records.acting import acting
from plexus.shell.importing import stocking
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue, losing, ordering, settling
from plexus.shell.importing.presets.losing import Loss
from plexus.shell.importing.presets.ordering import NONE
from plexus.shell.importing.presets.settling import Settled
from plexus.shell.importing.reading.tables import Table
from plexus.site.command.verb import Output

SHOWN = 12


def recognised(actor: Actor, order: Order, table: Table, asked: argparse.Namespace) -> Order:
    """The order by the preset that was asked for, or whose columns these are beyond doubt."""
    by_hand = order.mapping or not order.proposals
    with acting(actor):
        return ordering.chosen(actor, asked.preset or (NONE if by_hand else ""), table.headers, table.name, order)


def settle(
    actor: Actor, order: Order, table: Table, output: Output, making: Progress | None
) -> tuple[Settled, tuple[Loss, ...]]:
    """Settle the names of a file, tell what would be lost, and make the stages that were asked for if it is time to."""
    with acting(actor):
        known = settling.settled(actor, order, table)
    lost = losing.losses(table, known.order)
    for sentence in told(known.order, known, lost):
        output.say(sentence)
    if making is not None:
        stocking.make_stages(actor, known.order, table, tuple(known.stages), timezone.now(), making)
    return known, lost


def told(order: Order, known: Settled, lost: Iterable[Loss]) -> Iterator[str]:
    """What is to be known before anything is written."""
    kind = catalogue.kind_of(order.preset)
    yield _("Read as %(kind)s of %(system)s (another reading: --preset NAME, or --preset none).") % {
        "kind": kind.name, "system": catalogue.of(kind.preset).label,
    }  # fmt: skip
    found = list(lost)
    mattering = [each for each in found if each.why != "own"]
    if mattering:
        yield _("What no field takes, and would be left behind (a custom field of the same name would take it):")
    yield from map(_loss, mattering[:SHOWN])
    if len(mattering) > SHOWN:
        yield "  · " + _("and %(count)d other columns") % {"count": len(mattering) - SHOWN}
    if own := [each for each in found if each.why == "own"]:
        yield _("Left out because it means something there alone: %(columns)s.") % {
            "columns": ", ".join(each.column for each in own)
        }
    yield from _names(order, known)


def _loss(each: Loss) -> str:
    values = ngettext("%(count)s value", "%(count)s values", each.values) % {"count": f"{each.values:,}"}
    return f"  · {each.column}: {values}, {_(losing.WHY[each.why])} ({', '.join(each.examples)[:100]})"


def _names(order: Order, known: Settled) -> Iterator[str]:
    if known.owners:
        yield _(
            "Owners who are not here, so that their records become yours (--create-missing owner makes them): %(who)s."
        ) % {"who": _with_rows(known.owners)}
    if known.named:
        yield _("Stages by another name: %(pairs)s.") % {
            "pairs": ", ".join(f"{old} → {new}" for old, new in known.named.items())
        }
    if known.stages:
        made = "stage" in order.create_missing
        sentence = _("Stages that will be made: %(names)s.") if made else _(
            "Stages that are not here; their rows are kept back unless --create-missing stage makes them: %(names)s."
        )  # fmt: skip
        yield sentence % {"names": _with_rows(known.stages)}


def _with_rows(found: Mapping[str, int]) -> str:
    most = sorted(found.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{text} ({rows:,})" for text, rows in most[:SHOWN]) + ("…" if len(most) > SHOWN else "")
