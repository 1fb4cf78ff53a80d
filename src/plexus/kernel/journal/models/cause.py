"""Why something changed: one run of an action, an import, an undo."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.uuid7 import new_id


class Cause(models.Model):
    """One deliberate act of an actor; every change it makes carries its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    action = models.CharField(_("Action"), max_length=100)
    person = models.ForeignKey(
        "identity.Person", models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    actor_kind = models.CharField(_("Actor"), max_length=10)
    at = models.DateTimeField(_("At"), db_default=models.functions.Now())
    params = models.JSONField(_("Parameters"), default=dict)
    undoes = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="undone_by", db_index=False)

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
        indexes = (
            models.Index(fields=("workspace", "-at"), name="journal_cause_recent"),
            models.Index(fields=("workspace", "person", "-at"), name="journal_cause_by_person"),
            models.Index(fields=("undoes",), name="journal_cause_undoes", condition=~models.Q(undoes=None)),
        )
