"""One record shown to one person or team beyond what the role allows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.workspaces.models import WorkspaceRow


class Share(WorkspaceRow):
    """Lets a person, or a team and the teams below it, read or also change one record, until a moment if given."""

    object = models.CharField(_("Object"), max_length=63)
    record_id = models.UUIDField(_("Record"))
    person = models.ForeignKey(
        "identity.Person", models.CASCADE, verbose_name=_("Person"), null=True, blank=True, related_name="+"
    )
    shared_team = models.ForeignKey(
        "identity.Team", models.CASCADE, verbose_name=_("Team"), null=True, blank=True, related_name="+"
    )
    may_change = models.BooleanField(_("May change"), default=False)
    expires_at = models.DateTimeField(_("Expires at"), null=True, blank=True)

    NOT_FIELDS: ClassVar[tuple[str, ...]] = ("object", "record_id")

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        indexes = (models.Index(fields=("workspace", "record_id"), name="access_share_record"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(shared_team=None), name="access_share_person_or_team"
            ),
            models.UniqueConstraint(
                fields=("record_id", "person"), condition=models.Q(deleted_at=None), name="access_share_once_a_person"
            ),
            models.UniqueConstraint(
                fields=("record_id", "shared_team"),
                condition=models.Q(deleted_at=None),
                name="access_share_once_a_team",
            ),
        )
