"""What form, record page and list of an object show, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema import layout_rules
from plexus.kernel.schema.columns import DocumentColumn
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class LayoutDefinition(WorkspaceRow):
    """The layout of an object for one role, or without one for every role that has none of its own.

    `parts` hold `sections` (each `label_en`, `label_zh`, `fields`, `collapsed`), `hidden` fields, `related` lists (each
    `list`, `fields`, `hidden`) and the `columns` of the list. A layout shows nobody a field that he may not see.
    """

    rules_ask = True

    object = models.CharField(_("Object"), max_length=63)
    name = models.CharField(_("Name"), max_length=200, blank=True, default="")
    role = models.ForeignKey(
        "identity.Role", models.CASCADE, verbose_name=_("Role"), null=True, blank=True, related_name="+"
    )
    parts = DocumentColumn(_("Parts"))

    FIXED = ("object", "role")
    held: dict[str, Any] | None = None

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "object", "role"),
                condition=models.Q(deleted_at=None, role__isnull=False),
                name="schema_layoutdefinition_role",
            ),
            models.UniqueConstraint(
                fields=("workspace", "object"),
                condition=models.Q(deleted_at=None, role__isnull=True),
                name="schema_layoutdefinition_object",
            ),
        )

    def __str__(self) -> str:
        return f"{self.object}: {self.role_id or '*'}"

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> LayoutDefinition:
        """The row, remembering what it keeps for good and what it was made of."""
        row = super().from_db(*given, **more)
        row.held = {name: row.__dict__.get(name) for name in ("object", "role_id", "parts")}
        return row

    def faults(self) -> Iterable[FieldError]:
        return layout_rules.faults(self)
