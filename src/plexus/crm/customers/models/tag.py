"""The words that people put on records, with a colour each."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema.field_types.choice import SEPARATORS, SEVERAL_TAGS
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class Tag(WorkspaceRow):
    """A known tag; records hold the word itself."""

    name = models.CharField(_("Name"), max_length=100)
    tone = models.CharField(
        _("Colour"), max_length=10, blank=True, default="",
        choices=(("", _("Grey")), ("accent", _("Violet")), ("info", _("Blue")), ("good", _("Green")),
                 ("warn", _("Amber")), ("bad", _("Red"))),
    )  # fmt: skip

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "name"), condition=models.Q(deleted_at=None), name="customers_tag_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        if SEPARATORS.search(self.name):
            yield FieldError("name", "several_tags", SEVERAL_TAGS, {"value": self.name})


DESCRIPTION = Description(
    plural="tags", icon="tag", columns=("name", "tone", "updated_at"), form=("name", "tone"), sort=("name",),
    match=("name",), in_rail=False, administered=True,
)  # fmt: skip
