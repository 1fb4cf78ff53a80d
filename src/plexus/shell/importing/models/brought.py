"""An import that somebody prepares or ran, and the rows that are told one by one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.uuid7 import new_id


class Import(models.Model):
    """A file with what is asked of it. Not journaled: what it changes is, under the cause of its job.

    `checked` holds the figures of the last dry run, `counts` those of the run. One of several files that come together
    belongs to their set at its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        "identity.Person", models.SET_NULL, verbose_name=_("Person"), null=True, related_name="+", db_index=False
    )
    object = models.CharField(_("Object"), max_length=100)
    name = models.CharField(_("File"), max_length=255)
    order = models.JSONField(default=dict)
    check_job_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    checked = models.JSONField(null=True)
    counts = models.JSONField(null=True)
    together = models.ForeignKey("importing.ImportSet", models.CASCADE, null=True, related_name="members")
    place = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(_("Created at"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = (models.Index(fields=("workspace", "person", "-created_at"), name="importing_import_recent"),)

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row that was kept back, one that waits for its reference, or one of the first of its verdict."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    brought = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    dry = models.BooleanField()
    number = models.IntegerField()
    verdict = models.CharField(max_length=12)
    reasons = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    record_id = models.UUIDField(null=True)
    later = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = (models.Index(fields=("brought", "dry", "verdict", "number"), name="importing_row_by_verdict"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"
