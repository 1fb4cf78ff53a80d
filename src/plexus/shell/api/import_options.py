"""The options of an import as JSON, and the order that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies
from plexus.shell.api.bodies import Part
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.presets.catalogue import VENDORS
from plexus.shell.importing.presets.ordering import NONE

ORDERS = ("YMD", "MDY", "DMY")
WAYS = {
    "map": Part("object", _("Column: field, a list of fields, or null to leave the column out. The rest is proposed.")),
    "match": Part("list", _("Fields that must all agree for a row to mean a record."), of="text", most=20),
    "mode": Part("text", _("Make records, change those that are there, or both."), choices=tuple(Mode)),
    "create_missing": Part("list", _("References whose records are made when they are missing."), of="text", most=50),
    "replace": Part("object", _("Column: {text: what to read instead}.")),
    "set": Part("object", _("Field: a text that every row gets.")),
    "days": Part("object", _("Column: YMD, MDY or DMY, where days could be read in several ways.")),
    "clear_blanks": Part("flag", _("Whether blank cells empty the field of a known record.")),
    "only_mapped": Part("flag", _("Whether columns that “map” does not name are left out.")),
    "list": Part("text", _("A list kept by hand, by its name: what comes in is put on it; made where there is none.")),
    "encoding": Part("text", _("Such as utf-8 or gb18030; detected without.")),
    "delimiter": Part("text", _("The character between cells; detected without.")),
    "sheet": Part("text", _("The sheet of a workbook; the first one with data without.")),
    "header_row": Part("whole", _("The row of the column names, 0 for none; found without."), largest=1_000),
}  # fmt: skip
OPTIONS = {
    "object": Part("text", _("The object by its API name."), required=True),
    **WAYS,
    "preset": Part(
        "text",
        _("The system that wrote the file; found by its columns without. “none” takes it for no such file."),
        choices=(*VENDORS, NONE),
    ),
    "dry_run": Part("flag", _("Only try: nothing is changed, every row gets a verdict."), default=False),
    "start": Part("flag", _("Whether a worker takes it at once; without, look at the mapping first."), default=True),
}
OF_SETS = {
    "preset": Part(
        "text", _("The system that wrote the files; found by their columns without. “none” takes them as they look."),
        choices=(*VENDORS, NONE),
    ),
    **{name: WAYS[name] for name in ("create_missing", "encoding", "delimiter")},
    "dry_run": OPTIONS["dry_run"],
    "start": OPTIONS["start"],
}  # fmt: skip
NOT_TEXTS = _("Expected texts here.")
NAMES = {
    "map": "mapping", "set": "constants", "days": "day_orders", "only_mapped": "proposals", "list": "onto",
}  # fmt: skip


def order_of(plural: str, given: Mapping[str, Any]) -> Order:
    """The order for an object that options make; raises `BodyInvalid` naming the option that has another form."""
    return Order(plural, preset=given.get("preset") or "", **_changed(given))


def changed(before: Order, given: Mapping[str, Any]) -> Order:
    """An order with the options that are given (not null) in the place of its own."""
    return Order(**{**{name: getattr(before, name) for name in before.__dataclass_fields__}, **_changed(given)})


def told(order: Order) -> dict[str, Any]:
    """The options that an order was made of, in the form in which they are given."""
    mapping: dict[str, Any] = {}
    for column, field in order.mapping:
        mapping.setdefault(column, []).append(field)
    return {
        "map": {column: _least(fields) for column, fields in mapping.items()}, "match": list(order.match),
        "mode": order.mode.value, "create_missing": list(order.create_missing),
        "replace": {column: dict(texts) for column, texts in order.replace.items()}, "set": dict(order.constants),
        "days": dict(order.day_orders), "clear_blanks": order.clear_blanks, "only_mapped": not order.proposals,
        "list": order.onto,
        "encoding": order.encoding, "delimiter": order.delimiter, "sheet": order.sheet,
        "header_row": order.header_row, "preset": order.preset,
    }  # fmt: skip


def _least(fields: list[str]) -> Any:
    """One field alone, several as a list, none as null."""
    named = [each for each in fields if each]
    return named if len(named) > 1 else named[0] if named else None


def _changed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an order that the options decide."""
    return {
        NAMES.get(name, name): _READ.get(name, _as_it_is)(name, given[name])
        for name in WAYS
        if given.get(name) is not None
    }


def _as_it_is(_name: str, value: Any) -> Any:
    return value


def _tuple(_name: str, value: list[str]) -> tuple[str, ...]:
    return tuple(value)


def _pairs(name: str, value: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(_each_pair(name, value))


def _each_pair(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for column, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            yield column, _text(f"{name}.{column}", each or "" if name == "map" else each)


def _texts(name: str, value: Mapping[str, Any]) -> dict[str, str]:
    return {key: _text(f"{name}.{key}", each) for key, each in value.items()}


def _days(name: str, value: Mapping[str, Any]) -> dict[str, str]:
    for column, each in value.items():
        if each not in ORDERS:
            known = {"known": ", ".join(ORDERS)}
            raise bodies.BodyInvalid(fields=[FieldError(f"{name}.{column}", "unknown", bodies.NOT_OFFERED, known)])
    return _texts(name, value)


def _replacing(name: str, value: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found = {}
    for column, texts in value.items():
        if not isinstance(texts, dict):
            raise bodies.BodyInvalid(fields=[FieldError(f"{name}.{column}", "wrong_kind", NOT_TEXTS)])
        found[column] = _texts(f"{name}.{column}", texts)
    return found


def _text(path: str, value: Any) -> str:
    """A text, a number as it is written; raises `BodyInvalid` for anything else and what no column could hold."""
    written = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(written, str) or "\x00" in written:
        raise bodies.BodyInvalid(fields=[FieldError(path, "wrong_kind", NOT_TEXTS)])
    return written


_READ: Mapping[str, Any] = {
    "map": _pairs, "set": _pairs, "match": _tuple, "create_missing": _tuple, "replace": _replacing, "days": _days,
    "mode": lambda _name, value: Mode(value), "only_mapped": lambda _name, value: not value,
}  # fmt: skip
