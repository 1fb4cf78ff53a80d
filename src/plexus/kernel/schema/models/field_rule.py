"""What a workspace says of a field in expressions: when it is needed, what it begins with, when it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema import field_rule_rules
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class FieldRule(WorkspaceRow):
    """What is said of one field of an object, one that it came with or one that was added: up to three expressions.

    `required_when` refuses a record that lacks the field while it holds, whichever door the record comes by. `default`
    is what a new record gets where nothing was said. `visible_when` hides the field from form and record page while it
    does not hold: that is presentation and keeps no secret; field rights do. A field that the object came with is
    `filterable` when it is to have an index; one that was added says so itself.
    """

    rules_ask = True

    object = models.CharField(_("Object"), max_length=63)
    field = models.CharField(_("Field"), max_length=60)
    required_when = models.TextField(_("Required when"), max_length=4_000, blank=True, default="")
    default = models.TextField(_("New records begin with"), max_length=4_000, blank=True, default="")
    visible_when = models.TextField(_("Shown when"), max_length=4_000, blank=True, default="")
    filterable = models.BooleanField(_("Fast to filter and sort by"), default=False, db_default=False)

    FIXED = ("object", "field")
    held: tuple[str, str] | None = None

    class Meta:
        verbose_name = _("field rule")
        verbose_name_plural = _("field rules")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "object", "field"),
                condition=models.Q(deleted_at=None),
                name="schema_fieldrule_field",
            ),
        )

    def __str__(self) -> str:
        return f"{self.object}.{self.field}"

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> FieldRule:
        """The row, remembering the field that it keeps for good."""
        row = super().from_db(*given, **more)
        row.held = (row.__dict__.get("object", ""), row.__dict__.get("field", ""))
        return row

    def faults(self) -> Iterable[FieldError]:
        return field_rule_rules.faults(self)
