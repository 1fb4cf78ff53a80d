"""A file on one record or several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.files import keeping
from plexus.kernel.records.models import Record
from plexus.kernel.records.models.indexes import key_index, list_indexes
from plexus.kernel.schema.columns import ContentColumn, ReferencesColumn
from plexus.kernel.schema.object import Description
from plexus.kernel.values.file_names import tidied
from plexus.kernel.values.refusals import FieldError, gettext_noop

GONE = gettext_noop("What was uploaded is no longer there. Upload the file again.")
ON_NOTHING = gettext_noop("A file belongs to a record. Say which.")
STAYS = gettext_noop("The content of a file stays what it is. Put the new file beside it.")


class File(Record):
    """Bytes with a name; `content` is their SHA-256, under which they lie beside the database."""

    rules_ask = True

    name = models.CharField(pgettext_lazy("file", "Name"), max_length=255)
    content = ContentColumn(_("Content"))
    media_type = models.CharField(pgettext_lazy("file", "Type"), max_length=120, editable=False, default="")
    size = models.BigIntegerField(_("Size in bytes"), editable=False, default=0)
    related = ReferencesColumn(verbose_name=_("On"))

    ruled_by = ("name", "content", "related")
    FIXED = ("content",)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = (
            *list_indexes("file", "-created_at", "-updated_at", "sort_key"),
            models.Index(fields=("workspace", "content"), name="files_file_content"),
            key_index("files_file", "external_id", called="files_file_external"),
        )

    def __str__(self) -> str:
        return self.name

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """A name without signs that deceive; type and size are those of the bytes, whatever was said of them."""
        self.name = tidied(self.name)
        self._replaced = "content" in changed and not self._state.adding
        if self._state.adding and (found := keeping.look(self.workspace_id, self.content, self.name)):
            self.media_type, self.size = found.media_type, found.size

    def faults(self) -> Iterable[FieldError]:
        if self._state.adding and self.content and not self.media_type:
            yield FieldError("content", "gone", GONE)
        if getattr(self, "_replaced", False):
            yield FieldError("content", "fixed", STAYS)
        if not self.related:
            yield FieldError("related", "required", ON_NOTHING)


DESCRIPTION = Description(
    plural="files",
    purpose=_(
        "A file belongs to a record. Open a customer or a deal and drop the file on its page; all of them stand here."
    ),
    title="name",
    icon="paperclip",
    columns=("name", "related", "media_type", "size", "owner", "created_at"),
    form=("name", "content", "related"),
    summary=("media_type", "size"),
    searched=("name",),
    sort=("-created_at",),
    match=("external_id",),
    about="related",
    bound=True,
    in_rail=False,
)
