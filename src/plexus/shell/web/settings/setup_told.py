"""What would become of a set-up, in words: part by part, what is new and what would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.schema import registry
from plexus.shell.setup import catalogue
from plexus.shell.setup.comparing import Difference
from plexus.shell.setup.outcome import Line, Outcome, Verdict
from plexus.shell.web.presenting import documents

TONES = {Verdict.CREATED: "good", Verdict.CHANGED: "info", Verdict.UNCHANGED: "", Verdict.REFUSED: "bad"}


@dataclass(frozen=True, slots=True)
class Told:
    """A property with what it was and would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry: what it is called, its place, what becomes of it, the differences and the reasons."""

    title: str
    key: str
    verdict: str
    tone: str
    told: tuple[Told, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one part: those of which something becomes, and the names of the others."""

    label: str
    lines: tuple[Shown, ...]
    unchanged: tuple[str, ...]


def label_of(name: str) -> str:
    """What people call a part."""
    section = catalogue.find(name)
    return capfirst(str(section.label)) if section else name


def marks(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """How many entries there are of each verdict, with the tone of it."""
    counts = outcome.counts
    said = {
        Verdict.CREATED: ngettext("%(count)d new", "%(count)d new", counts[Verdict.CREATED]),
        Verdict.CHANGED: ngettext("%(count)d would change", "%(count)d would change", counts[Verdict.CHANGED]),
        Verdict.UNCHANGED: ngettext("%(count)d unchanged", "%(count)d unchanged", counts[Verdict.UNCHANGED]),
        Verdict.REFUSED: ngettext("%(count)d refused", "%(count)d refused", counts[Verdict.REFUSED]),
    }
    return tuple(
        (text % {"count": counts[verdict]}, TONES[verdict]) for verdict, text in said.items() if counts[verdict]
    )


def groups(outcome: Outcome) -> tuple[Group, ...]:
    """The parts of which the file says something."""
    return tuple(_group(name, list(lines)) for name, lines in groupby(outcome.lines, key=lambda line: line.section))


def _group(name: str, lines: list[Line]) -> Group:
    shown = tuple(_shown(line) for line in lines if line.verdict is not Verdict.UNCHANGED)
    same = tuple(line.title for line in lines if line.verdict is Verdict.UNCHANGED)
    return Group(label_of(name), shown, same)


def _shown(line: Line) -> Shown:
    words = {Verdict.CREATED: _("new"), Verdict.CHANGED: _("would change"), Verdict.REFUSED: _("refused")}
    told = tuple(_told(line.section, each) for each in line.differences)
    return Shown(
        line.title, " › ".join(line.key), words[line.verdict], TONES[line.verdict], told, tuple(_reasons(line))
    )  # fmt: skip


def _reasons(line: Line) -> Iterator[str]:
    for each in line.reasons:
        yield f"{_name(line.section, each.field)}: {each.sentence(_)}" if each.field else each.sentence(_)


def _told(section: str, one: Difference) -> Told:
    return Told(_name(section, one.name), *documents.told_apart(one.before, one.after))


def _name(section: str, name: str) -> str:
    """A property in words as far as there are any, with the part of it that is meant."""
    first, _dot, rest = name.partition(".")
    about = registry.standard().objects.get(section)
    field = about.fields.get(first) if about else None
    label = str(field.label) if field else _own(section, first)
    return f"{label} › {documents.part_name(rest)}" if rest else label


def _own(section: str, name: str) -> str:
    """Properties that are no fields."""
    known = {
        "retired": _("Retired"), "grants": _("Rights"), "fields": _("Field rights"), "currency": _("Currency"),
        "language": _("Language"), "time_zone": _("Time zone"), "country": _("Country"),
    }  # fmt: skip
    return known.get(name, name)
