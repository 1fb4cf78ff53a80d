"""How far a running number has come."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number that a field has drawn; its row is locked until the record that bears the number is kept."""

    definition = models.UUIDField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.definition}: {self.last}"
