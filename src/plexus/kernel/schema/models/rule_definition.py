"""A rule that an administrator made for an object's records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema import rule_rules
from plexus.kernel.schema.models import labels
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class RuleDefinition(WorkspaceRow):
    """Refuses a record of its object while an expression holds, whichever door the record comes by."""

    object = models.CharField(_("Object"), max_length=63)
    refuse_when = models.TextField(_("Refuse when"), max_length=4_000)
    field = models.CharField(_("At the field"), max_length=60, blank=True, default="")
    message_en = labels.text(_("Message in English"), 300)
    message_zh = labels.text(_("Message in Chinese"), 300)
    label = labels.either(_("Message"), "message_en", "message_zh")
    position = models.PositiveIntegerField(_("Position"), default=0, blank=True)
    retired_at = models.DateTimeField(_("Retired at"), null=True, blank=True, editable=False)

    held_object = ""

    class Meta:
        verbose_name = _("validation rule")
        verbose_name_plural = _("validation rules")

    def __str__(self) -> str:
        return f"{self.object}: {self.refuse_when}"

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> RuleDefinition:
        """The row, remembering the object that it keeps for good."""
        row = super().from_db(*given, **more)
        row.held_object = row.__dict__.get("object", "")
        return row

    def faults(self) -> Iterable[FieldError]:
        return rule_rules.faults(self)
