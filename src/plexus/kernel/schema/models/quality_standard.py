"""The standard that an administrator sets for an object's records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema import standard_rules
from plexus.kernel.schema.columns import DocumentColumn, TagsColumn
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class QualityStandard(WorkspaceRow):
    """Which fields of an object count for completeness and how much, and which are kept in one form.

    `weights` are from 1 to 10 by field name; a field that is not among them does not count. `important_by` is the
    field by which the worklist begins with what matters most. `normalised` are the fields whose values are put into
    one form whenever they are written, through whichever door. Where an object has no row, the product's own
    standard holds.
    """

    rules_ask = True

    object = models.CharField(_("Object"), max_length=63)
    weights = DocumentColumn(_("Weights"))
    important_by = models.CharField(_("Most important first by"), max_length=60, blank=True, default="")
    normalised = TagsColumn(verbose_name=_("Kept in one form"))

    FIXED = ("object",)
    held: dict[str, Any] | None = None

    class Meta:
        verbose_name = _("quality standard")
        verbose_name_plural = _("quality standards")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "object"),
                condition=models.Q(deleted_at=None),
                name="schema_qualitystandard_object",
            ),
        )

    def __str__(self) -> str:
        return self.object

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> QualityStandard:
        """The row, remembering what it was made of."""
        row = super().from_db(*given, **more)
        names = ("object", "weights", "important_by", "normalised")
        row.held = {name: row.__dict__.get(name) for name in names}
        return row

    def faults(self) -> Iterable[FieldError]:
        return standard_rules.faults(self)
