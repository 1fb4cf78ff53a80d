"""A list that somebody keeps by hand, and that one record stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema import registry
from plexus.kernel.schema.columns import ObjectColumn, ReferencesColumn
from plexus.kernel.schema.object import Description, Personal
from plexus.kernel.values.refusals import FieldError, gettext_noop

NO_OBJECT = gettext_noop("There is no object “%(name)s” whose records could stand on a list.")
STAYS = gettext_noop("A list holds records of one object for good. Begin another list.")
ONE = gettext_noop("A member of a list is one record.")
OTHER = gettext_noop("This list holds records of “%(object)s”.")


class HandList(Record):
    """Records of one object that somebody chose; its owner's alone unless it is shared."""

    name = models.CharField(pgettext_lazy("list", "Name"), max_length=200)
    object = ObjectColumn(_("Records of"))
    about = models.TextField(_("What it is for"), blank=True, default="")
    shared = models.BooleanField(_("Shared with colleagues"), default=False)

    rules_ask = True
    ruled_by = ("object",)
    FIXED = ("object",)

    class Meta:
        verbose_name = pgettext_lazy("kept by hand", "list")
        verbose_name_plural = pgettext_lazy("kept by hand", "lists")
        indexes = (
            *list_indexes("list", "sort_key", "-created_at", "-updated_at", "owner"),
            key_index("lists_list", "external_id", called="lists_list_external"),
        )

    def __str__(self) -> str:
        return self.name

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """Notes whether somebody tries to give the list to another object."""
        self._turned = "object" in changed and not self._state.adding

    def faults(self) -> Iterable[FieldError]:
        known = registry.of(self.workspace_id).objects.get(self.object)
        if known is None or not known.is_subject:
            yield FieldError("object", "unknown", NO_OBJECT, {"name": self.object[:63]})
        if getattr(self, "_turned", False):
            yield FieldError("object", "fixed", STAYS)


class Member(Record):
    """That the one record in `related` stands on a list."""

    list = models.ForeignKey(
        "lists.HandList", models.CASCADE, verbose_name=pgettext_lazy("kept by hand", "List"), related_name="members"
    )
    related = ReferencesColumn(verbose_name=_("Record"))

    ruled_by = ("list", "related")
    settled_by = ("list",)

    class Meta:
        verbose_name = _("list member")
        verbose_name_plural = _("list members")
        indexes = list_indexes("listmember", "-created_at", "-updated_at", "list")
        constraints = (
            models.UniqueConstraint(
                models.F("workspace"),
                models.F("list"),
                KeyTextTransform("id", KeyTransform("0", "related")),
                condition=models.Q(deleted_at=None),
                name="lists_member_related",
            ),
        )

    def __str__(self) -> str:
        return str(self.list)

    def faults(self) -> Iterable[FieldError]:
        if len(self.related) != 1:
            yield FieldError("related", "one", ONE)
        elif getattr(self, "list_id", None) and self.related[0]["object"] != self.list.object:
            yield FieldError("related", "other_object", OTHER, {"object": self.list.object})


def shared(actor: Actor) -> models.Q:
    """The condition that a list is open to others than its owner."""
    return models.Q(shared=True)


LIST = Description(
    plural="lists",
    purpose=_(
        "Records picked by hand, for a fair or a round of visits. Begin one, then add records from any list or page."
    ),
    title="name",
    icon="list-checks",
    columns=("name", "object", "shared", "owner", "updated_at"),
    form=("name", "object", "about", "shared", "owner", "tags"),
    summary=("object",),
    sort=("name",),
    match=("external_id", "name"),
    personal=Personal(shared, common=True),
    in_rail=False,
)
MEMBER = Description(
    plural="list-members",
    title="list",
    icon="list-check",
    columns=("list", "related", "created_by", "created_at"),
    form=("list", "related"),
    sort=("-created_at",),
    part_of="list",
    about="related",
    bound=True,
    personal=Personal(),
    worded=(_("on the list"), _("not on the list")),
    in_rail=False,
)
