"""The options of custom fields, type by type, as the rules that check them say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from plexus.kernel.schema.option_rules import ANY_TYPE, OPTIONS, Option

Json = dict[str, Any]


def of_custom_fields() -> Json:
    """The schema of `options`: one form for each type, those that take the same together under their names."""
    types: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, known in OPTIONS.items():
        types.setdefault(tuple((option, str(one.told)) for option, one in known.items()), []).append(name)
    forms = [{"title": ", ".join(names)} | _form(OPTIONS[names[0]]) for names in types.values()]
    told = _("What the field's type needs; which form fits is said by “type”. An option that is left out is as usual.")
    return {"type": "object", "description": told, "anyOf": forms}


def _form(known: Mapping[str, Option]) -> Json:
    properties = {name: one.told for name, one in known.items()} | {name: {} for name in sorted(ANY_TYPE)}
    needed = [name for name, one in known.items() if one.needed]
    return {"properties": properties, "additionalProperties": False} | ({"required": needed} if needed else {})
