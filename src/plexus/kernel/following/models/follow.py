"""That a person wants to hear of a record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import list_indexes
from plexus.kernel.schema.columns import ReferencesColumn
from plexus.kernel.schema.object import Description, Personal
from plexus.kernel.values.refusals import FieldError, gettext_noop

ONE = gettext_noop("Follow one record at a time.")
WHO = gettext_noop("Somebody follows a record. Say who.")


class Follow(Record):
    """Its owner hears of what becomes of the one record that `related` names."""

    related = ReferencesColumn(verbose_name=_("Record"))

    ruled_by = ("related", "owner")

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        indexes = list_indexes("follow", "-created_at", "-updated_at", "owner")
        constraints = (
            models.UniqueConstraint(
                models.F("workspace"),
                models.F("owner"),
                KeyTextTransform("id", KeyTransform("0", "related")),
                condition=models.Q(deleted_at=None),
                name="following_follow_related",
            ),
        )

    def __str__(self) -> str:
        return str(self.owner)

    def faults(self) -> Iterable[FieldError]:
        if len(self.related) != 1:
            yield FieldError("related", "one", ONE)
        if self.owner_id is None:
            yield FieldError("owner", "required", WHO)


DESCRIPTION = Description(
    plural="follows",
    title="owner",
    icon="bell",
    columns=("owner", "related", "created_at"),
    form=("related",),
    sort=("-created_at",),
    about="related",
    bound=True,
    personal=Personal(),
    in_rail=False,
)
