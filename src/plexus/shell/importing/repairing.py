"""The second pass of an import: references between rows of the same file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plexus.kernel.records.many import altering
from plexus.kernel.records.many.tally import BulkResult
from plexus.kernel.records.preparing import assigning
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import refusals
from plexus.shell.importing.chunks import Work
from plexus.shell.importing.verdicts import Row, Verdict


def set_references(work: Work, rows: Sequence[Row]) -> list[Row]:
    """Let records refer to others that came with them; gives the rows whose reference led nowhere."""
    by_id = {row.record_id: row for row in rows if row.record_id}
    known = {text: work.referrer.found(work.about, text) for row in rows for text in row.later.values()}

    def alter(record: Any) -> None:
        for name, text in by_id[record.pk].later.items():
            if known[text] is not None:
                assigning.assign(work.about, record, {name: known[text]})

    result = BulkResult()
    altering.alter_rows(work.actor, work.about, list(by_id), alter, work.now, result)
    refused = {each.record_id: each.errors for each in result.refused}
    for key, row in by_id.items():
        lost = [(name, text) for name, text in row.later.items() if known[text] is None]
        reasons = [FieldError(name, "no_parent", refusals.NO_PARENT, {"text": text}) for name, text in lost]
        if reasons or key in refused:
            row.reject(*reasons, *refused.get(key, ()), verdict=Verdict.INCOMPLETE)
    return [row for row in rows if row.verdict is Verdict.INCOMPLETE]
