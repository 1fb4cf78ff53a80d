"""Custom objects and custom fields as objects themselves, so that they have an API, a history, undo and export."""

from __future__ import annotations

from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition, RuleDefinition
from plexus.kernel.schema.object import Description
from plexus.kernel.schema.registry import register as register_object


def register() -> None:
    """Describe the definitions; called while apps load."""
    register_object(
        ObjectDefinition,
        Description(
            plural="custom-objects",
            title="label",
            icon="boxes",
            columns=("label", "name", "in_rail", "position", "retired_at"),
            form=("label_en", "plural_en", "label_zh", "name", "icon", "description", "in_rail", "position"),
            summary=("name",),
            sort=("position", "name"),
            match=("name",),
            in_rail=False,
            administered=True,
        ),
    )
    register_object(
        FieldDefinition,
        Description(
            plural="custom-fields",
            title="label",
            icon="text-cursor-input",
            columns=("label", "object", "name", "type", "required", "position", "retired_at"),
            form=(
                "object", "name", "type", "label_en", "label_zh", "help_en", "help_zh", "required", "unique",
                "filterable", "position", "options",
            ),
            summary=("object", "type"),
            sort=("object", "position", "name"),
            match=("name",),
            in_rail=False,
            administered=True,
        ),
    )  # fmt: skip
    register_object(
        RuleDefinition,
        Description(
            plural="custom-rules",
            title="label",
            icon="shield-alert",
            columns=("label", "object", "refuse_when", "field", "retired_at"),
            form=("object", "refuse_when", "field", "message_en", "message_zh", "position"),
            summary=("object",),
            sort=("object", "position"),
            match=(),
            in_rail=False,
            administered=True,
        ),
    )
