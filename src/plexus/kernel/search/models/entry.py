"""One findable record."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """What a record is found by; written by triggers alone, read through a view of the workspace in scope.

    Its key is the record's own, and it knows the record's owner and team, so that a condition of the access package
    holds for the entry as for the record. `keys` are its e-mail addresses, numbers and the like, `own` the values of
    custom fields that may name it.
    """

    record_id = models.UUIDField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.DO_NOTHING, related_name="+", db_constraint=False)
    object = models.CharField(max_length=63)
    title = models.CharField(max_length=300)
    owner = models.ForeignKey("identity.Person", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    team = models.ForeignKey("identity.Team", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    beside = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    weight = models.SmallIntegerField()
    tokens = SearchVectorField()
    keys = models.TextField()
    updated_at = models.DateTimeField()
    own = models.TextField()

    class Meta:
        managed = False
        db_table = "search_visible"

    def __str__(self) -> str:
        return self.title
