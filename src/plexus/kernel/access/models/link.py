"""Which records an activity, a task or a comment is about: an index over their reference lists, kept by triggers."""

from __future__ import annotations

from django.db import models


class Link(models.Model):
    """From a row with a list of references (`source`) to one record it names (`target`), at the source's moment."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    source_object = models.CharField(max_length=63)
    source_id = models.UUIDField()
    target_object = models.CharField(max_length=63)
    target_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("workspace", "target_id", "-at", "source_id"), name="access_link_timeline"),
            models.Index(fields=("workspace", "source_id"), name="access_link_source"),
        )
