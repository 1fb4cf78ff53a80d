"""Making the stages that a vendor's file needs before its deals come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress, Unwatched
from plexus.kernel.records.acting import acting
from plexus.shell.importing import running
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue, settling, stages
from plexus.shell.importing.reading.tables import Table
from plexus.shell.importing.sinks import Listed


def make_stages(
    actor: Actor, order: Order, table: Table, missing: Sequence[str], now: datetime, progress: Progress | None = None
) -> None:
    """Make missing stages if the order asks for them: in the first pipeline where the file names none.

    They come under a cause of their own, or under that of the progress.
    """
    if "stage" not in order.create_missing or not missing:
        return
    with acting(actor):
        first = settling.first_pipeline(actor) or catalogue.of(order.preset.partition(":")[0]).label
        here = settling.standing(actor)
    made = stages.stages_of(table, order, missing, first, here)
    if made is not None:
        asked, studied = stages.order_for_stages(), running.study(made)
        running.run(actor, asked, studied, progress or Unwatched(), Listed(), now)
