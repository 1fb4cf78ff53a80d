"""The abstract row that belongs to exactly one workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.uuid7 import new_id

Custom = dict[str, Any]


class WorkspaceRow(models.Model):
    """A versioned row of business data; the workspace comes first in every index that serves a list.

    `rules_ask` says that the rules of a new row ask the database, so that rows are not drafted away from it.
    """

    rules_ask: ClassVar[bool] = False

    id = models.UUIDField(_("ID"), primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", editable=False, db_index=False
    )
    created_at = models.DateTimeField(_("Created at"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        "identity.Person",
        models.DO_NOTHING,
        verbose_name=_("Created by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    updated_at = models.DateTimeField(_("Updated at"), db_default=Now(), editable=False)
    updated_by = models.ForeignKey(
        "identity.Person",
        models.DO_NOTHING,
        verbose_name=_("Updated by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    version = models.PositiveIntegerField(_("Version"), db_default=1, default=1, editable=False)
    deleted_at = models.DateTimeField(_("Deleted at"), null=True, blank=True, editable=False)
    custom = models.JSONField(
        _("Custom values"), default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )

    class Meta:
        abstract = True

    def faults(self) -> Iterable[FieldError]:
        """What contradicts the rules of one row."""
        return ()
