"""The name of a file in a field."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class FileEntry(models.Model):
    """What a record is found by because a field of it holds a file so named; written by a trigger alone.

    Only whoever may read the field may find by it.
    """

    record_id = models.UUIDField(primary_key=True)
    field = models.CharField(max_length=63)
    workspace = models.ForeignKey("workspaces.Workspace", models.DO_NOTHING, related_name="+", db_constraint=False)
    object = models.CharField(max_length=63)
    name = models.CharField(max_length=1000)
    tokens = SearchVectorField()

    class Meta:
        managed = False
        db_table = "search_file_visible"

    def __str__(self) -> str:
        return self.name
