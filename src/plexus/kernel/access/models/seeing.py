"""An administrator who looked at the product as somebody else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.workspaces.models import WorkspaceRow


class Seeing(WorkspaceRow):
    """Whoever made it sees what a person sees, from its making until it is ended or its time is over."""

    person = models.ForeignKey("identity.Person", models.CASCADE, verbose_name=_("Person"), related_name="+")
    ends_at = models.DateTimeField(_("Ends at"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("look as somebody else")
        verbose_name_plural = _("looks as somebody else")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("created_at")), name="access_seeing_lasts"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("created_by")), name="access_seeing_not_oneself"
            ),
        )
