"""That somebody stands in a relation to somebody: people, companies, and the deals that they decide on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.crm.relations.models.circles import unsound
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

FROM = {"contacts": "from_contact", "accounts": "from_account"}
TO = {"contacts": "to_contact", "accounts": "to_account", "deals": "to_deal"}
ENDS = (*FROM.values(), *TO.values())
ONE_FROM = N_("A relation begins at one person or one company.")
ONE_TO = N_("A relation leads to one person, one company or one deal.")
ITSELF = N_("Nobody stands in a relation to oneself. Choose somebody else.")
BACKWARDS = N_("A relation cannot end before it began.")


def _end(label: Any, to: str, name: str) -> models.ForeignKey[Any, Any]:
    """A reference to a record on one side."""
    return models.ForeignKey(
        to, models.CASCADE, verbose_name=label, null=True, blank=True, related_name=name, db_index=False
    )


def _one_of(*names: str) -> Q:
    """Exactly one of some references is set."""
    found = Q()
    for name in names:
        found |= Q(**{f"{each}__isnull": each != name for each in names})
    return found


class Relation(Record):
    """A relation of a type from one record to another; one that is the same both ways is kept one way round."""

    type = models.ForeignKey("relations.RelationType", models.PROTECT, verbose_name=_("Relation"), related_name="+")
    from_contact = _end(_("From contact"), "customers.Contact", "relations_from")
    from_account = _end(_("From account"), "customers.Account", "relations_from")
    to_contact = _end(_("To contact"), "customers.Contact", "relations_to")
    to_account = _end(_("To account"), "customers.Account", "relations_to")
    to_deal = _end(_("To deal"), "sales.Deal", "relations_to")
    strength = models.CharField(
        _("Strength"), max_length=10, blank=True, default="",
        choices=(("weak", _("Weak")), ("fair", _("Fair")), ("strong", _("Strong"))),
    )  # fmt: skip
    started_on = models.DateField(pgettext_lazy("relation", "Since"), null=True, blank=True)
    ended_on = models.DateField(_("Until"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("relation", "Note"), blank=True, default="")

    rules_ask = True
    ruled_by = ("type", *ENDS, "started_on", "ended_on")
    settled_by = ("type",)
    settled_together = (("type", *ENDS), ("started_on", "ended_on"))

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        indexes = (
            *list_indexes("relation", "-created_at", "-updated_at", "owner"),
            *(
                models.Index(
                    fields=("workspace", name, "-created_at", "-id"),
                    condition=Q(deleted_at=None) & Q(**{f"{name}__isnull": False}),
                    name=f"relation_by_{name}",
                )
                for name in ENDS
            ),
            key_index("relations_relation", "external_id", called="relations_relation_external"),
        )
        constraints = (
            models.CheckConstraint(condition=_one_of(*FROM.values()), name="relations_relation_from_contact"),
            models.CheckConstraint(condition=_one_of(*TO.values()), name="relations_relation_to_contact"),
            models.CheckConstraint(
                condition=~Q(from_contact=F("to_contact")) | Q(from_contact=None) | Q(to_contact=None),
                name="relations_relation_itself_contact",
            ),
            models.CheckConstraint(
                condition=~Q(from_account=F("to_account")) | Q(from_account=None) | Q(to_account=None),
                name="relations_relation_itself_account",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="relations_relation_ended_on",
            ),
            models.UniqueConstraint(
                fields=("workspace", "type", *ENDS), condition=Q(deleted_at=None, ended_on=None),
                nulls_distinct=False, name="relations_relation_type",
            ),
            models.UniqueConstraint(
                fields=("workspace", "type", *ENDS, "started_on"), condition=Q(deleted_at=None),
                nulls_distinct=False, name="relations_relation_started_on",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.type)

    @property
    def source(self) -> tuple[str, UUID] | None:
        """The object and the key of the record at which it begins."""
        return self._at(FROM)

    @property
    def target(self) -> tuple[str, UUID] | None:
        """The object and the key of the record to which it leads."""
        return self._at(TO)

    def _at(self, side: dict[str, str]) -> tuple[str, UUID] | None:
        keys = ((plural, getattr(self, f"{name}_id")) for plural, name in side.items())
        return next(((plural, key) for plural, key in keys if key), None)

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """What reads the same both ways begins at the end that sorts first, so that it cannot be kept twice."""
        source, target = self.source, self.target
        if getattr(self, "type", None) and self.type.symmetric and source and target and target < source:
            self._lead(target, source)

    def _lead(self, source: tuple[str, UUID], target: tuple[str, UUID]) -> None:
        for side, (plural, key) in ((FROM, source), (TO, target)):
            for each, name in side.items():
                setattr(self, f"{name}_id", key if each == plural else None)

    def faults(self) -> Iterable[FieldError]:
        if sum(getattr(self, f"{name}_id") is not None for name in FROM.values()) != 1:
            yield FieldError("from_contact", "one_end", ONE_FROM)
        if sum(getattr(self, f"{name}_id") is not None for name in TO.values()) != 1:
            yield FieldError("to_contact", "one_end", ONE_TO)
        elif self.source == self.target:
            yield FieldError(TO[self.target[0]] if self.target else "", "itself", ITSELF)
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            yield FieldError("ended_on", "before_start", BACKWARDS)


DESCRIPTION = Description(
    plural="relations",
    title="type",
    icon="waypoints",
    columns=(
        "type", "from_contact", "from_account", "to_contact", "to_account", "to_deal", "strength", "started_on",
        "ended_on", "owner",
    ),
    form=("type", *ENDS, "strength", "started_on", "ended_on", "note", "owner", "tags"),
    summary=("from_contact", "from_account", "to_contact", "to_account", "to_deal"),
    sort=("-created_at",),
    between=ENDS,
    unsound=unsound,
    in_rail=False,
)  # fmt: skip
