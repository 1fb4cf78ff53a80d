"""Fields that no column fills: the same for every row, or a text put together from columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from plexus.kernel.schema.field import Field
from plexus.shell.components.forms import Control, Option
from plexus.shell.importing import hinting
from plexus.shell.importing.columns import PARTS, Column
from plexus.shell.importing.patterns import Pattern, is_pattern
from plexus.shell.web.imports.lines import choices
from plexus.shell.web.imports.opened import Opened
from plexus.shell.web.presenting.references import choices_of
from plexus.shell.web.visit import Visit

NOT_OFFERED = frozenset({"id", "references"})


@dataclass(frozen=True)
class Fixed:
    """A field, its value, and what the value makes of the first row."""

    field: Control
    value: Control
    note: str = ""


def fixed_of(visit: Visit, found: Opened, columns: Sequence[Column]) -> tuple[Fixed, ...]:
    """What was asked, a name where nothing fills it, the owner, and a blank line for more."""
    filled = {column.to.field.name for column in columns}
    rows = list(_rows(found, columns, filled))
    offered = [one for name, one in found.known.fields.items() if _is_offered(name, one)]
    return tuple(
        _fixed(visit, found, number, path, text, [one for one in offered if one.name not in filled or one.name == path])
        for number, (path, text) in enumerate(rows)
    )


def _rows(found: Opened, columns: Sequence[Column], filled: set[str]) -> Iterator[tuple[str, str]]:
    known, title = found.known.fields, found.followed.about.title
    asked = [(path.partition(".")[0], text) for path, text in found.order.constants]
    asked = [(name, text) for name, text in asked if name in known]
    named = filled | {name for name, _text in asked}
    if title.required and not named & {title.name, *PARTS.get(title.name, ())}:
        pattern = hinting.name_of(found.known, columns, found.table, found.profiles)
        if pattern:
            yield title.name, pattern
    yield from asked
    if "owner" in known and "owner" not in named:
        yield "owner", ""
    yield "", ""


def _is_offered(name: str, one: Field) -> bool:
    return name not in NOT_OFFERED and one.type.key not in NOT_OFFERED and not one.alias_of


def _fixed(visit: Visit, found: Opened, number: int, path: str, text: str, offered: Sequence[Field]) -> Fixed:
    nothing = Option("", "—", chosen=not path)
    options = (nothing, *(Option(one.name, str(one.label), chosen=one.name == path) for one in offered))
    label = gettext("Field that every row gets, line %(number)d") % {"number": number + 1}
    field = Control(f"constant_{number}", label, kind="select", options=options, bare=True)
    one = found.known.fields.get(path)
    together = is_pattern(text, found.table.headers)
    example = Pattern(text, found.table.headers)(found.first) if together else ""
    known = example if isinstance(example, str) else ""
    note = gettext("The first row becomes “%(text)s”.") % {"text": known} if known else ""
    return Fixed(field, _value(visit, found, number, one, text, together=together), note)


def _value(visit: Visit, found: Opened, number: int, one: Field | None, text: str, *, together: bool) -> Control:
    name = f"constant_value_{number}"
    label = gettext("Value of %(field)s for every row") % {"field": str(one.label) if one else number + 1}
    if one is None or together:
        return Control(name, label, value=text, bare=True, disabled=one is None)
    if one.type.key in {"choice", "yes_no"}:
        return _select(name, label, choices(one), text)
    if one.target and found.known.target(one).described.administered:
        nothing = gettext("whoever imports") if one.name == "owner" else "—"
        people = [(each.value, each.label) for each in choices_of(visit, found.known.target(one))]
        return _select(name, label, people, text, nothing)
    kind = "date" if one.type.key == "date" else "text"
    return Control(name, label, type=kind, value=text, bare=True, placeholder=_placeholder(found, one))


def _placeholder(found: Opened, one: Field) -> str:
    """How columns are put together, by the example of two of this file."""
    if not one.type.textual or one.target:
        return ""
    return hinting.BETWEEN.join(f"{{{header}}}" for header in found.table.headers[:2])


def _select(name: str, label: str, pairs: Sequence[tuple[str, str]], chosen: str, nothing: str = "—") -> Control:
    options = (
        Option("", nothing, chosen=not chosen),
        *(Option(key, text, chosen=key == chosen) for key, text in pairs),
    )
    return Control(name, label, kind="select", options=options, bare=True)
