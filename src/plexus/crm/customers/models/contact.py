"""A person whom the company deals with, inside a company or not."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.crm.customers.models.lifecycle import TONES, LifecycleStage
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import filter_indexes, key_index, list_indexes
from plexus.kernel.schema.columns import EmailsColumn, PhonesColumn, PrimaryColumn
from plexus.kernel.schema.object import ADDRESS, Description
from plexus.kernel.values import names


class Contact(Record):
    """A person; the full name and its parts are kept in agreement, family name first for Chinese names."""

    full_name = models.CharField(_("Full name"), max_length=300)
    family_name = models.CharField(_("Family name"), max_length=150, blank=True, default="")
    given_name = models.CharField(_("Given name"), max_length=150, blank=True, default="")
    job_title = models.CharField(_("Job title"), max_length=200, blank=True, default="")
    department = models.CharField(_("Department"), max_length=200, blank=True, default="")
    account = models.ForeignKey(
        "customers.Account", models.SET_NULL, verbose_name=_("Account"), null=True, blank=True, related_name="contacts"
    )
    emails = EmailsColumn(_("E-mails"))
    phones = PhonesColumn(_("Phones"))
    email = PrimaryColumn(verbose_name=_("E-mail"), of="emails")
    phone = PrimaryColumn(verbose_name=_("Phone"), of="phones")
    street = models.CharField(_("Street"), max_length=300, blank=True, default="")
    district = models.CharField(_("District"), max_length=100, blank=True, default="", db_default="")
    city = models.CharField(_("City"), max_length=100, blank=True, default="")
    region = models.CharField(_("Region"), max_length=100, blank=True, default="")
    country = models.CharField(_("Country"), max_length=100, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, default="")
    birthday = models.DateField(_("Birthday"), null=True, blank=True)
    language = models.CharField(_("Language"), max_length=20, blank=True, default="")
    lifecycle_stage = models.CharField(
        _("Life cycle"), max_length=20, choices=LifecycleStage, default=LifecycleStage.POTENTIAL, blank=True
    )
    source = models.CharField(_("Source"), max_length=100, blank=True, default="")
    description = models.TextField(_("Description"), blank=True, default="")

    TONES = TONES
    ruled_by = ("full_name", "family_name", "given_name")
    settled_together = (("full_name", "family_name", "given_name"),)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = (
            *list_indexes(
                "contact",
                "sort_key",
                "-created_at",
                "-updated_at",
                "owner",
                "account",
                "email",
                "job_title",
                "lifecycle_stage",
            ),
            *filter_indexes("contact", "city"),
            key_index("customers_contact", "email"),
            key_index("customers_contact", "external_id"),
            GinIndex(fields=("tags",), name="customers_contact_tags"),
        )

    def __str__(self) -> str:
        return self.full_name

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """The full name follows its parts, or the parts follow the full name, whichever was written."""
        if changed & {"family_name", "given_name"} and "full_name" not in changed:
            self.full_name = names.join(family=self.family_name, given=self.given_name)
        elif "full_name" in changed and not changed & {"family_name", "given_name"}:
            parts = names.split(self.full_name)
            self.family_name, self.given_name = parts.family, parts.given


DESCRIPTION = Description(
    plural="contacts",
    purpose=_("The people you deal with. Each has a page with the calls, visits and deals they had a part in."),
    title="full_name",
    icon="users",
    department="sales",
    columns=("full_name", "job_title", "account", "city", "lifecycle_stage", "phone", "email", "owner"),
    form=(
        "full_name", "job_title", "department", "account", "emails", "phones", "street", "district", "city", "region",
        "country", "postal_code", "birthday", "language", "lifecycle_stage", "source", "owner", "tags", "description",
    ),
    summary=("job_title", "account", "city"),
    searched=("full_name",),
    keys=("emails", "phones"),
    sort=("full_name",),
    match=("external_id", "email"),
    counted={
        "account": 3, "phone": 3, "email": 3, "job_title": 2, "owner": 2, "department": 1, "city": 1, "source": 1,
    },
    important_by="updated_at",
    persons=("full_name", "family_name", "given_name"),
    address=ADDRESS,
)  # fmt: skip
