"""Something to do."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Func, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import ReferencesColumn
from plexus.kernel.schema.object import Description, Order

# Microseconds of 1970: what has no due time comes after every time, and what is done after that, the latest first.
NO_DUE, DONE = 10**18, 3 * 10**18


def _microseconds(name: str) -> Combinable:
    """A moment as a number, the same whatever the time zone of the session."""
    template = "(EXTRACT(EPOCH FROM timezone('UTC', %(expressions)s)) * 1000000)::bigint"
    return Func(name, template=template, output_field=models.BigIntegerField())


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
    agenda = models.GeneratedField(
        expression=Case(
            When(done_at=None, then=Coalesce(_microseconds("due_at"), NO_DUE)),
            default=DONE - _microseconds("done_at"),
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    TONES = {"low": "", "normal": "info", "high": "warn"}
    NOT_FIELDS = ("agenda",)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = (
            *list_indexes("task", "agenda", "due_at", "-created_at", "-updated_at"),
            models.Index(
                fields=("workspace", "owner", "due_at"),
                condition=models.Q(deleted_at=None, done_at=None),
                name="engagement_task_open",
            ),
            key_index("engagement_task", "external_id", called="engagement_task_external"),
        )

    def __str__(self) -> str:
        return self.subject


DESCRIPTION = Description(
    plural="tasks",
    purpose=_("What is to be done next, by whom and until when. What is due stands on the start page."),
    title="subject",
    icon="square-check",
    department="sales",
    columns=("subject", "related", "due_at", "priority", "done_at", "owner"),
    form=("subject", "body", "due_at", "priority", "related", "owner", "done_at"),
    summary=("due_at", "priority"),
    searched=("subject",),
    sort=("agenda",),
    orders={"agenda": Order(_("open first, by due date"), ("due_at", "done_at"))},
    about="related",
)
