"""A change that a webhook has to tell of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.values.uuid7 import new_id

TEST = "test"


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("Out of sight")


class Message(models.Model):
    """One change for one webhook; whoever gets it twice knows it by its id. What it says is read when it is sent.

    A test has no change. `DROPPED` is what the person could not read any more when it was to be sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+", db_index=False)
    webhook = models.ForeignKey("hooks.Webhook", models.CASCADE, related_name="messages", db_index=False)
    change = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("At"))
    object = models.CharField(_("Object"), max_length=100)
    record_id = models.UUIDField(null=True)
    event = models.CharField(_("Event"), max_length=10)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = (
            models.UniqueConstraint(fields=("webhook", "change"), name="hooks_message_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="hooks_message_state"),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING) | Q(next_at__isnull=False), name="hooks_message_waits"
            ),
        )
        indexes = (
            models.Index(fields=("webhook", "next_at"), condition=Q(state="waiting"), name="hooks_message_due"),
            models.Index(fields=("webhook", "-id"), name="hooks_message_newest"),
            models.Index(fields=("ended_at",), condition=~Q(ended_at=None), name="hooks_message_ended"),
        )

    def __str__(self) -> str:
        return self.type

    @property
    def type(self) -> str:
        """What it is about, for programs: `deals.changed`."""
        return f"{self.object or 'webhook'}.{self.event}"

    @property
    def name(self) -> str:
        """The `webhook-id` under which it is sent, as often as it is sent."""
        return f"msg_{self.pk.hex}"
