"""What becomes, or would become, of each entry of a set-up."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from plexus.kernel.schema.field import Label
from plexus.kernel.values.refusals import FieldError
from plexus.shell.setup.comparing import Difference
from plexus.shell.setup.document import Key, place

Translate = Callable[[str], str]


def error_told(error: FieldError, translate: Translate) -> dict[str, str]:
    """An error as JSON."""
    return {"field": error.field, "code": error.code, "message": error.sentence(translate)}


class Verdict(StrEnum):
    """What becomes of an entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: what it is, what becomes of it, what differs, and why it is refused."""

    section: str
    label: Label
    key: Key
    title: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    reasons: tuple[FieldError, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands in the file."""
        return place(self.section, *self.key)

    def told(self, translate: Translate) -> dict[str, Any]:
        """The entry as JSON."""
        return {
            "section": self.section, "key": list(self.key), "name": self.title, "verdict": self.verdict.value,
            "changes": [{"field": each.name, "before": each.before, "after": each.after} for each in self.differences],
            "errors": [error_told(each, translate) for each in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """The entries in the order in which they are brought in; without a cause nothing was changed."""

    lines: tuple[Line, ...]
    cause_id: UUID | None = None
    dry_run: bool = False

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many entries there are of each verdict."""
        counted = Counter(line.verdict for line in self.lines)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def refused(self) -> tuple[Line, ...]:
        """The entries that cannot be brought in."""
        return tuple(line for line in self.lines if line.verdict is Verdict.REFUSED)

    @property
    def moves(self) -> bool:
        """Whether anything is made or changed."""
        return bool(self.counts[Verdict.CREATED] or self.counts[Verdict.CHANGED])

    def told(self, translate: Translate) -> dict[str, Any]:
        """The outcome as JSON."""
        return {
            "dry_run": self.dry_run, "cause": self.cause_id,
            "counts": {verdict.value: number for verdict, number in self.counts.items()},
            "entries": [line.told(translate) for line in self.lines],
        }  # fmt: skip

    @classmethod
    def of_told(cls, told: Mapping[str, Any], labels: Mapping[str, Label]) -> Self:
        """The outcome out of its JSON, in the language in which that was told."""
        return cls(tuple(_line(each, labels) for each in told["entries"]), dry_run=told["dry_run"])

    @property
    def digest(self) -> str:
        """What tells this outcome from any other."""
        told = [
            (line.section, line.key, line.verdict, [(each.name, each.before, each.after) for each in line.differences],
             [(each.field, each.code) for each in line.reasons])
            for line in self.lines
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _line(told: Mapping[str, Any], labels: Mapping[str, Label]) -> Line:
    # What was told is no template any more, whatever it says.
    reasons = (FieldError(each["field"], each["code"], each["message"].replace("%", "%%")) for each in told["errors"])
    changes = (Difference(each["field"], each["before"], each["after"]) for each in told["changes"])
    return Line(
        told["section"], labels.get(told["section"], told["section"]), tuple(told["key"]), told["name"],
        Verdict(told["verdict"]), tuple(changes), tuple(reasons),
    )  # fmt: skip
