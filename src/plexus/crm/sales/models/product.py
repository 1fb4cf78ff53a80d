"""What is sold."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import MoneyColumn
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_


class Product(Record):
    """A product or service with its list price."""

    name = models.CharField(_("Name"), max_length=300)
    code = models.CharField(pgettext_lazy("product", "Code"), max_length=100, blank=True, default="")
    category = models.CharField(_("Category"), max_length=100, blank=True, default="")
    price = MoneyColumn(_("Price"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    unit = models.CharField(_("Unit"), max_length=50, blank=True, default="")
    active = models.BooleanField(_("Active"), default=True)
    description = models.TextField(_("Description"), blank=True, default="")

    ruled_by = ("price",)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = (
            *list_indexes("product", "sort_key", "-created_at", "-updated_at"),
            key_index("sales_product", "external_id"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(price=None) | models.Q(price__gte=0), name="sales_product_price"),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        if self.price is not None and self.price < 0:
            yield FieldError("price", "negative", N_("A price is never below zero."))


DESCRIPTION = Description(
    plural="products",
    purpose=_("What you sell, with its price. The lines of a deal are chosen from here."),
    icon="package",
    department="sales",
    columns=("name", "code", "category", "price", "unit", "active"),
    form=("name", "code", "category", "price", "unit", "active", "tags", "description"),
    summary=("code", "category"),
    searched=("name", "code"),
    sort=("name",),
    match=("external_id", "code", "name"),
)
