"""What an object of a workspace's own must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plexus.kernel.schema import registry, reserved
from plexus.kernel.schema.alike import said_already
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

MOST = 100
NO_LABEL = _("Give it a name in one language at least.")
NAME_SHAPE = _("An API name is made of small letters, digits and hyphens and begins with a letter, such as machines.")
NAME_TAKEN = _("“%(name)s” is taken by the product. Choose another API name.")
NAME_FIXED = _("An API name stays as it was made. Change the label instead.")
SAME_LABEL = _("Another object is called so already. Nobody could tell them apart.")
TOO_MANY = _("There are %(most)d custom objects already, and no more fit. Retired ones count.")


def _is_called_like_another(row: Any) -> bool:
    others = (each.label for each in registry.of(row.workspace_id) if each.plural != (row.held_name or row.name))
    return said_already(others, english=row.label_en, chinese=row.label_zh)


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of an object's definition."""
    if not row.label_en.strip() and not row.label_zh.strip():
        yield FieldError("label_en", "required", NO_LABEL)
    elif _is_called_like_another(row):
        yield FieldError("label_en" if row.label_en else "label_zh", "same_label", SAME_LABEL)
    if not row._state.adding:
        if row.held_name and row.name != row.held_name:
            yield FieldError("name", "fixed", NAME_FIXED)
        return
    if not reserved.is_object_name(row.name):
        yield FieldError("name", "bad_name", NAME_SHAPE)
    elif row.name in reserved.OBJECTS or row.name in registry.standard().objects:
        yield FieldError("name", "reserved", NAME_TAKEN, {"name": row.name})
    if type(row)._default_manager.filter(workspace_id=row.workspace_id, deleted_at=None).count() >= MOST:
        yield FieldError("name", "too_many", TOO_MANY, {"most": MOST})
