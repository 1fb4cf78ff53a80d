"""A piece of work that a person, or the product itself, asked for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.uuid7 import new_id


class JobState(models.TextChoices):
    """Where a job is in its life."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Job(models.Model):
    """Work for later with its progress. Not journaled: what it changes is, under `cause_id`.

    `message` and `error` are sentences as `{text, params}`: the English template, translated when it is shown.
    `asked_as` keeps what of the actor the person alone does not tell: its kind and its token's scopes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("Kind"), max_length=100)
    person = models.ForeignKey(
        "identity.Person", models.SET_NULL, verbose_name=_("Person"), null=True, related_name="+", db_index=False
    )
    asked_as = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.BigIntegerField(_("Done"), default=0)
    total = models.BigIntegerField(_("Total"), null=True)
    message = models.JSONField(_("Message"), null=True)
    result = models.JSONField(_("Result"), null=True)
    error = models.JSONField(_("Error"), null=True)
    cause_id = models.UUIDField(null=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("Created at"), db_default=models.functions.Now())
    started_at = models.DateTimeField(_("Started at"), null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("Finished at"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (models.Index(fields=("workspace", "person", "-created_at"), name="jobs_job_by_person"),)
        constraints = (models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
