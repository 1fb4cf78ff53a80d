"""Answers kept so that a repeated request does nothing twice."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Remembered(models.Model):
    """The answer to a request that bore an Idempotency-Key; `token_id` is nil for an actor without a token."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    token_id = models.UUIDField()
    key = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("remembered answer")
        verbose_name_plural = _("remembered answers")
        constraints = (models.UniqueConstraint(fields=("workspace", "token_id", "key"), name="api_remembered_key"),)
        indexes = (models.Index(fields=("expires_at",), name="api_remembered_expiry"),)

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def of(workspace_id: UUID, token_id: UUID, key: str) -> Remembered:
        """The answer under a key."""
        return Remembered._default_manager.get(workspace_id=workspace_id, token_id=token_id, key=key)
