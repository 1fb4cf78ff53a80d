"""A layout: which fields of an object stand where on form, record page and list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plexus.kernel.schema.field import Label


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields, by name and in order; a collapsed one is opened by whoever wants it."""

    label: Label
    fields: tuple[str, ...]
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of related records: which, which of their fields it shows, and whether it is shown at all."""

    name: str
    fields: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that a layout says; `own` is that of one role, which shows what it names and nothing else.

    The one for everybody else shows what it names nowhere at its end, so that a new field is there at once.
    """

    sections: tuple[Section, ...] = ()
    hidden: frozenset[str] = frozenset()
    related: tuple[Listed, ...] = ()
    columns: tuple[str, ...] = ()
    own: bool = False

    def placed(self, usual: Iterable[str], known: Collection[str]) -> tuple[Section, ...]:
        """The sections with the fields that are known; `usual` are the fields that the object shows of itself."""
        named = {name for section in self.sections for name in section.fields} | self.hidden
        rest = () if self.own else tuple(name for name in usual if name in known and name not in named)
        sections = [Section(each.label, _known(each.fields, known), each.collapsed) for each in self.sections]
        if rest and sections and not sections[-1].collapsed:
            last = sections[-1]
            sections[-1] = Section(last.label, (*last.fields, *rest), last.collapsed)
        elif rest:
            sections.append(Section("", rest))
        return tuple(each for each in sections if each.fields)


def _known(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


def layout_made(parts: Mapping[str, Any], labelled: Any, *, own: bool) -> Layout:
    """The layout that a document describes; `labelled` makes one label of two languages."""
    return Layout(
        sections=tuple(_sections(parts.get("sections") or (), labelled)),
        hidden=frozenset(parts.get("hidden") or ()),
        related=tuple(
            Listed(each["list"], tuple(each.get("fields") or ()), bool(each.get("hidden")))
            for each in parts.get("related") or ()
        ),
        columns=tuple(parts.get("columns") or ()),
        own=own,
    )


def _sections(given: Iterable[Mapping[str, Any]], labelled: Any) -> Iterator[Section]:
    for each in given:
        label = labelled(each.get("label_en") or "", each.get("label_zh") or "")
        yield Section(label, tuple(each.get("fields") or ()), bool(each.get("collapsed")))
