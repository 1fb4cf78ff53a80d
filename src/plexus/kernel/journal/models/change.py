"""One change of one record, as the trigger wrote it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.journal.exact import ExactDecoder


class Change(models.Model):
    """What became of a record: `I` came, `U` changed from `before` to `after`, `D` was removed for good.

    The table is partitioned by month and append-only: the application role may only read it.
    """

    id = models.BigIntegerField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.DO_NOTHING, related_name="+", db_constraint=False)
    at = models.DateTimeField(_("At"))
    cause = models.ForeignKey(
        "journal.Cause", models.DO_NOTHING, null=True, related_name="changes", db_constraint=False
    )
    object = models.CharField(_("Object"), max_length=63)
    record_id = models.UUIDField(_("Record"))
    op = models.CharField(_("Operation"), max_length=1)
    before = models.JSONField(_("Before"), null=True, decoder=ExactDecoder)
    after = models.JSONField(_("After"), null=True, decoder=ExactDecoder)

    class Meta:
        managed = False
        db_table = "journal_change"
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    @property
    def was(self) -> dict[str, Any]:
        """The columns before, none for what came."""
        return self.before or {}

    @property
    def became(self) -> dict[str, Any]:
        """The columns after, none for what was removed."""
        return self.after or {}
