"""The fields that say how complete a record is: made for every object of which a standard says what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema.field import ChoiceOption, Field, FieldType
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.reckoning import COMPLETENESS, pending
from plexus.kernel.schema.standard import Standard

SHARE, BAND, MISSING = "completeness", "completeness_band", "missing_fields"
NAMES = frozenset({SHARE, BAND, MISSING})
# Each band with the percentage from which on it begins.
BANDS = {"poor": 0, "fair": 50, "good": 80, "complete": 100}
OPTIONS = (
    ChoiceOption("poor", _("Below 50 %"), "bad"),
    ChoiceOption("fair", _("50 to 79 %"), "warn"),
    ChoiceOption("good", _("80 to 99 %"), "info"),
    ChoiceOption("complete", _("Complete"), "good"),
)
HEAVIEST = 10
# What is never lacking, or nobody fills in.
NEVER_COUNTED = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by", "team", "tags"})


def band_of(share: int) -> ChoiceOption:
    """The band in which a percentage lies."""
    return next(each for each in reversed(OPTIONS) if share >= BANDS[each.key])


def tone_of(share: int) -> str:
    """The tone of the band in which a percentage lies."""
    return band_of(share).tone


def is_countable(one: Field) -> bool:
    """Whether a field may count: somebody fills it in, and a record can lack it."""
    return one.writable and not one.required and one.name not in NEVER_COUNTED


def of_description(about: Object) -> Object:
    """An object of the product with the standard that it ships with."""
    described = about.described
    return _with(about, Standard(described.counted, described.important_by)) if described.counted else about


def of_row(about: Object, row: Mapping[str, Any]) -> Object:
    """An object with the standard that an administrator set."""
    said = Standard(row["weights"], row["important_by"], frozenset(row["normalised"] or ()))
    return _with(about, said)


def _with(about: Object, said: Standard) -> Object:
    """The object under a standard; what it names and there is not, or cannot be lacking, counts nothing."""
    known = {
        name: weight for name, weight in said.weights.items()
        if weight and (one := about.fields.get(name)) and is_countable(one)
    }  # fmt: skip
    kept = {name: one for name, one in about.fields.items() if name not in NAMES}
    held = replace(about, fields=kept, standard=replace(said, weights=known))
    return held.with_fields(*_fields(held, known)) if known else held


def _fields(about: Object, weights: Mapping[str, int]) -> tuple[Field, ...]:
    lacking = tuple(ChoiceOption(name, about.fields[name].label) for name in weights)
    return (
        _field(SHARE, "percent", _("Completeness"), places=0),
        _field(BAND, "choice", _("Completeness band"), choices=OPTIONS),
        _field(MISSING, "choices", _("Missing"), choices=lacking),
    )


def _field(name: str, kind: str, label: Any, **more: Any) -> Field:
    kept: FieldType = EVERY_TYPE[kind]
    return Field(name, kept, label, custom=True, computed=True, reckoning=pending(COMPLETENESS, {"of": name}), **more)
