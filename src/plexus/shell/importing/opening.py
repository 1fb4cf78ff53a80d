"""Opening the file of an import as its order says."""

from __future__ import annotations

from pathlib import Path

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets.translating import translated
from plexus.shell.importing.reading.tables import Table, open_table


class FileGone(Refusal):
    """The file is no longer kept."""

    message = _("The file %(name)s is no longer kept. Upload it again.")


def opened(path: Path, name: str, order: Order) -> Table:
    """The table in a file; raises what is wrong with it, or `FileGone`."""
    if not path.is_file():
        raise FileGone(name=name)
    table = open_table(
        path, name=name, encoding=order.encoding, delimiter=order.delimiter, sheet=order.sheet,
        header_row=order.header_row,
    )  # fmt: skip
    return translated(table, order.preset) if order.preset else table
