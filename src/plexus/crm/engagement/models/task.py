"""Something to do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import list_indexes
from plexus.kernel.schema.columns import ReferencesColumn
from plexus.kernel.schema.object import Description


class Task(Record):
    """Something to do by a moment, about one or more records; done when `done_at` is set."""

    subject = models.CharField(_("Subject"), max_length=300)
    body = models.TextField(_("Text"), blank=True, default="")
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done at"), null=True, blank=True)
    priority = models.CharField(
        _("Priority"),
        max_length=10,
        default="normal",
        blank=True,
        choices=(("low", _("Low")), ("normal", _("Normal")), ("high", _("High"))),
    )
    related = ReferencesColumn(verbose_name=_("About"))

    TONES = {"low": "", "normal": "info", "high": "warn"}

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = (
            *list_indexes("task", "due_at", "-created_at", "-updated_at"),
            models.Index(
                fields=("workspace", "owner", "due_at"),
                condition=models.Q(deleted_at=None, done_at=None),
                name="engagement_task_open",
            ),
            models.Index(fields=("workspace", "external_id"), name="engagement_task_external"),
        )

    def __str__(self) -> str:
        return self.subject


DESCRIPTION = Description(
    plural="tasks",
    title="subject",
    icon="square-check",
    department="sales",
    columns=("subject", "related", "due_at", "priority", "done_at", "owner"),
    form=("subject", "body", "due_at", "priority", "related", "owner", "done_at"),
    summary=("due_at", "priority"),
    searched=("subject",),
    sort=("due_at",),
    about="related",
)
