"""An import in words: what was detected of the file, and which column goes where and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.importing.columns import Column, Plan, spelling
from plexus.shell.importing.order import Order
from plexus.shell.importing.reading.profiling import ColumnProfile, day_example
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Format
from plexus.shell.importing.running import Study
from plexus.shell.importing.verdicts import Verdict

LABELS = {
    Verdict.CREATED: N_("created"),
    Verdict.UPDATED: N_("updated"),
    Verdict.UNCHANGED: N_("unchanged"),
    Verdict.DUPLICATE: N_("kept back: the same keys twice in the file"),
    Verdict.REJECTED: N_("kept back: rejected"),
    Verdict.INCOMPLETE: N_("of these without a reference within the file"),
}
REASONS = {
    "asked": N_("as asked"),
    "exact": N_("same name"),
    "synonym": N_("known name"),
    "similar": N_("similar name"),
    "content": N_("by its content"),
}


def described(actor: Actor, order: Order, studied: Study, plan: Plan) -> dict[str, Any]:
    """The format of the file, and every column with its fields."""
    columns = [_column(actor, order, column, studied.profiles[column.index]) for column, _reader in plan.columns]
    left_out = [
        {"column": header, "field": None, "reason": None, "note": gettext("left out")} for header in plan.left_out
    ]
    return {"format": format_text(studied.table.format), "columns": columns + left_out}


def format_text(found: Format) -> str:
    """The format of a file in a few words."""
    if found.kind is Kind.VCARD:
        return "vCard"
    if found.kind is not Kind.CSV:
        return f"{found.kind.value.upper()}, {found.sheet}" if found.sheet else found.kind.value.upper()
    delimiters = {",": gettext("comma"), ";": gettext("semicolon"), "\t": gettext("tab"), "|": gettext("bar")}
    delimiter = found.dialect.delimiter if found.dialect else ","
    encoding = found.encoding.name.upper() if found.encoding else ""
    return f"CSV, {encoding}, {delimiters.get(delimiter, delimiter)}"


def _column(actor: Actor, order: Order, column: Column, profile: ColumnProfile) -> dict[str, Any]:
    notes = [gettext(REASONS[column.reason]), *_spelled(actor, order, column, profile)]
    return {
        "column": column.header, "field": column.to.path, "reason": column.reason, "score": column.score,
        "note": "; ".join(notes),
    }  # fmt: skip


def _spelled(actor: Actor, order: Order, column: Column, profile: ColumnProfile) -> Iterator[str]:
    """How days are read, with an example, and whether they might be read otherwise."""
    if column.to.field.type.key not in {"date", "date_time"}:
        return
    if example := day_example(profile, spelling(actor, order, column, profile)):
        yield gettext("%(pattern)s: %(text)s is %(day)s") % dict(zip(("pattern", "text", "day"), example, strict=True))
    look = profile.look("date") or profile.look("datetime")
    if look and look.ambiguous and column.header not in order.day_orders:
        others = ", ".join(each.pattern for each in look.alternatives)
        yield gettext("could also be %(others)s") % {"others": others}
