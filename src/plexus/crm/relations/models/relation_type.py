"""What relations there are: the words for both directions, and whom they join."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.kernel.workspaces.models import WorkspaceRow

CONTACTS, ACCOUNTS, DEALS = ("contacts", _("Contacts")), ("accounts", _("Accounts")), ("deals", _("Deals"))
NO_KIND = N_("Say which records may stand on this side.")
NO_INVERSE = N_("Say how it reads from the other side, or choose “Same in both directions”.")
NO_DEALS = N_("A relation that is the same in both directions joins people and companies only.")
NO_CIRCLE = N_("A relation is either the same in both directions or a hierarchy.")


def _kinds(label: Any, *kinds: tuple[str, Any]) -> ArrayField[list[str], list[str]]:
    """A column for the objects whose records may stand on one side."""
    return ArrayField(models.CharField(max_length=20, choices=kinds), verbose_name=label, default=list, blank=True)


class RelationType(WorkspaceRow):
    """A kind of relation: “A `name` B” reads “B `inverse_name` A” the other way round.

    What is `symmetric` reads the same both ways. In a hierarchy nobody stands above himself.
    """

    name = models.CharField(_("In words"), max_length=100, help_text=_("“Li Na … Hengtong”: is decision maker for"))
    inverse_name = models.CharField(
        _("The other way round"), max_length=100, blank=True, default="",
        help_text=_("“Hengtong … Li Na”: has decision maker"),
    )  # fmt: skip
    symmetric = models.BooleanField(_("Same in both directions"), default=False)
    hierarchical = models.BooleanField(_("Hierarchy, without circles"), default=False)
    from_kinds = _kinds(pgettext_lazy("relation", "From"), CONTACTS, ACCOUNTS)
    to_kinds = _kinds(pgettext_lazy("relation", "To"), CONTACTS, ACCOUNTS, DEALS)
    tone = models.CharField(
        _("Colour"), max_length=10, blank=True, default="",
        choices=(("", _("Grey")), ("accent", _("Violet")), ("info", _("Blue")), ("good", _("Green")),
                 ("warn", _("Amber")), ("bad", _("Red"))),
    )  # fmt: skip
    position = models.PositiveIntegerField(_("Position"), default=0)

    FIXED = ("symmetric",)

    class Meta:
        verbose_name = _("relation type")
        verbose_name_plural = _("relation types")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "name"), condition=models.Q(deleted_at=None), name="relations_relationtype_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def words(self, *, back: bool) -> str:
        """How it reads from this side, or from the other."""
        return self.inverse_name if back and not self.symmetric else self.name

    def joins(self, source: str, target: str) -> bool:
        """Whether it may lead from a record of one object to one of another."""
        if self.symmetric:
            either = {*self.from_kinds, *self.to_kinds}
            return source in either and target in either
        return source in self.from_kinds and target in self.to_kinds

    def faults(self) -> Iterable[FieldError]:
        if not self.from_kinds:
            yield FieldError("from_kinds", "required", NO_KIND)
        if not self.to_kinds:
            yield FieldError("to_kinds", "required", NO_KIND)
        if not self.symmetric and not self.inverse_name:
            yield FieldError("inverse_name", "required", NO_INVERSE)
        if self.symmetric and "deals" in self.to_kinds:
            yield FieldError("to_kinds", "symmetric", NO_DEALS)
        if self.symmetric and self.hierarchical:
            yield FieldError("hierarchical", "symmetric", NO_CIRCLE)


DESCRIPTION = Description(
    plural="relation-types",
    icon="waypoints",
    columns=("name", "inverse_name", "symmetric", "from_kinds", "to_kinds", "tone", "position"),
    form=("name", "inverse_name", "symmetric", "hierarchical", "from_kinds", "to_kinds", "tone", "position"),
    sort=("position",),
    match=("name",),
    in_rail=False,
    administered=True,
)
