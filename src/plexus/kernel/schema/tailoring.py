"""Fitting the standard objects to a workspace: its own fields and its own objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.functional import lazy
from django.utils.translation import get_language

from plexus.kernel.schema.definitions import Definitions, Row
from plexus.kernel.schema.field import ChoiceOption, Field, Label, MergedChoice, Numbering
from plexus.kernel.schema.field_types import EVERY_TYPE, AutoNumber
from plexus.kernel.schema.object import Description, Object
from plexus.kernel.schema.reckoning import WAYS, pending
from plexus.kernel.schema.rule import Rule

FIRST_COLUMNS = 4
BRIEF = frozenset({"text", "choice", "reference", "date", "money", "integer", "auto_number", "rating"})


def tailored(
    standard: Mapping[str, Object], defined: Definitions, make: Callable[[Description], Object]
) -> dict[str, Object]:
    """The objects of a workspace by plural name: the standard ones as they are where nothing was added to them.

    `make` gives the object of a description whose records stand in the table of custom objects.
    """
    fields = _fields_by_object(defined.fields)
    made = {plural: _with(about, fields.get(plural, ())) for plural, about in standard.items()}
    for row in defined.objects:
        if row["retired_at"] is None and row["name"] not in made:
            made[row["name"]] = object_made(row, fields.get(row["name"], ()), make)
    rules = _rules_by_object(defined.rules)
    return {plural: _ruled(_aimed(about, made), rules.get(plural, ())) for plural, about in made.items()}


def _rules_by_object(rows: Iterable[Row]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for row in rows:
        if row["retired_at"] is None:
            said = in_either(row["message_en"], row["message_zh"])
            found.setdefault(row["object"], []).append(Rule(str(row["id"]), row["refuse_when"], said, row["field"]))
    return found


def _ruled(about: Object, rules: Iterable[Rule]) -> Object:
    return replace(about, rules=tuple(rules)) if rules else about


def _fields_by_object(rows: Iterable[Row]) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for row in rows:
        if row["retired_at"] is None and (row["type"] in EVERY_TYPE or row["type"] in WAYS):
            found.setdefault(row["object"], []).append(field_made(row))
    return found


def _with(about: Object, more: Iterable[Field]) -> Object:
    """The object with further fields; one that the product has since got itself stands in the way of its namesake."""
    added = [each for each in more if each.name not in about.fields]
    return about.with_fields(*added) if added else about


def _aimed(about: Object, known: Mapping[str, Object]) -> Object:
    """The object without custom references to what is no object any more."""
    lost = [each.name for each in about.custom_fields if (each.target or each.among or about.plural) not in known]
    kept = {name: each for name, each in about.fields.items() if name not in lost}
    return replace(about, fields=kept) if lost else about


def object_made(row: Row, fields: Iterable[Field], make: Callable[[Description], Object]) -> Object:
    """The object of a definition."""
    own = tuple(fields)
    entered = [each for each in own if each.reckoning is None]
    brief = [each.name for each in own if each.reckoning or each.type.key in BRIEF]
    described = Description(
        plural=row["name"],
        icon=row["icon"] or "box",
        department="custom",
        columns=("name", *brief[:FIRST_COLUMNS], "owner", "updated_at"),
        form=("name", *(each.name for each in own), "owner", "tags"),
        summary=tuple(each.name for each in entered if each.type.key in BRIEF)[:2],
        searched=("name",),
        sort=("name",),
        match=("external_id", "name"),
        in_rail=row["in_rail"],
        custom=True,
    )
    base = make(described)
    singular = in_either(row["label_en"], row["label_zh"])
    plural = in_either(row["plural_en"] or row["label_en"], row["label_zh"])
    return replace(base, key=row["name"], label=singular, label_plural=plural).with_fields(*own)


def field_made(row: Row) -> Field:
    """The field of a definition."""
    options: Mapping[str, Any] = row["options"]
    way = row["type"] if row["type"] in WAYS else ""
    kind = EVERY_TYPE["text" if way else row["type"]]
    target = options.get("target")
    return Field(
        name=row["name"],
        type=kind,
        label=in_either(row["label_en"], row["label_zh"]),
        required=row["required"],
        unique=row["unique"],
        filterable=row["filterable"],
        choices=tuple(_choices(options.get("choices", ()))),
        merged=tuple(_merged(options.get("merged") or ())),
        target=target if kind.key == "reference" else None,
        among=target if kind.key == "references" else None,
        related_name=_related_name(row) if target else None,
        custom=True,
        computed=bool(way) or isinstance(kind, AutoNumber),
        help=in_either(row["help_en"], row["help_zh"]) if row["help_en"] or row["help_zh"] else "",
        max_length=options.get("max_length"),
        default=options.get("default"),
        definition=UUID(str(row["id"])),
        places=options.get("places"),
        currency=options.get("currency") or "",
        most=options.get("most") or 5,
        kinds=options.get("kinds") or "",
        home=row["object"],
        numbering=_numbering(options) if isinstance(kind, AutoNumber) else None,
        reckoning=pending(way, options) if way else None,
    )


def _numbering(options: Mapping[str, Any]) -> Numbering:
    start = options.get("start")
    return Numbering(options.get("prefix") or "", options.get("digits") or 1, 1 if start is None else start)


def _related_name(row: Row) -> str:
    """How the records that refer to one are called on its side; settled when the field is made, and then for good."""
    return str(row["options"].get("related") or f"{row['object']}-{row['name']}")


def _choices(offered: Iterable[Mapping[str, Any]]) -> Iterator[ChoiceOption]:
    for each in offered:
        yield ChoiceOption(each["key"], _label(each), each.get("tone", ""), bool(each.get("retired")))


def _merged(gone: Iterable[Mapping[str, Any]]) -> Iterator[MergedChoice]:
    for each in gone:
        yield MergedChoice(each["key"], _label(each), each["into"])


def _label(choice: Mapping[str, Any]) -> Label:
    return in_either(choice.get("label_en") or choice.get("label", ""), choice.get("label_zh", ""))


def _in_reader_language(english: str, chinese: str) -> str:
    return (chinese or english) if (get_language() or "en").startswith("zh") else (english or chinese)


_lazily = lazy(_in_reader_language, str)


def in_either(english: str, chinese: str) -> Label:
    """A label in the reader's language, or in the other where there is none."""
    return _lazily(english, chinese) if english and chinese and english != chinese else english or chinese
