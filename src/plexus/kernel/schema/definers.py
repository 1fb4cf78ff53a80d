"""Custom objects and custom fields as objects themselves, so that they have an API, a history, undo and export."""

from __future__ import annotations

from plexus.kernel.schema.models import (
    FieldDefinition,
    FieldRule,
    LayoutDefinition,
    ObjectDefinition,
    QualityStandard,
    RuleDefinition,
)
from plexus.kernel.schema.object import Description
from plexus.kernel.schema.registry import register as register_object
from plexus.kernel.workspaces.models import WorkspaceRow

DESCRIBED: tuple[tuple[type[WorkspaceRow], Description], ...] = (
    (
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
            tells_of=("name",),
            in_rail=False,
            administered=True,
        ),
    ),
    (
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
            tells_of=("object", "name", "options"),
            in_rail=False,
            administered=True,
        ),
    ),
    (
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
            tells_of=("object", "refuse_when", "field"),
            in_rail=False,
            administered=True,
        ),
    ),
    (
        FieldRule,
        Description(
            plural="field-rules",
            title="field",
            icon="list-checks",
            columns=("field", "object", "required_when", "default", "visible_when", "filterable"),
            form=("object", "field", "required_when", "default", "visible_when", "filterable"),
            summary=("object",),
            sort=("object", "field"),
            match=(),
            tells_of=("object", "field", "required_when", "default", "visible_when"),
            in_rail=False,
            administered=True,
        ),
    ),
    (
        LayoutDefinition,
        Description(
            plural="layouts",
            title="name",
            icon="layout-panel-left",
            columns=("name", "object", "role", "updated_at"),
            form=("object", "role", "name", "parts"),
            summary=("object", "role"),
            sort=("object",),
            match=(),
            tells_of=("object", "parts"),
            in_rail=False,
            administered=True,
        ),
    ),
    (
        QualityStandard,
        Description(
            plural="quality-standards",
            title="object",
            icon="gauge",
            columns=("object", "important_by", "normalised", "updated_at"),
            form=("object", "weights", "important_by", "normalised"),
            sort=("object",),
            match=("object",),
            tells_of=("object", "weights", "important_by", "normalised"),
            in_rail=False,
            administered=True,
        ),
    ),
)  # fmt: skip


def register() -> None:
    """Describe the definitions; called while apps load."""
    for model, described in DESCRIBED:
        register_object(model, described)
