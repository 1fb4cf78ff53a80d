"""The options of each type that an administrator may add, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.file import KINDS
from plexus.kernel.values.money import currencies
from plexus.kernel.values.refusals import gettext_noop as _

# What every type may have: what a field begins with, and the name of the list that a link makes on the other side.
ANY_TYPE = frozenset({"default", "related"})
Check = Callable[[Any, Any], None]
Json = dict[str, Any]
MOST_CHOICES = 500
TONES = frozenset({"", "accent", "info", "good", "warn", "bad"})
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
STARS = (3, 5, 10)
OF_A_CHOICE = frozenset({"key", "label", "label_en", "label_zh", "tone", "retired"})
OF_A_MERGED_ONE = frozenset({*OF_A_CHOICE, "into"})

NO_CHOICES = _("A choice needs at least one value to choose.")
TOO_MANY_CHOICES = _("At most %(most)d values fit.")
BAD_CHOICE = _("Write each value as {“key”: …, “label_en”: …, “label_zh”: …, “tone”: …}.")
BAD_KEY = _("“%(key)s” is no key: small letters, digits, hyphens and underscores.")
SAME_KEY = _("Two values have the key “%(key)s”.")
SAME_LABEL = _("Two values are called “%(label)s”.")
MERGED_INTO_NOTHING = _("The value that “%(key)s” was merged into is not there.")
NO_TARGET = _("Say to records of which object the field leads.")
UNKNOWN_TARGET = _("There is no object “%(target)s” to lead to.")
NOT_A_CURRENCY = _("“%(value)s” is not a currency code such as CNY.")
NOT_BETWEEN = _("“%(option)s” is a whole number from %(least)d to %(most)d.")
NOT_STARS = _("A rating goes to 3, 5 or 10.")
NO_EXPRESSION = _("Write the formula.")
NOT_A_DOCUMENT = _("Write the filter as {“field”: …, “op”: …, “value”: …}.")
NOT_ONE_OF = _("“%(option)s” is one of: %(allowed)s.")
NOT_TEXT = _("“%(option)s” is a text of at most %(most)d characters.")


class Wrong(Exception):
    """An option does not do."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.code, self.message, self.params = code, message, params
        super().__init__(message)


@dataclass(frozen=True)
class Option:
    """An option of a type: its JSON Schema, what checks it, and whether the type is nothing without it."""

    told: Json
    check: Check
    needed: bool = False


def _choices(given: Any, _row: Any) -> None:
    if not isinstance(given, list) or not given:
        raise Wrong("no_choices", NO_CHOICES)
    if len(given) > MOST_CHOICES:
        raise Wrong("too_many", TOO_MANY_CHOICES, most=MOST_CHOICES)
    for each in given:
        _choice(each, OF_A_CHOICE)
    _all_different([each["key"] for each in given], "same_key", SAME_KEY, "key")
    for language in ("label_en", "label_zh"):
        labels = [str(each[language]).casefold() for each in given if each.get(language) and not each.get("retired")]
        _all_different(labels, "same_label", SAME_LABEL, "label")


def _merged(given: Any, row: Any) -> None:
    """Choices that became others: as those are written, with the key of what each became."""
    if given is None:
        return
    if not isinstance(given, list) or len(given) > MOST_CHOICES:
        raise Wrong("too_many", TOO_MANY_CHOICES, most=MOST_CHOICES)
    choices = row.options.get("choices")
    listed = choices if isinstance(choices, list) else ()
    offered = [each.get("key") for each in listed if isinstance(each, Mapping)]
    for each in given:
        _choice(each, OF_A_MERGED_ONE)
        if each.get("into") not in offered:
            raise Wrong("merged_into_nothing", MERGED_INTO_NOTHING, key=each["key"])


def _choice(given: Any, known: frozenset[str]) -> None:
    if not isinstance(given, Mapping) or not given.keys() <= known:
        raise Wrong("bad_choice", BAD_CHOICE)
    key, labels = given.get("key"), [given.get(name, "") for name in ("label", "label_en", "label_zh")]
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Wrong("bad_key", BAD_KEY, key=str(key)[:60])
    if not all(isinstance(each, str) and len(each) <= 100 for each in labels) or not any(labels):
        raise Wrong("bad_choice", BAD_CHOICE)
    if given.get("tone", "") not in TONES or not isinstance(given.get("retired", False), bool):
        raise Wrong("bad_choice", BAD_CHOICE)


def _all_different(values: list[str], code: str, message: str, what: str) -> None:
    seen: set[str] = set()
    for each in values:
        if each in seen:
            raise Wrong(code, message, **{what: each})
        seen.add(each)


def _target(given: Any, row: Any) -> None:
    if not given:
        raise Wrong("no_target", NO_TARGET)
    if given not in registry.of(row.workspace_id).objects or given in {"custom-objects", "custom-fields"}:
        raise Wrong("unknown_target", UNKNOWN_TARGET, target=str(given)[:63])


def _currency(given: Any, _row: Any) -> None:
    if given and given not in currencies():
        raise Wrong("not_a_currency", NOT_A_CURRENCY, value=str(given)[:10])


def _between(least: int, most: int) -> Option:
    def check(given: Any, _row: Any) -> None:
        if given is None:
            return
        if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
            raise Wrong("not_between", NOT_BETWEEN, least=least, most=most)

    return Option({"type": ["integer", "null"], "minimum": least, "maximum": most}, check)


def _stars(given: Any, _row: Any) -> None:
    if given is not None and (isinstance(given, bool) or given not in STARS):
        raise Wrong("not_stars", NOT_STARS)


def _text(most: int) -> Option:
    def check(given: Any, _row: Any) -> None:
        if given is not None and (not isinstance(given, str) or len(given) > most):
            raise Wrong("not_text", NOT_TEXT, most=most)

    return Option({"type": ["string", "null"], "maxLength": most}, check)


def _written(given: Any, _row: Any) -> None:
    if not isinstance(given, str) or not given.strip():
        raise Wrong("no_expression", NO_EXPRESSION)


def _document(given: Any, _row: Any) -> None:
    if given is not None and not isinstance(given, Mapping):
        raise Wrong("not_a_document", NOT_A_DOCUMENT)


def _one_of(*allowed: str) -> Option:
    def check(given: Any, _row: Any) -> None:
        if given not in (None, "", *allowed):
            raise Wrong("not_one_of", NOT_ONE_OF, allowed=", ".join(allowed))

    return Option({"enum": [*allowed, "", None]}, check)


LABEL: Json = {"type": "string", "maxLength": 100}
A_CHOICE: Json = {
    "type": "object",
    "properties": {
        "key": {"type": "string", "pattern": f"^{KEY.pattern}$"},
        "label": LABEL, "label_en": LABEL, "label_zh": LABEL,
        "tone": {"enum": sorted(TONES)},
        "retired": {"type": "boolean"},
    },
    "required": ["key"], "additionalProperties": False,
}  # fmt: skip
CHOICES = Option({"type": "array", "items": A_CHOICE, "minItems": 1, "maxItems": MOST_CHOICES}, _choices, needed=True)
A_MERGED_ONE: Json = A_CHOICE | {
    "properties": A_CHOICE["properties"] | {"into": {"type": "string"}},
    "required": ["key", "into"],
}
MERGED = Option({"type": ["array", "null"], "items": A_MERGED_ONE, "maxItems": MOST_CHOICES}, _merged)
TARGET = Option({"type": "string"}, _target, needed=True)
EXPRESSION = Option({"type": "string", "minLength": 1}, _written, needed=True)
WHERE = Option({"type": ["object", "null"]}, _document)
CURRENCY = Option({"type": ["string", "null"]}, _currency)
LENGTH = {"max_length": _between(1, 1000)}
PLACES = {"places": _between(0, 4)}
OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "text": LENGTH,
    "long_text": {"max_length": _between(1, 100_000)},
    "rich_text": {},
    "integer": {},
    "decimal": PLACES,
    "money": {"currency": CURRENCY},
    "percent": {"places": _between(0, 2)},
    "yes_no": {},
    "date": {},
    "date_time": {},
    "choice": {"choices": CHOICES, "merged": MERGED},
    "choices": {"choices": CHOICES, "merged": MERGED},
    "email": {},
    "phone": {},
    "url": {},
    "reference": {"target": TARGET},
    "references": {"target": TARGET},
    "file": {"kinds": _one_of(*KINDS)},
    "rating": {"most": Option({"enum": [*STARS, None]}, _stars)},
    "formula": {"expression": EXPRESSION, "places": _between(0, 4), "shown_as": _one_of("percent")},
    "rollup": {
        "list": _text(200), "function": _text(20), "field": _text(60), "by": _text(60), "where": WHERE,
        "currency": CURRENCY, "places": _between(0, 4),
    },
    "auto_number": {"prefix": _text(20), "digits": _between(1, 12), "start": _between(0, 10**12)},
}  # fmt: skip
