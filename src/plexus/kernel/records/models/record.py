"""The abstract record: a row that a person owns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.schema.columns import TagsColumn
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow


class Record(WorkspaceRow):
    """One thing of an object. `settle` makes derived values agree, `faults` says what contradicts the rules.

    `ruled_by` names the fields whose change they look at, all when not said; what changes others only is set at once.
    `settled_by` names references whose rows `settle` and `faults` read; bulk work loads them beforehand.
    `settled_together` names fields that only make sense together: undo puts back all of a group or none.
    """

    owner = models.ForeignKey(
        "identity.Person",
        models.SET_NULL,
        verbose_name=_("Owner"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    team = models.ForeignKey(
        "identity.Team",
        models.SET_NULL,
        verbose_name=_("Team"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    tags = TagsColumn(verbose_name=_("Tags"))
    sort_key = models.CharField(max_length=160, default="", blank=True, editable=False)
    external_id = models.CharField(_("External ID"), max_length=200, blank=True, default="")

    ruled_by: ClassVar[tuple[str, ...] | None] = None
    settled_by: ClassVar[tuple[str, ...]] = ()
    settled_together: ClassVar[tuple[tuple[str, ...], ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def defaults(cls, *, today: date) -> dict[str, Any]:
        """What a new record is given, by field name, where nothing was said of the field."""
        return {}

    @classmethod
    def is_ruled_by(cls, names: Iterable[str]) -> bool:
        """Whether a change of these fields concerns the rules of one row."""
        if cls.settle is Record.settle and cls.faults is Record.faults:
            return False
        return cls.ruled_by is None or not set(names).isdisjoint(cls.ruled_by)

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """Make derived values agree with what just changed; reads no clock and no other record but `settled_by`."""

    def faults(self) -> Iterable[FieldError]:
        """What contradicts the rules of one row."""
        return ()
