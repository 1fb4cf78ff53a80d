"""How far a job has come, written in the same transaction as its work."""

from __future__ import annotations

from django.db import models


class Checkpoint(models.Model):
    """Apart from the job's own row, which other transactions update while the work's transaction is open.

    `attempt` is the fence: a run that was taken for dead finds it moved on and can save nothing more.
    `deaths` counts the runs in a row that ended without a word and without a step forward.
    """

    job = models.OneToOneField("jobs.Job", models.CASCADE, primary_key=True, related_name="checkpoint")
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField(default=0)
    deaths = models.PositiveSmallIntegerField(default=0)
    saved = models.JSONField(default=dict)
    cause_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.job_id} #{self.attempt}"
