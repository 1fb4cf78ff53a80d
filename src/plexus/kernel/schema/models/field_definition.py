"""A field that an administrator added to an object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.schema import field_rules
from plexus.kernel.schema.columns import DocumentColumn
from plexus.kernel.schema.models import labels
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class CustomType(models.TextChoices):
    """The kinds of field that an administrator may add."""

    TEXT = "text", pgettext_lazy("kind of field", "Text")
    LONG_TEXT = "long_text", _("Long text")
    RICH_TEXT = "rich_text", _("Formatted text")
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Number")
    MONEY = "money", _("Money")
    PERCENT = "percent", _("Percent")
    YES_NO = "yes_no", _("Yes or no")
    DATE = "date", _("Date")
    DATE_TIME = "date_time", _("Date and time")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Several choices")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    URL = "url", _("Web address")
    REFERENCE = "reference", _("Link to a record")
    REFERENCES = "references", _("Links to several records")
    FILE = "file", _("File")
    RATING = "rating", _("Rating")
    AUTO_NUMBER = "auto_number", _("Running number")
    FORMULA = "formula", _("Formula")
    ROLLUP = "rollup", _("Roll-up of related records")


class FieldDefinition(WorkspaceRow):
    """One field; its values stand among the custom values of each row under its name, which never changes.

    `options` say what its type needs: `choices`, `target`, `currency`, `places`, `max_length`, `default`, `most`,
    `kinds`, `prefix`, `digits`, `start`; of a formula `expression` and `shown_as`; of a roll-up `list`, `function`,
    `field`, `by` and `where`. A retired field is shown nowhere and its values stay.
    """

    rules_ask = True

    object = models.CharField(_("Object"), max_length=63)
    name = models.CharField(_("API name"), max_length=60)
    type = models.CharField(_("Type"), max_length=20, choices=CustomType)
    label_en = labels.text(_("Name in English"))
    label_zh = labels.text(_("Name in Chinese"))
    label = labels.either(_("Name"), "label_en", "label_zh")
    help_en = labels.text(_("Help in English"), 300)
    help_zh = labels.text(_("Help in Chinese"), 300)
    required = models.BooleanField(_("Required"), default=False)
    unique = models.BooleanField(_("No two alike"), default=False)
    filterable = models.BooleanField(_("Fast to filter and sort by"), default=False)
    position = models.PositiveIntegerField(_("Position"), default=0, blank=True)
    options = DocumentColumn(_("Options"))
    retired_at = models.DateTimeField(_("Retired at"), null=True, blank=True, editable=False)

    FIXED = ("object", "name", "type")
    held: dict[str, Any] | None = None
    # Names among FIXED that the action in charge changes all the same.
    lifted: frozenset[str] = frozenset()

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        constraints = (
            models.UniqueConstraint(fields=("workspace", "object", "name"), name="schema_fielddefinition_name"),
        )

    def __str__(self) -> str:
        return f"{self.object}.{self.name}"

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> FieldDefinition:
        """The row, remembering what it keeps for good."""
        row = super().from_db(*given, **more)
        row.held = {name: row.__dict__.get(name) for name in (*cls.FIXED, "options")}
        return row

    def faults(self) -> Iterable[FieldError]:
        return field_rules.faults(self)
