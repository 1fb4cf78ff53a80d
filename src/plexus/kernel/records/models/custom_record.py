"""A record of an object that an administrator made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from plexus.kernel.records.models.indexes import trash_index
from plexus.kernel.records.models.record import Record


class CustomRecord(Record):
    """One row of the table that all custom objects share; `object` says of which object it is."""

    object = models.CharField(max_length=63, editable=False)
    name = models.CharField(_("Name"), max_length=300)

    NOT_FIELDS: ClassVar[tuple[str, ...]] = ("object",)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        db_table = "records_custom"
        indexes = (
            *(
                models.Index(
                    fields=("workspace", "object", sort, f"{'-' * sort.startswith('-')}id"),
                    condition=models.Q(deleted_at=None),
                    name=f"custom_by_{sort.strip('-')}",
                )
                for sort in ("sort_key", "-created_at", "-updated_at", "owner")
            ),
            models.Index(F("workspace"), F("object"), Upper("external_id"), name="custom_external_id"),
            models.Index(F("workspace"), F("object"), Upper("name"), name="custom_name"),
            trash_index("custom", "object"),
        )

    def __str__(self) -> str:
        return self.name
