"""What is told to a person, and how far the journal was read to tell it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """Why somebody is told, the weightiest first."""

    MENTIONED = "mentioned", _("Somebody mentions me")
    GIVEN = "given", _("A record or a task is given to me")
    SAID = "said", _("Something new stands on a record that I follow")
    CHANGED = "changed", _("A record that I follow is changed")


class Notice(models.Model):
    """Points a person to a change of a record, or to a remark (`source`) about it.

    It holds no words and no values: those are read, under the reader's rights of then, when the notice is shown.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=NoticeKind)
    object = models.CharField(max_length=63)
    record_id = models.UUIDField()
    source_object = models.CharField(max_length=63, default="", blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    change_id = models.BigIntegerField()
    by = models.ForeignKey(
        "identity.Person", models.DO_NOTHING, related_name="+", null=True, db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("workspace", "person", "-id"), name="following_notice_newest"),
            models.Index(
                fields=("workspace", "person", "-id"), condition=models.Q(read_at=None), name="following_notice_unread"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "person", "change_id", "record_id"), name="following_notice_once"
            ),
        )


class Watermark(models.Model):
    """The place in the journal's feed up to which everybody was told, one for each workspace."""

    workspace = models.OneToOneField(
        "workspaces.Workspace", models.CASCADE, related_name="+", primary_key=True, db_column="workspace_id"
    )
    epoch = models.IntegerField()
    txid = models.BigIntegerField()
    change_id = models.BigIntegerField()
    at = models.DateTimeField()
