"""The parts that a set-up has, in the order in which they are brought in."""

from __future__ import annotations

from plexus.shell.setup.section import Section

_sections: dict[str, Section] = {}


def add(section: Section) -> None:
    """Make a part of every set-up; called while apps load."""
    _sections[section.name] = section


def sections() -> tuple[Section, ...]:
    """Every part, those first that others build on."""
    return tuple(sorted(_sections.values(), key=lambda each: (each.rank, each.name)))


def find(name: str) -> Section | None:
    """The part of this name."""
    return _sections.get(name)
