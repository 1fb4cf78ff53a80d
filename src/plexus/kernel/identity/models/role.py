"""What a group of persons may do, as data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.workspaces.models import WorkspaceRow


class Role(WorkspaceRow):
    """Rights by object: `grants[object][verb]` is a level, `fields[object][field]` hides or freezes a field.

    The object `*` stands for every object not named. Levels and field rights are read by the access package only.
    """

    key = models.SlugField(_("Short name"), max_length=63)
    name = models.CharField(_("Name"), max_length=200)
    is_administrator = models.BooleanField(_("Administrator"), default=False)
    grants = models.JSONField(_("Rights"), default=dict, blank=True)
    fields = models.JSONField(_("Field rights"), default=dict, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="identity_role_key"),)

    def __str__(self) -> str:
        return self.name
