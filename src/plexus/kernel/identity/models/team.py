"""Teams of a workspace, in a tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.refusals import FieldError, gettext_noop
from plexus.kernel.workspaces.models import WorkspaceRow

IN_ITSELF = gettext_noop("A team cannot be part of itself or of a team below it.")
DEEPEST = 50


class Team(WorkspaceRow):
    """A group of persons; rights that say "team and below" follow the tree."""

    rules_ask = True

    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("Part of"), null=True, blank=True, related_name="children"
    )
    external_id = models.CharField(_("External ID"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "name"), condition=models.Q(deleted_at=None), name="identity_team_name"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="identity_team_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        """Teams form a tree."""
        above, steps = self.parent, 0
        while above is not None and above.pk != self.pk and steps < DEEPEST:
            above, steps = above.parent, steps + 1
        if above is not None:
            yield FieldError("parent", "in_itself", IN_ITSELF)
