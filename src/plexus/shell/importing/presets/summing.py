"""Whether what stands in the file is what stands in the database: money by field and currency, checked as it comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.importing.sinks import Listed
from plexus.shell.importing.verdicts import Row, Verdict

Sums = dict[tuple[str, str], Decimal]
IN = frozenset({Verdict.CREATED, Verdict.UPDATED, Verdict.UNCHANGED})


@dataclass
class Summed(Listed):
    """Rows as `Listed` keeps them, and sums of money: what the file says of what went in, and what is there."""

    actor: Actor | None = None
    plural: str = ""
    dry: bool = False
    said: Sums = field(default_factory=lambda: defaultdict(Decimal))
    held: Sums = field(default_factory=lambda: defaultdict(Decimal))

    def keep(self, rows: Sequence[Row]) -> None:
        """Note rows, and add up their money on both sides."""
        super().keep(rows)
        if self.actor and not self.dry:
            about = registry.of(self.actor.workspace_id).object(self.plural)
            for one in about.fields.values():
                if one.type.key == "money" and not one.computed and one.currency_column:
                    self._add(self.actor, about, one, [row for row in rows if row.verdict in IN])

    def _add(self, actor: Actor, about: Object, one: Field, rows: Sequence[Row]) -> None:
        paid = {
            row.record_id: row.values[one.name]
            for row in rows
            if row.record_id and row.values.get(one.name) is not None
        }
        for row in rows:
            if row.record_id in paid:
                value = paid[row.record_id]
                self.said[one.name, _stated(row, value, one) or actor.currency] += value.amount
        if paid:
            there = about.model._default_manager.filter(pk__in=list(paid), workspace_id=actor.workspace_id).order_by()
            for code, total in there.values_list(F(one.currency_column or "")).annotate(Sum(one.column)):
                self.held[one.name, code or actor.currency] += total or 0

    def told(self) -> list[dict[str, Any]]:
        """Each sum with both sides."""
        keys = sorted({*self.said, *self.held})
        return [
            {"field": name, "currency": code, "in_file": self.said[name, code], "in_plexus": self.held[name, code]}
            for name, code in keys
        ]


def _stated(row: Row, value: Any, one: Field) -> str:
    """The currency that the row says, in the cell itself or beside it."""
    return str(getattr(value, "currency", "") or row.values.get(one.currency_column or "") or "")
