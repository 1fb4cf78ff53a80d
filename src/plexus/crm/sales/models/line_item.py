"""One product on a deal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import MoneyColumn, PercentColumn
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

BELOW_ZERO = N_("A quantity is never below zero. Write what you take back as a line with a negative unit price.")


class DealLineItem(Record):
    """So much of a product at a price; the total is quantity × unit price less the discount, in cents.

    A price below zero is a credit or a trade-in; a quantity below zero there is not.
    """

    deal = models.ForeignKey("sales.Deal", models.CASCADE, verbose_name=_("Deal"), related_name="line_items")
    product = models.ForeignKey("sales.Product", models.PROTECT, verbose_name=_("Product"), related_name="line_items")
    quantity = models.DecimalField(_("Quantity"), max_digits=18, decimal_places=4, default=1, blank=True)
    unit_price = MoneyColumn(_("Unit price"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    discount_percent = PercentColumn(_("Discount %"), default=0, null=False)
    total = MoneyColumn(_("Total"), editable=False)

    ruled_by = ("product", "quantity", "unit_price", "currency", "discount_percent")
    settled_by = ("product",)
    settled_together = (("quantity", "unit_price", "discount_percent", "total"),)

    class Meta:
        verbose_name = _("deal line item")
        verbose_name_plural = _("deal line items")
        indexes = (
            *list_indexes("deallineitem", "-created_at", "deal", "product"),
            key_index("sales_deallineitem", "external_id", called="sales_deallineitem_external"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(discount_percent__gte=0, discount_percent__lte=100),
                name="sales_deallineitem_discount",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0) | ~models.Q(deleted_at=None), name="sales_deallineitem_quantity"
            ),
        )

    def __str__(self) -> str:
        return str(self.product)

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """The list price where none was given; the total always follows."""
        if self.unit_price is None and self.product_id is not None:
            self.unit_price, self.currency = self.product.price, self.product.currency
        if self.unit_price is not None:
            self.total = total_of(Decimal(self.quantity), Decimal(self.unit_price), Decimal(self.discount_percent))

    def faults(self) -> Iterable[FieldError]:
        if (self.quantity or 0) < 0 and self.deleted_at is None:
            yield FieldError("quantity", "negative", BELOW_ZERO)
        if not 0 <= self.discount_percent <= 100:
            yield FieldError("discount_percent", "out_of_range", N_("A discount lies between 0 and 100."))


def total_of(quantity: Decimal, unit_price: Decimal, discount_percent: Decimal) -> Decimal:
    """Quantity × unit price × (1 − discount), rounded half up to cents."""
    exact = quantity * unit_price * (1 - discount_percent / 100)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


DESCRIPTION = Description(
    plural="deal-line-items",
    title="product",
    icon="list",
    columns=("deal", "product", "quantity", "unit_price", "discount_percent", "total"),
    form=("deal", "product", "quantity", "unit_price", "discount_percent"),
    summary=("quantity", "unit_price"),
    sort=("-created_at",),
    part_of="deal",
    in_rail=False,
)
