"""Documents of definitions in words: options of a field, weights of a standard, parts of a layout."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.tailoring import in_either
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control
from plexus.shell.web.presenting.presenter import Presenter
from plexus.shell.web.visit import Visit

LONGEST = 160
NONE = "–"
# What parts of documents are called; those of a standard's weights are fields, and go by their names.
PARTS = {
    "choices": gettext_lazy("Choices"), "merged": gettext_lazy("Merged"), "target": gettext_lazy("Refers to"),
    "places": gettext_lazy("Decimals"), "currency": gettext_lazy("Currency"), "most": gettext_lazy("Stars"),
    "max_length": gettext_lazy("Longest"), "default": gettext_lazy("New records begin with"),
    "prefix": gettext_lazy("Begins with"), "digits": gettext_lazy("Digits"), "start": gettext_lazy("First number"),
    "expression": gettext_lazy("Formula"), "list": gettext_lazy("Related records"),
    "function": gettext_lazy("What is calculated"), "field": gettext_lazy("Of the field"),
    "by": gettext_lazy("The latest by"), "where": gettext_lazy("Filter"), "columns": gettext_lazy("Columns"),
    "sections": gettext_lazy("Sections"), "hidden": gettext_lazy("Hidden"), "related": gettext_lazy("Related lists"),
}  # fmt: skip


class Document(Presenter):
    """A document of JSON, as its administrator writes it."""

    keys = ("document",)

    def text(self, value: Any, field: Field, visit: Visit) -> str:
        return listed_text(f"{part_name(name)}: {words(each)}" for name, each in (value or {}).items())

    def control(self, value: Any, field: Field, visit: Visit, **known: Any) -> Control:
        written = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() if value else ""
        return Control(field.name, str(field.label), kind="textarea", wide=True, value=written, **known)


def part_name(name: str) -> str:
    """What people call a part of a document, or a part of that."""
    first, _dot, rest = name.partition(".")
    return f"{PARTS.get(first, first)} › {rest}" if rest else str(PARTS.get(first, first))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The parts that differ: what each is called, and both in words that tell them apart."""
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield part_name(name), *told_apart(before.get(name), after.get(name))


def told_apart(one: Any, other: Any) -> tuple[str, str]:
    """Two values in words; as they stand in the document where words are the same of both."""
    told = words(one), words(other)
    return told if told[0] != told[1] else (_raw(one), _raw(other))


def words(value: Any) -> str:
    """A value of a document in words as far as there are any; a dash for none."""
    match value:
        case _ if value in (None, "", [], {}):  # as a pattern {} would be any document
            return NONE
        case bool():
            return _("yes") if value else _("no")
        case list():
            return _short(listed_text(words(each) for each in value))
        case dict():
            return _words_of(value)
        case _:
            return _short(str(value))


def _words_of(value: Mapping[str, Any]) -> str:
    """A choice by its label, rights word by word, anything else as it stands."""
    if "key" in value:
        return str(in_either(value.get("label_en") or "", value.get("label_zh") or "")) or str(value["key"])
    if all(isinstance(each, str) for each in value.values()):
        return _short(listed_text(f"{name}: {each}" for name, each in value.items()))
    return _raw(value)


def _raw(value: Any) -> str:
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
