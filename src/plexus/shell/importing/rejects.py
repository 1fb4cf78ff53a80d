"""The file of what was kept back: the original columns and, beside them, why. Put right, it is imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from django.utils.translation import gettext

from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.exporting import cells
from plexus.shell.importing.cells import text_of
from plexus.shell.importing.columns import ERRORS_HEADER
from plexus.shell.importing.presets.catalogue import MARK


def reason_text(about: Object, reasons: Sequence[FieldError]) -> str:
    """Every reason of a row in the active language, each after the column or field that it is about."""
    return " ".join(_with_name(about, each) for each in reasons)


def _with_name(about: Object, reason: FieldError) -> str:
    name = reason.field.removeprefix(MARK).partition(".")[0] if reason.field.startswith(MARK) else reason.field
    label = str(about.fields[name].label) if name in about.fields else name
    return (gettext("%(field)s: ") % {"field": label} if label else "") + reason.sentence(gettext)


def lines(headers: Sequence[str], rows: Iterable[tuple[Sequence[Any], str]]) -> Iterator[str]:
    """CSV lines with a byte order mark, so that spreadsheets read it; formulas are guarded.

    Cells beyond the header stand behind the reason, where no column is: such a row is kept back again until somebody
    puts them where they belong.
    """
    own = [at for at, header in enumerate(headers) if not header.startswith(MARK)]
    yield "\ufeff" + _line([*(headers[at] for at in own), ERRORS_HEADER])
    for row, reason in rows:
        yield _line([*(text_of(row[at]) for at in own), reason, *map(text_of, row[len(headers) :])])


def _line(values: Sequence[str]) -> str:
    held = StringIO()
    csv.writer(held).writerow([cells.guarded(each) for each in values])
    return held.getvalue()
