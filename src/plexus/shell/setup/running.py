"""One way through a set-up: every entry tried in a savepoint, and again once what it builds on is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import DataError, transaction

from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.workspaces.scope import forget_version
from plexus.shell.setup import catalogue, refusals
from plexus.shell.setup.comparing import Difference, differences
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.outcome import Line, Verdict
from plexus.shell.setup.section import Held, Scope, Section, is_of
from plexus.shell.setup.sections.roles import same_roles

At = tuple[str, Key]
SENTENCES = {
    "text": refusals.TEXT, "flag": refusals.FLAG, "whole": refusals.WHOLE, "list": refusals.LIST,
    "object": refusals.OBJECT,
}  # fmt: skip


Told = Callable[[int], object]


def silent(number: int) -> None:
    """Nobody listens."""


class Malformed(Refusal):
    """An entry has properties that are not its own, or of the wrong kind."""


@dataclass
class Step:
    """One entry on its way."""

    section: Section
    key: Key
    entry: Entry
    verdict: Verdict | None = None
    differences: tuple[Difference, ...] = ()
    reasons: tuple[FieldError, ...] = ()
    retiring: UUID | None = None

    @property
    def at(self) -> At:
        """Which entry."""
        return self.section.name, self.key

    def line(self) -> Line:
        """What became of it."""
        return Line(
            self.section.name, self.section.label, self.key, self.section.title(self.key, self.entry),
            self.verdict or Verdict.REFUSED, self.differences, self.reasons,
        )  # fmt: skip


class Run:
    """Brings the entries of a set-up in within the open transaction, without those that are left out."""

    def __init__(
        self, scope: Scope, held: Mapping[str, Mapping[Key, Held]], without: Collection[At] = (), told: Told = silent
    ) -> None:
        self._scope, self._held, self._told = scope, held, told
        scope.role_keys = same_roles(scope.document, held["roles"])
        entries = (
            Step(section, key, entry)
            for section in catalogue.sections()
            for key, entry in scope.document.entries(section.name).items()
        )
        self._steps = sorted((each for each in entries if each.at not in without), key=_order)

    def through(self) -> tuple[Step, ...]:
        """Go on for as long as something moves: entries first, then what is to be retired, then again."""
        while self._pass() or self._retire():
            pass
        return tuple(self._steps)

    def _pass(self) -> bool:
        waiting = [step for step in self._steps if step.verdict is None]
        moved = [self._tried(step, self._bring) for step in waiting]
        return any(moved)

    def _retire(self) -> bool:
        waiting = [step for step in self._steps if step.retiring]
        moved = [self._tried(step, self._put_away) for step in waiting]
        return any(moved)

    def _tried(self, step: Step, act: Callable[[Step], None]) -> bool:
        """Whether it worked out; otherwise the step remembers why not, and nothing of it is left."""
        try:
            with transaction.atomic():
                act(step)
        except Refusal as refusal:
            step.reasons = tuple(refusal.fields) or (FieldError("", refusal.code, refusal.message, refusal.params),)
        except DataError:
            step.reasons = (FieldError("", "out_of_range", refusals.OUT_OF_RANGE),)
        else:
            step.reasons = ()
        self._told(1)
        if step.section.shapes or step.reasons:
            forget_version()
        return not step.reasons

    def _bring(self, step: Step) -> None:
        section, scope = step.section, self._scope
        _must_be_well_formed(step, scope)
        known = self._held[section.name]
        key = section.aligned(step.key, step.entry, known, scope)
        held = known.get(key)
        wanted = section.wanted(step.entry, held, scope)
        found = differences(held.entry if held else {}, wanted)
        retired = wanted.pop("retired", None) if section.retires else None
        was_retired = bool(held and held.entry.get("retired"))
        row_id = self._kept(section, key, held, wanted, found)
        if held and row_id and was_retired and retired is False:
            section.reinstate(row_id, scope)
        step.retiring = row_id if retired and not was_retired else None
        step.differences = found if held else ()
        step.verdict = (Verdict.CHANGED if found else Verdict.UNCHANGED) if held else Verdict.CREATED

    def _kept(
        self, section: Section, key: Key, held: Held | None, wanted: Entry, found: tuple[Difference, ...]
    ) -> UUID | None:
        names = {each.name.partition(".")[0] for each in found}
        values = wanted if held is None else {name: value for name, value in wanted.items() if name in names}
        if held is None or values:
            return section.keep(key, values, held, self._scope)
        return held.row_id

    def _put_away(self, step: Step) -> None:
        if step.retiring:
            step.section.retire(step.retiring, self._scope)
        step.retiring = None


def _order(step: Step) -> tuple[int, str, bool, bool, Key]:
    """What is retired first, so that its name is free for what came after it; what is calculated last."""
    calculated = step.entry.get("type") in ("formula", "rollup")
    return step.section.rank, step.section.name, calculated, not step.entry.get("retired"), step.key


def _must_be_well_formed(step: Step, scope: Scope) -> None:
    known = step.section.known(scope)
    errors = []
    for name, value in step.entry.items():
        kind = known.get(name)
        if kind is None:
            params = {"name": name[:80], "allowed": ", ".join(known)}
            errors.append(FieldError(name[:80], "unknown_property", refusals.UNKNOWN_PROPERTY, params))
        elif kind and not is_of(kind, value):
            errors.append(FieldError(name, "wrong_kind", refusals.WRONG_KIND, {"kind": SENTENCES[kind]}))
    if errors:
        raise Malformed(fields=errors)
