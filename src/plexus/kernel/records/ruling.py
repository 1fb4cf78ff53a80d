"""The rules that a workspace made for its records: the same for one record, for many, and for a file.

Rules look as the company, not as the person who saves: what is refused does not depend on who may see what.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from plexus.kernel.expressions.checked import Checked, Reading, Step, readings
from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.expressions.kinds import Kind
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema
from plexus.kernel.schema.rule import Rule
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

log = logging.getLogger(__name__)
# The words are the workspace's own, in both languages.
SAID = _("%(said)s")
KEPT = 500


class Reach:
    """The records that rules read beside a record itself, each fetched once; `load` fetches those of many rows."""

    def __init__(self, workspace_id: UUID) -> None:
        self._workspace_id = workspace_id
        self._found: dict[tuple[str, UUID], Any] = {}

    def load(self, about: Object, rows: Sequence[Any]) -> None:
        """Fetch for many rows at once, one statement for each step that a rule takes."""
        for steps in {each.steps for each in _readings(about, self._workspace_id)}:
            holders: Iterable[Any] = rows
            for step in steps:
                keys = {key for key in (_key(step.reference, each) for each in holders) if key}
                self._fetch(step.target, keys)
                holders = [found for key in keys if (found := self._found.get((step.target.plural, key)))]

    def at(self, row: Any, steps: Sequence[Step]) -> Any:
        """The record at the end of some steps from a row; nothing where one leads nowhere."""
        for step in steps:
            key = _key(step.reference, row) if row is not None else None
            if key is None:
                return None
            self._fetch(step.target, {key})
            row = self._found[step.target.plural, key]
        return row

    def _fetch(self, target: Object, keys: Iterable[UUID]) -> None:
        new = [key for key in keys if (target.plural, key) not in self._found]
        if new:
            rows = target.rows(self._workspace_id).in_bulk(new)
            self._found |= {(target.plural, key): rows.get(key) for key in new}


def _key(reference: Field, row: Any) -> UUID | None:
    held = row.custom.get(reference.name) if reference.custom else getattr(row, reference.column)
    return UUID(held) if isinstance(held, str) else held


def broken(about: Object, row: Any, moment: Moment, reach: Reach | None = None) -> list[FieldError]:
    """What each rule that a record breaks says of it."""
    return list(_broken(about, row, moment, reach or Reach(row.workspace_id))) if about.rules else []


def broken_by_row(about: Object, rows: Sequence[Any], moment: Moment) -> dict[UUID, list[FieldError]]:
    """The same of many rows of one workspace, by the keys of those that break a rule."""
    if not about.rules or not rows:
        return {}
    reach = Reach(rows[0].workspace_id)
    reach.load(about, rows)
    found = {row.pk: list(_broken(about, row, moment, reach)) for row in rows}
    return {key: errors for key, errors in found.items() if errors}


def _broken(about: Object, row: Any, moment: Moment, reach: Reach) -> Iterator[FieldError]:
    reading = _reader(row, reach)
    for rule, checked in _checked(about, registry.of(row.workspace_id)):
        if evaluate(checked, reading, moment):
            yield FieldError(rule.field, "rule", SAID, {"said": rule.message, "rule": rule.key})


def _reader(row: Any, reach: Reach) -> Callable[[Reading], Any]:
    def read(part: Reading) -> Any:
        holder = reach.at(row, part.steps) if part.steps else row
        return None if holder is None else part.field.read(_Row(holder, part.field))

    return read


class _Row(Mapping[str, Any]):
    """A row in memory as one that was fetched."""

    def __init__(self, row: Any, field: Field) -> None:
        self._row, self._field = row, field

    def __getitem__(self, name: str) -> Any:
        title = f"{self._field.name}_title"
        return None if name == title else getattr(self._row, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._field.columns)

    def __len__(self) -> int:
        return len(self._field.columns)


def _readings(about: Object, workspace_id: UUID) -> list[Reading]:
    return [each for _rule, checked in _checked(about, registry.of(workspace_id)) for each in readings(checked)]


@lru_cache(maxsize=KEPT)
def _checked(about: Object, schema: Schema) -> tuple[tuple[Rule, Checked], ...]:
    """The rules of an object, read once; one that a later change of fields broke refuses nothing, and is logged."""
    found = []
    for rule in about.rules:
        try:
            found.append((rule, check(rule.refuse_when, about, schema, wanted=Kind.YES_NO)))
        except Refusal as refusal:
            log.warning("the rule %s of %s is not asked: %s", rule.key, about.plural, refusal.sentence())
    return tuple(found)
