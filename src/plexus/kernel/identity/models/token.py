"""API tokens: shown once, stored hashed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.workspaces.models import WorkspaceRow


class Token(WorkspaceRow):
    """A key with which a program acts as a person, within scopes and until a day."""

    person = models.ForeignKey("identity.Person", models.CASCADE, verbose_name=_("Person"), related_name="tokens")
    name = models.CharField(_("Name"), max_length=200)
    prefix = models.CharField(_("Begins with"), max_length=16)
    digest = models.BinaryField(_("SHA-256"), max_length=32, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=100), verbose_name=_("Scopes"), default=list, blank=True)
    expires_at = models.DateTimeField(_("Expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("Last used at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name
