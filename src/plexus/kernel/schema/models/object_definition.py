"""An object that an administrator made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema import object_rules
from plexus.kernel.schema.models import labels
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class ObjectDefinition(WorkspaceRow):
    """A kind of record that a workspace has beside the standard ones; its records are rows of one table."""

    name = models.CharField(_("API name"), max_length=40)
    label_en = labels.text(_("Name in English"))
    label_zh = labels.text(_("Name in Chinese"))
    plural_en = labels.text(_("Plural in English"))
    label = labels.either(_("Name"), "label_en", "label_zh")
    icon = models.CharField(_("Icon"), max_length=40, default="box", blank=True)
    description = models.TextField(_("Description"), blank=True, default="")
    in_rail = models.BooleanField(_("In the menu"), default=True)
    position = models.PositiveIntegerField(_("Position"), default=0, blank=True)
    retired_at = models.DateTimeField(_("Retired at"), null=True, blank=True, editable=False)

    FIXED = ("name",)
    held_name = ""

    class Meta:
        verbose_name = _("custom object")
        verbose_name_plural = _("custom objects")
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="schema_objectdefinition_name"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> ObjectDefinition:
        """The row, remembering the name that it keeps for good."""
        row = super().from_db(*given, **more)
        row.held_name = row.__dict__.get("name", "")
        return row

    def faults(self) -> Iterable[FieldError]:
        return object_rules.faults(self)
