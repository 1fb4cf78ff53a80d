"""A company."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.crm.customers.models.lifecycle import TONES, LifecycleStage
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import filter_indexes, key_index, list_indexes
from plexus.kernel.schema.columns import MoneyColumn, PhoneColumn
from plexus.kernel.schema.object import ADDRESS, Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_


class AccountKind(models.TextChoices):
    """What the company is to us."""

    CUSTOMER = "customer", _("Customer")
    PROSPECT = "prospect", _("Prospect")
    DISTRIBUTOR = "distributor", _("Distributor")
    RETAILER = "retailer", _("Retailer")
    PARTNER = "partner", _("Partner")
    SUPPLIER = "supplier", _("Supplier")
    COMPETITOR = "competitor", _("Competitor")


class Account(Record):
    """A company: customer, prospect, partner or rival; companies may have a parent company."""

    name = models.CharField(_("Name"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=20, choices=AccountKind, default=AccountKind.PROSPECT, blank=True)
    industry = models.CharField(_("Industry"), max_length=100, blank=True, default="")
    website = models.URLField(_("Website"), max_length=500, blank=True, default="")
    phone = PhoneColumn(_("Phone"))
    email = models.EmailField(_("E-mail"), max_length=254, blank=True, default="")
    street = models.CharField(_("Street"), max_length=300, blank=True, default="")
    district = models.CharField(_("District"), max_length=100, blank=True, default="", db_default="")
    city = models.CharField(_("City"), max_length=100, blank=True, default="")
    region = models.CharField(_("Region"), max_length=100, blank=True, default="")
    country = models.CharField(_("Country"), max_length=100, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, default="")
    employees = models.PositiveIntegerField(_("Employees"), null=True, blank=True)
    annual_revenue = MoneyColumn(_("Annual revenue"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    founded_year = models.PositiveSmallIntegerField(_("Founded"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("Parent company"), null=True, blank=True, related_name="subsidiaries"
    )
    lifecycle_stage = models.CharField(
        _("Life cycle"), max_length=20, choices=LifecycleStage, default=LifecycleStage.POTENTIAL, blank=True
    )
    description = models.TextField(_("Description"), blank=True, default="")

    TONES = TONES
    ruled_by = ("parent",)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = (
            *list_indexes("account", "sort_key", "-created_at", "-updated_at", "owner", "industry"),
            *filter_indexes("account", "city"),
            key_index("customers_account", "external_id"),
            models.Index(fields=("workspace", "sort_key", "id"), name="account_names"),
            GinIndex(fields=("tags",), name="customers_account_tags"),
        )
        constraints = (
            # Triggers insist under the same name that none stands below itself further up.
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="customers_account_parent",
                violation_error_code="circle",
                violation_error_message=N_("The company chosen stands below this one, which would close a circle."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        if self.parent_id == self.pk:
            yield FieldError("parent", "own_parent", N_("A company cannot be its own parent."))


DESCRIPTION = Description(
    plural="accounts",
    purpose=_(
        "Companies you sell to, buy from or compete with. Each has a page with its people, its deals and what was said."
    ),
    icon="building-2",
    department="sales",
    columns=("name", "kind", "industry", "city", "lifecycle_stage", "owner", "annual_revenue", "updated_at"),
    form=(
        "name", "kind", "industry", "lifecycle_stage", "website", "phone", "email", "street", "district",
        "city", "region", "country", "postal_code", "employees", "annual_revenue", "founded_year", "parent", "owner",
        "tags", "description",
    ),
    summary=("kind", "industry", "city"),
    searched=("name",),
    keys=("email", "phone", "website"),
    sort=("name",),
    match=("external_id", "name"),
    counted={
        "phone": 3, "email": 2, "owner": 2, "industry": 2, "city": 2, "annual_revenue": 2, "website": 1, "street": 1,
        "country": 1, "employees": 1,
    },
    important_by="annual_revenue",
    address=ADDRESS,
)  # fmt: skip
