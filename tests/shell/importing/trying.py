"""Importing rows as somebody of the cast, in the test's own transaction."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from tests.casting import NOW

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Unwatched
from plexus.shell.importing import running
from plexus.shell.importing.order import Order
from plexus.shell.importing.reading.tables import open_table
from plexus.shell.importing.running import Outcome
from plexus.shell.importing.sinks import Listed


def tried(
    actor: Actor, plural: str, rows: Sequence[Sequence[str]] | bytes, *, dry: bool = False, **asked: Any
) -> tuple[Outcome, Listed]:
    """What an import of rows, or of the bytes of a file, does, or would do."""
    content = rows if isinstance(rows, bytes) else _csv(rows)
    sink = Listed()
    studied = running.study(open_table(content, name="rows.csv"))
    return running.run(actor, Order(plural, **asked), studied, Unwatched(), sink, NOW, dry=dry), sink


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue().encode()
