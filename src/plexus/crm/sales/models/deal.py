"""A chance to sell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from plexus.crm.sales.models.outcome import TONES, Outcome
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import MoneyColumn, PercentColumn
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

BELOW_ZERO = N_("The amount of a deal is never below zero. Write a credit as a line item with a negative unit price.")


class Deal(Record):
    """A deal on its way through a pipeline; its stage decides whether it is open, won or lost."""

    name = models.CharField(_("Name"), max_length=300)
    account = models.ForeignKey(
        "customers.Account", models.SET_NULL, verbose_name=_("Account"), null=True, blank=True, related_name="deals"
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, verbose_name=_("Contact"), null=True, blank=True, related_name="deals"
    )
    pipeline = models.ForeignKey(
        "sales.Pipeline", models.PROTECT, verbose_name=_("Pipeline"), related_name="deals", blank=True
    )
    stage = models.ForeignKey("sales.Stage", models.PROTECT, verbose_name=_("Stage"), related_name="deals")
    amount = MoneyColumn(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    probability = PercentColumn(_("Probability"))
    expected_close_on = models.DateField(_("Expected close"), null=True, blank=True)
    opened_on = models.DateField(_("Opened"), null=True, blank=True)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN, editable=False)
    stage_entered_on = models.DateField(_("In this stage since"), null=True, blank=True, editable=False)
    lost_reason = models.ForeignKey(
        "sales.LostReason", models.SET_NULL, verbose_name=_("Lost reason"), null=True, blank=True, related_name="deals"
    )
    source = models.CharField(_("Source"), max_length=100, blank=True, default="")
    description = models.TextField(_("Description"), blank=True, default="")

    TONES = TONES
    ruled_by = ("stage", "pipeline", "amount", "probability", "opened_on", "closed_on", "lost_reason")
    settled_by = ("stage",)
    settled_together = (
        ("stage", "pipeline", "probability", "outcome", "closed_on", "stage_entered_on", "lost_reason"),
    )

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = (
            *list_indexes(
                "deal",
                "sort_key",
                "-created_at",
                "-updated_at",
                "owner",
                "-amount?",
                "expected_close_on",
                "-probability?",
            ),
            models.Index(
                F("workspace"),
                F("closed_on").desc(nulls_last=True),
                F("id").desc(),
                condition=models.Q(deleted_at=None),
                include=("outcome", "currency", "amount", "opened_on", "owner", "team", "pipeline"),
                name="deal_by_closed_on",
            ),  # Also holds what the dashboard tells of them.
            models.Index(
                fields=("workspace", "account", "id"),
                condition=models.Q(deleted_at=None, outcome=Outcome.OPEN),
                include=(
                    "stage",
                    "currency",
                    "amount",
                    "probability",
                    "expected_close_on",
                    "owner",
                    "team",
                    "pipeline",
                ),
                name="deal_open",
            ),  # What the dashboard tells of open deals, and how many an account has.
            models.Index(
                fields=("workspace", "currency"),
                condition=models.Q(deleted_at=None, amount__isnull=False),
                name="deal_by_currency",
            ),  # Those that are in no sum.
            models.Index(
                fields=("workspace", "account", "id"),
                condition=models.Q(deleted_at=None),
                include=("outcome",),
                name="deal_by_account",
            ),  # Also counts them by outcome.
            models.Index(
                F("workspace"),
                F("stage"),
                F("amount").desc(nulls_last=True),
                F("id"),
                condition=models.Q(deleted_at=None),
                include=("probability", "pipeline", "currency", "owner", "team"),
                name="deal_by_stage",
            ),  # The lanes of the board, the largest first, and their sums.
            key_index("sales_deal", "external_id"),
            GinIndex(fields=("tags",), name="sales_deal_tags"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="open", closed_on=None)
                | (~models.Q(outcome="open") & ~models.Q(closed_on=None)),
                name="sales_deal_closed_on",
            ),
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__gte=0, probability__lte=100),
                name="sales_deal_probability",
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0) | ~models.Q(deleted_at=None),
                name="sales_deal_amount",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @classmethod
    def defaults(cls, *, today: date) -> dict[str, Any]:
        """What a new deal is given where nothing was said."""
        return {"opened_on": today}

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """The stage brings its pipeline, probability and outcome; closing has a day, reopening takes it back."""
        if not hasattr(self, "stage"):
            return
        if changed & {"stage", "stage_id"} or self.outcome != self.stage.outcome:
            self._enter_stage(changed, today)
        if self.outcome == Outcome.OPEN:
            self.closed_on = None
        elif self.closed_on is None:
            self.closed_on = today
        if self._state.adding and "opened_on" not in changed and self.opened_on and self.closed_on:
            self.opened_on = min(self.opened_on, self.closed_on)  # Nobody said when; not after it was closed.
        if self.outcome != Outcome.LOST:
            self.lost_reason_id = None

    def _enter_stage(self, changed: frozenset[str], today: date) -> None:
        self.pipeline_id = self.stage.pipeline_id
        self.outcome = self.stage.outcome
        self.stage_entered_on = today
        if "probability" not in changed or self.outcome != Outcome.OPEN:
            self.probability = self.stage.probability

    def faults(self) -> Iterable[FieldError]:
        if self.amount is not None and self.amount < 0 and self.deleted_at is None:
            yield FieldError("amount", "negative", BELOW_ZERO)
        if self.probability is not None and not 0 <= self.probability <= 100:
            yield FieldError("probability", "out_of_range", N_("A probability lies between 0 and 100."))
        if self.opened_on and self.closed_on and self.closed_on < self.opened_on:
            yield FieldError("closed_on", "before_opening", N_("A deal cannot close before it was opened."))


DESCRIPTION = Description(
    plural="deals",
    purpose=_(
        "What you may sell, and for how much. A deal goes from stage to stage on the board until it is won or lost."
    ),
    icon="handshake",
    department="sales",
    columns=("name", "account", "stage", "amount", "probability", "expected_close_on", "owner", "updated_at"),
    form=(
        "name", "account", "contact", "stage", "amount", "probability", "expected_close_on", "opened_on", "closed_on",
        "lost_reason", "source", "owner", "tags", "description",
    ),
    summary=("account", "stage", "amount"),
    searched=("name",),
    keys=("external_id",),
    sort=("-updated_at",),
    match=("external_id", "name"),
    counted={"account": 3, "amount": 3, "expected_close_on": 3, "contact": 2, "owner": 2, "source": 1},
    important_by="amount",
    ended_by="closed_on",
)  # fmt: skip
