"""One column of the file as the page shows it: its fields, why, how days are read, what is read otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, ngettext

from plexus.kernel.schema.field import Field
from plexus.shell.components.forms import Control, Option
from plexus.shell.importing import describing, hinting
from plexus.shell.importing.cells import Reader
from plexus.shell.importing.columns import Column, spelling
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.reading import days
from plexus.shell.importing.reading.profiling import day_example
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.web.imports.asked import BLANK
from plexus.shell.web.imports.fresh import NEW, Fresh, controls, may_make
from plexus.shell.web.imports.opened import Opened
from plexus.shell.web.visit import Visit

EXAMPLES = 3
FEW = 12
CHOSEN = frozenset({"choice", "yes_no"})
FREE = frozenset({"text", "long_text", "reference", "tags", "choices"})


@dataclass(frozen=True)
class Pair:
    """A text of the file and the control that says what to read instead; `strange` when no choice bears it."""

    name: str
    text: str
    new: Control
    old: Control | None = None
    strange: bool = False


@dataclass(frozen=True)
class Line:
    """One column: what it holds, the field that it fills, a second one, and why; days and texts where they matter."""

    header: str
    examples: tuple[str, ...]
    field: Control
    also: Control
    note: str
    days: Control | None = None
    pairs: tuple[Pair, ...] = ()
    pairs_label: str = ""
    fresh: tuple[Control, ...] = ()

    @property
    def strange(self) -> bool:
        """Whether a text needs a decision."""
        return any(pair.strange for pair in self.pairs)


def lines_of(
    visit: Visit, found: Opened, columns: Sequence[Column], fresh: Mapping[int, Fresh] | None = None
) -> Iterator[Line]:
    """Every column in the order of the file; `fresh` are fields that are to be made for some."""
    by_place: dict[int, list[Column]] = {}
    for column in columns:
        by_place.setdefault(column.index, []).append(column)
    why = found.proposed()
    paths = [(path, path_label(found.known, path)) for path in found.known.paths()]
    first = [(NEW, gettext("New field…")), *paths] if may_make(visit, found) else paths
    wanted = fresh or {}
    for place, header in enumerate(found.table.headers):
        mine = by_place.get(place, [])
        chosen = [NEW, ""] if place in wanted else [each.to.path for each in mine] + ["", ""]
        pairs = tuple(_pairs(visit, found, mine[0])) if mine else ()
        called = found.called(header)
        yield Line(
            called, found.profiles[place].examples[:EXAMPLES],
            _select(f"field_{place}", gettext("Field for %(column)s") % {"column": called}, first, chosen[0]),
            _select(f"also_{place}", gettext("Also fills, for %(column)s") % {"column": called}, paths, chosen[1]),
            "" if place in wanted else _note(visit, found, place, mine, why), _days(visit, found, mine), pairs,
            _pairs_label(pairs, mine), controls(place, header, wanted[place]) if place in wanted else (),
        )  # fmt: skip


def _note(visit: Visit, found: Opened, place: int, mine: Sequence[Column], why: dict[tuple[str, str], str]) -> str:
    header = found.table.headers[place]
    if mine:
        reason = why.get((header, mine[0].to.path), "")
        return gettext(describing.REASONS[reason]) if reason else ""
    other = hinting.elsewhere(visit.actor, found.followed.about, header, found.profiles[place])
    if other is None:
        return gettext("fits no field, is left out") if found.profiles[place].empty_share < 1 else ""
    return gettext("belongs to %(objects)s (“%(field)s”): import this file as those afterwards") % {
        "objects": str(other.about.label_plural), "field": str(other.field.label),
    }  # fmt: skip


def _days(visit: Visit, found: Opened, mine: Sequence[Column]) -> Control | None:
    """How days are read, each way with an example; nothing where there is only one way."""
    column = next((each for each in mine if each.to.field.type.key in {"date", "date_time"}), None)
    if column is None:
        return None
    profile = found.profiles[column.index]
    now = spelling(visit.actor, found.order, column, profile)
    ways = [(order, day_example(profile, replace(now, order=order))) for order in (*days.ORDERS, "serial")]
    told = {example[2]: (order, example) for order, example in reversed(ways) if example}
    if now.order in (known := {order: example for order, example in ways if example}):
        told[known[now.order][2]] = (now.order, known[now.order])
    if len(told) < 2:
        return None
    options = tuple(
        Option(order, f"{example[0]}: {example[1]} → {example[2]}", chosen=order == now.order)
        for order, example in sorted(told.values(), key=lambda pair: pair[0] != now.order)
    )
    label = gettext("Days in %(column)s") % {"column": found.called(column.header)}
    return Control(f"days_{column.index}", label, kind="select", options=options, bare=True)


def _pairs(visit: Visit, found: Opened, column: Column) -> Iterator[Pair]:
    """The texts of a column: for a choice every one of them, else few, what was asked before, and a blank one."""
    profile, kind = found.profiles[column.index], column.to.field.type.key
    if kind not in CHOSEN | FREE or column.to.lookup:
        return
    asked = dict(found.order.replace.get(column.header, {}))
    listed = profile.values if kind in CHOSEN or len(profile.values) <= FEW else ()
    texts = list(dict.fromkeys((*listed, *asked)))
    for number, text in enumerate(texts):
        name = f"{column.index}_{number}"
        label = gettext("Read “%(text)s” as") % {"text": text}
        if kind in CHOSEN:
            yield _chosen(visit, found, column, name, text, asked.get(text))
        else:
            new = asked.get(text, "")
            value = BLANK if text in asked and not new else new
            control = Control(f"new_{name}", label, value=value, bare=True, placeholder=gettext("as it is"))
            yield Pair(f"old_{name}", text, control)
    if kind in FREE:
        name = f"{column.index}_{len(texts)}"
        old = Control(
            f"old_{name}", gettext("Another text of %(column)s") % {"column": found.called(column.header)}, bare=True
        )
        new_label = gettext("What to read instead in %(column)s") % {"column": found.called(column.header)}
        yield Pair("", "", Control(f"new_{name}", new_label, bare=True), old)


def _chosen(visit: Visit, found: Opened, column: Column, name: str, text: str, asked: str | None) -> Pair:
    """A text of a column of choices: what it is read as now, and every choice that it could mean."""
    one = column.to.field
    read = Reader(column.to, spelling(visit.actor, found.order, column, found.profiles[column.index]))(text)
    strange = isinstance(read, Fault)
    as_is = gettext("no choice: the row is kept back") if strange else _label(one, read) or gettext("empty")
    chosen = BLANK if asked == "" else asked or ""
    options = (
        Option("", as_is, chosen=not chosen),
        *(Option(value, label, chosen=value == chosen) for value, label in choices(one)),
        Option(BLANK, gettext("leave empty"), chosen=chosen == BLANK),
    )
    label = gettext("Read “%(text)s” as") % {"text": text}
    control = Control(f"new_{name}", label, kind="select", options=options, bare=True)
    return Pair(f"old_{name}", text, control, strange=strange and not chosen)


def choices(one: Field) -> list[tuple[str, str]]:
    """The values of a choice with their labels; yes and no for a yes or no."""
    if one.type.key == "yes_no":
        return [("true", gettext("Yes")), ("false", gettext("No"))]
    return [(each.key, str(each.label)) for each in one.choices]


def _label(one: Field, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(one.label_of(value)) if value else ""


def _pairs_label(pairs: Sequence[Pair], mine: Sequence[Column]) -> str:
    strange = sum(pair.strange for pair in pairs)
    if not strange:
        return gettext("Read texts otherwise")
    text = ngettext(
        "%(count)d text is no choice of “%(field)s”", "%(count)d texts are no choice of “%(field)s”", strange
    )
    return text % {"count": strange, "field": str(mine[0].to.field.label)}


def _select(name: str, label: str, paths: list[tuple[str, str]], chosen: str) -> Control:
    nothing = Option("", "—", chosen=not chosen)
    options = (nothing, *(Option(path, text, chosen=path == chosen) for path, text in paths))
    return Control(name, label, kind="select", options=options, bare=True)


def path_label(known: Destinations, path: str) -> str:
    """A path in words: `Account / External ID`; what every record needs has a star."""
    name, _dot, rest = path.partition(".")
    one = known.fields[name]
    must = " *" if one.required and not rest else ""
    return f"{one.label}{must}" if not rest else f"{one.label} / {_part_label(known, one, rest)}"


def _part_label(known: Destinations, one: Field, rest: str) -> str:
    if rest == "currency":
        return gettext("Currency")
    if led := known.led_to(one, rest) if one.type.key == "references" else None:
        return f"{led[0].label} / {led[1].label}"
    return str(known.target(one).fields[rest].label)
