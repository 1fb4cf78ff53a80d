"""API names made of labels, so that nobody needs to think of one; Chinese becomes pinyin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count
from typing import Any

from django.utils.text import slugify

from plexus.kernel.schema import registry, reserved
from plexus.kernel.schema.object import Object
from plexus.kernel.values.collation import sort_key

LONGEST = 36


def field_name(about: Object, values: Mapping[str, Any], taken: Collection[str]) -> str:
    """A free name for a field of an object."""
    stem = _slug(values.get("label_en") or values.get("label_zh") or "", "field").replace("-", "_")

    def free(name: str) -> bool:
        known = name in taken or name in about.fields or name in reserved.FIELDS or hasattr(about.model, name)
        return not known and reserved.is_field_name(name)

    return next(name for number in count(1) if free(name := stem if number == 1 else f"{stem}_{number}"))


def object_name(values: Mapping[str, Any], taken: Collection[str]) -> str:
    """A free name for an object."""
    stem = _slug(values.get("plural_en") or values.get("label_en") or values.get("label_zh") or "", "object")

    def free(name: str) -> bool:
        known = name in taken or name in reserved.OBJECTS or name in registry.standard().objects
        return not known and reserved.is_object_name(name)

    return next(name for number in count(1) if free(name := stem if number == 1 else f"{stem}-{number}"))


def _slug(label: str, otherwise: str) -> str:
    made = slugify(sort_key(label))[:LONGEST].strip("-").replace("_", "-")
    return made if made[:1].isalpha() else f"{otherwise}-{made}".strip("-")
