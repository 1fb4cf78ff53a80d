"""An address that wants to be told what becomes of records."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.journal.queries.feed import Place
from plexus.kernel.records.queries.history import Became
from plexus.kernel.values.uuid7 import new_id

EVENTS = tuple(each.value for each in Became)


class Webhook(models.Model):
    """Not journaled, as it holds secrets and where it stands in the feed; its causes are.

    It sends what `person` may read when it is sent. No objects or events mean all; a filter is of its one object.
    `sealed` and `sealed_before` are the secrets, encrypted; the one before is good until `before_until`. `epoch`,
    `txid`, `change` and `read_at` are the place in the feed up to which changes have become messages.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.DO_NOTHING, related_name="+", db_index=False)
    name = models.CharField(_("Name"), max_length=100)
    url = models.CharField(_("Address"), max_length=1000)
    objects_told = ArrayField(models.CharField(max_length=100), verbose_name=_("Objects"), default=list, blank=True)
    events = ArrayField(models.CharField(max_length=10), verbose_name=_("Events"), default=list, blank=True)
    filter = models.JSONField(_("Filter"), null=True, blank=True)
    active = models.BooleanField(_("Active"), default=True)
    trouble = models.JSONField(null=True)
    sealed = models.TextField()
    sealed_before = models.TextField(default="")
    before_until = models.DateTimeField(null=True)
    epoch = models.BigIntegerField()
    txid = models.BigIntegerField()
    change = models.BigIntegerField()
    read_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("Created at"))

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(filter=None) | models.Q(objects_told__len=1), name="hooks_webhook_filter_of_one"
            ),
        )
        indexes = (models.Index(fields=("workspace", "person"), name="hooks_webhook_by_person"),)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        """Up to where the feed was read."""
        return Place(self.epoch, self.txid, self.change, self.read_at)

    def stand_at(self, place: Place) -> dict[str, object]:
        """Note up to where the feed was read; gives the columns."""
        known = {"epoch": place.epoch, "txid": place.txid, "change": place.id, "read_at": place.at}
        for name, value in known.items():
            setattr(self, name, value)
        return known

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """The encrypted secrets that sign at a moment, the current one first."""
        both = self.before_until is not None and now < self.before_until
        return (self.sealed, self.sealed_before) if both else (self.sealed,)
