"""One attempt to send a message."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """What was sent and what came back, both cut short; where nothing came back there is no status."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey("hooks.Message", models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("At"))
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=30, default="")
    request = models.TextField(default="")
    response = models.TextField(default="")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.status or self.error}"
