"""Something that happened with a customer."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import ReferencesColumn
from plexus.kernel.schema.object import Description


class ActivityKind(models.TextChoices):
    """How the touch happened."""

    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    NOTE = "note", _("Note")


class Activity(Record):
    """A call, meeting, visit or note about one or more records."""

    kind = models.CharField(_("Kind"), max_length=20, choices=ActivityKind, default=ActivityKind.NOTE)
    subject = models.CharField(_("Subject"), max_length=300, blank=True, default="")
    body = models.TextField(_("Text"), blank=True, default="")
    happened_at = models.DateTimeField(_("Happened at"), blank=True, null=True)
    duration_minutes = models.PositiveIntegerField(_("Minutes"), null=True, blank=True)
    direction = models.CharField(
        _("Direction"),
        max_length=10,
        blank=True,
        default="",
        choices=(("inbound", _("Inbound")), ("outbound", _("Outbound"))),
    )
    outcome = models.CharField(
        _("Outcome"), max_length=20, blank=True, default="",
        choices=(("connected", _("Connected")), ("no_answer", _("No answer")), ("left_message", _("Left message")),
                 ("done", _("Done")), ("cancelled", _("Cancelled"))),
    )  # fmt: skip
    related = ReferencesColumn(verbose_name=_("About"))
    mentions = ReferencesColumn(verbose_name=_("Mentions"), among="people")

    ruled_by = ("subject", "body")

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (
            *list_indexes("activity", "-happened_at?", "-created_at", "-updated_at", "owner"),
            key_index("engagement_activity", "external_id", called="engagement_activity_external"),
        )

    def __str__(self) -> str:
        return self.subject or self.get_kind_display()

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """The subject is the first line of the text when none was given."""
        if not self.subject and self.body:
            self.subject = next(iter(self.body.strip().splitlines()), "")[:120]


DESCRIPTION = Description(
    plural="activities",
    purpose=_("Calls, meetings, visits and notes. Quickest written down on a customer’s page, above the timeline."),
    title="subject",
    icon="activity",
    department="sales",
    columns=("subject", "kind", "related", "happened_at", "duration_minutes", "outcome", "owner"),
    form=(
        "kind",
        "subject",
        "body",
        "happened_at",
        "duration_minutes",
        "direction",
        "outcome",
        "mentions",
        "related",
        "owner",
    ),
    summary=("kind", "happened_at"),
    searched=("subject",),
    sort=("-happened_at",),
    about="related",
)
