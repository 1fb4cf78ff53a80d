"""What colleagues say to each other about a record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import list_indexes
from plexus.kernel.schema.columns import ReferencesColumn
from plexus.kernel.schema.object import Description


class Comment(Record):
    """A remark among colleagues about a record; whoever may read the record may read it."""

    body = models.TextField(_("Text"))
    related = ReferencesColumn(verbose_name=_("About"))
    mentions = ReferencesColumn(verbose_name=_("Mentions"), among="people")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = list_indexes("comment", "-created_at", "-updated_at")

    def __str__(self) -> str:
        return self.body[:80]


DESCRIPTION = Description(
    plural="comments",
    title="body",
    icon="message-square",
    columns=("body", "related", "owner", "created_at"),
    form=("body", "mentions", "related"),
    sort=("-created_at",),
    about="related",
    in_rail=False,
)
