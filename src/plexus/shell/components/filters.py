"""The filter builder: groups of rows, each with a field, an operator and a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

from plexus.shell.components.forms import Combo, Control


@dataclass(frozen=True, slots=True)
class Value:
    """What a row compares with."""

    kind: Literal["", "controls", "ticks", "combo"] = ""
    controls: tuple[Control, ...] = ()
    combo: Combo | None = None
    between: bool = False

    @property
    def entry(self) -> Control | Combo | None:
        """Where a person mends it: the first box to type in, else the first control."""
        typed = (each for each in self.controls if each.kind == "input")
        return self.combo or next(typed, None) or next(iter(self.controls), None)

    def with_errors(self, errors: tuple[str, ...]) -> Self:
        """The same, with its entry marked as what is wrong."""
        if not errors:
            return self
        entry = self.entry
        marked = tuple(replace(each, errors=errors) if each is entry else each for each in self.controls)
        combo = replace(self.combo, errors=errors, described_by=f"{self.combo.id}-error") if self.combo else None
        return replace(self, controls=marked, combo=combo)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its field or list, and how that is compared; `was` is the choice that it was drawn for."""

    key: str
    word: str
    label: str
    pick: Combo
    was: str
    value: Value
    operator: Control | None = None
    test: Control | None = None
    tested: str = ""
    figure: Control | None = None
    errors: tuple[str, ...] = ()
    where: Group | None = None
    off_label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts joined by one word; the outermost has no word before it."""

    key: str
    word: str
    label: str
    join: Control
    parts: tuple[Row | Group, ...]
    nested: bool = False
    deep: bool = False
    related: str = ""

    @property
    def is_group(self) -> bool:
        """Told from a row by templates."""
        return True


@dataclass(frozen=True, slots=True)
class Told:
    """A filter so far: its sentence, how many fit, what is left out, and its JSON for the address."""

    sentence: str = ""
    count: str = ""
    left_out: str = ""
    filter: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Builder:
    """The dialog: rows, or the text of the filter where it is edited as text."""

    title: str
    action: str
    build_url: str
    list: str
    told: Told
    save_label: str
    group: Group | None = None
    text: str = ""
    note: str = ""
    keepable: bool = True
