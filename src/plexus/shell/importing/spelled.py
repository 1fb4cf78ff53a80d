"""Whether two values are the same but for their spelling: a number with and without spaces, an address in capitals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plexus.kernel.schema.field import Field
from plexus.kernel.values import emails, phones
from plexus.kernel.values.refusals import Refusal

Plain = Callable[[str], str]


def news(record: Any, fields: Mapping[str, Field], said: Mapping[str, Any], region: str) -> dict[str, Any]:
    """What is said of a record without that which it says already, spelled otherwise: people's spelling stays."""
    return {name: value for name, value in said.items() if not _is_known(record, fields[name], value, region)}


def _is_known(record: Any, one: Field, value: Any, region: str) -> bool:
    plain = _plain(one.type.key.removesuffix("s"), region)
    if plain is None or not value:
        return False
    held = record.custom.get(one.name) if one.custom else getattr(record, one.column or one.name, None)
    if isinstance(value, str):
        return bool(held) and plain(str(held)) == plain(value)
    return bool(held) and _points(held, plain) == _points(value, plain)


def _points(given: Any, plain: Plain) -> list[tuple[str, str]]:
    return [(plain(each["value"]), each["label"]) for each in given]


def _plain(kind: str, region: str) -> Plain | None:
    if kind == "email":
        return lambda text: _or_as_it_is(emails.normalise, text)
    if kind == "phone":
        return lambda text: _or_as_it_is(lambda given: phones.normalise(given, region=region), text)
    return None


def _or_as_it_is(normalise: Plain, text: str) -> str:
    try:
        return normalise(text)
    except Refusal:
        return text
