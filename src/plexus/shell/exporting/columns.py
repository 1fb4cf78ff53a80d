"""The columns of an export: what each is called, and how a stored value becomes the value of a cell.

Headers are the names of fields, with a suffix where a field takes two columns:

| field | columns |
|---|---|
| reference | `account` (the name; for people the e-mail address, if there is one), `account.id` |
| money | `amount`, `amount.currency` |
| several references | `related`: `accounts:<id>; deals:<id>`; with labels the names, and those beside them as `(ID)` |
| anything else | one; several values joined by `; ` (see `cells`) |

A field of a referenced record (`account.city`) may be asked for too. With labels, headers and choices are in the
active language; an import understands both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.fetching.plan import Plan, Reader, plan
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.field_types.number import plain
from plexus.kernel.schema.object import Object
from plexus.shell.exporting import cells

Cell = str | int | Decimal | date | datetime | bool | None
Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its header, and its cell out of a record's values by path."""

    header: str
    cell: Callable[[Values], Cell]


@dataclass(frozen=True)
class Layout:
    """The columns of a file, the plan that fetches what they need, and the paths whose references want names."""

    columns: tuple[Column, ...]
    plan: Plan
    named: tuple[str, ...]


def layout(actor: Actor, about: Object, fields: Sequence[str], *, labels: bool) -> Layout:
    """The columns for some fields, by default all that the actor may read; raises `Invalid` for those he may not."""
    asked = tuple(fields or _all(actor, about))
    stems = tuple(dict.fromkeys(_stem(actor, about, path) for path in asked))
    extra = tuple(path for stem in stems for path in _contact_paths(actor, about, stem))
    wanted = plan(actor, about, dict.fromkeys((*stems, *extra)))
    readers = {reader.path: reader for reader in wanted.readers}
    named = _Named(actor, about, labels=labels)
    columns = (each for path in asked for each in named.columns(path, readers[_stem(actor, about, path)], readers))
    lists = (reader.path for reader in wanted.readers if labels and reader.field.type.key == "references")
    return Layout(tuple({each.header: each for each in columns}.values()), wanted, tuple(lists))


def _all(actor: Actor, about: Object) -> Iterable[str]:
    """Every readable field but those that only repeat another (the primary of several e-mail addresses)."""
    known = readable_fields(actor, about)
    return [name for name, each in known.items() if not (each.alias_of and each.alias_of in known)]


def _stem(actor: Actor, about: Object, path: str) -> str:
    """The field that a header speaks of: `account` for `account.id`, `amount` for `amount.currency`."""
    name, _dot, rest = path.partition(".")
    one = readable_fields(actor, about).get(name)
    if one is None or not rest:
        return path
    repeats = (one.target and rest == "id") or (_has_two(one) and rest == "currency")
    return name if repeats else path


def _contact_paths(actor: Actor, about: Object, path: str) -> Iterable[str]:
    """For a reference to people, the address by which an import finds them again anywhere."""
    one = readable_fields(actor, about).get(path)
    if one is not None and one.target == "people":
        people = registry.of(actor.workspace_id).object("people")
        if "email" in readable_fields(actor, people):
            yield f"{path}.email"


@dataclass(frozen=True)
class _Named:
    """Columns under the headers that were asked for."""

    actor: Actor
    about: Object
    labels: bool

    def columns(self, path: str, reader: Reader, readers: dict[str, Reader]) -> Iterable[Column]:
        """The columns of one path: one, or two for what has two parts."""
        one, stem = reader.field, reader.path
        if one.target:
            email = f"{stem}.email" if f"{stem}.email" in readers else ""
            yield from self._two(path, stem, "id", lambda row: _name(row, stem, email), lambda row: _id(row[stem]))
        elif _has_two(one):
            yield from self._two(
                path, stem, "currency", lambda row: _amount(row[stem]), lambda row: _currency(row[stem])
            )
        elif one.type.key == "references" and self.labels:
            yield from self._two(path, stem, "id", lambda row: _names(row[stem]), lambda row: _keys(row[stem]))
        else:
            face = FACES.get(one.type.key, _plain)
            yield Column(self._header(stem), lambda row: face(row[stem], one, self.labels))

    def _two(
        self, path: str, stem: str, suffix: str, first: Callable[[Values], Cell], second: Callable[[Values], Cell]
    ) -> Iterable[Column]:
        if path == stem:
            yield Column(self._header(stem), first)
        yield Column(self._header(stem, suffix), second)

    def _header(self, stem: str, suffix: str = "") -> str:
        if not self.labels:
            return f"{stem}.{suffix}" if suffix else stem
        label = " / ".join(str(each.label) for each in self._fields(stem))
        words = {"id": _("ID"), "currency": _("Currency")}
        return f"{label} ({words[suffix]})" if suffix else label

    def _fields(self, stem: str) -> Iterable[Field]:
        name, _dot, rest = stem.partition(".")
        one = self.about.fields[name]
        yield one
        if rest:
            yield registry.of(self.actor.workspace_id).object(one.target or "").fields[rest]


def _has_two(one: Field) -> bool:
    """Whether an amount stands in two columns; a custom one bears its currency itself, so it stays in one cell."""
    return one.type.key == "money" and not one.custom


def _name(row: Values, stem: str, email: str) -> Cell:
    address = row.get(email) if email else None
    return address or (row[stem] or {}).get("name") or None


def _id(value: Any) -> Cell:
    return str(value["id"]) if value else None


def _amount(value: Any) -> Cell:
    return value.amount if value else None


def _currency(value: Any) -> Cell:
    return value.currency or None if value else None


def _plain(value: Any, one: Field, labels: bool) -> Cell:
    """Numbers, days and instants as they are, everything else as text."""
    return value if value is None or isinstance(value, bool | int | Decimal | date) else str(value) or None


def _choice(value: Any, one: Field, labels: bool) -> Cell:
    return str(one.label_of(value)) if value and labels else value or None


def _choices(value: Any, one: Field, labels: bool) -> Cell:
    return cells.joined(str(one.label_of(each)) if labels else each for each in value or ()) or None


def _points(value: Any, one: Field, labels: bool) -> Cell:
    """`a@b.cn; c@d.cn [work]`, the primary one first."""
    return cells.joined(_point(each) for each in value or ()) or None


def _point(point: dict[str, Any]) -> str:
    return f"{point['value']} [{point['label']}]" if point.get("label") else str(point["value"])


def _money(value: Any, one: Field, labels: bool) -> Cell:
    """`1234.5 EUR`."""
    return f"{plain(value.amount)} {value.currency}".strip() if value else None


def _file(value: Any, one: Field, labels: bool) -> Cell:
    return value["name"] if value else None


def _references(value: Any, one: Field, labels: bool) -> Cell:
    return _keys(value)


def _names(value: Any) -> Cell:
    """`恒通精密制造; Ann Lee`; nothing of what its reader may not read."""
    return cells.joined(each["name"] for each in value or () if each.get("name")) or None


def _keys(value: Any) -> Cell:
    """`accounts:<id>; deals:<id>`."""
    return cells.joined(f"{each['object']}:{each['id']}" for each in value or ()) or None


Face = Callable[[Any, Field, bool], Cell]
FACES: dict[str, Face] = {
    "choice": _choice,
    "choices": _choices,
    "tags": _choices,
    "emails": _points,
    "phones": _points,
    "file": _file,
    "references": _references,
    "money": _money,
}


def text_of(cell: Cell, *, labels: bool) -> str:
    """A cell as text: numbers in plain digits, days and instants in ISO 8601, yes and no in words."""
    match cell:
        case None:
            return ""
        case bool():
            return _yes_or_no(cell) if labels else str(cell).lower()
        case Decimal():
            return plain(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")
