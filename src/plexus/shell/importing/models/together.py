"""Several files that somebody brings in together: one trial, one run, one cause, one undo."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.uuid7 import new_id


class ImportSet(models.Model):
    """Files that belong together; each of them is an `Import` whose place says when it comes.

    `preset` names the system that wrote them, if one was recognised. `left` are files of which nothing comes in, with
    the id under which each is kept, its rows and why. The jobs are those of the members, too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        "identity.Person", models.SET_NULL, verbose_name=_("Person"), null=True, related_name="+", db_index=False
    )
    preset = models.CharField(max_length=20, blank=True)
    left = models.JSONField(default=list)
    check_job_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(_("Created at"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("import of several files")
        verbose_name_plural = _("imports of several files")
        indexes = (models.Index(fields=("workspace", "person", "-created_at"), name="importing_set_recent"),)

    def __str__(self) -> str:
        return str(self.pk)
