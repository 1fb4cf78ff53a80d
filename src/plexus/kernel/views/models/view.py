"""A view: what a list shows and how, kept under a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.records.models import Record
from plexus.kernel.schema import registry
from plexus.kernel.schema.columns import TagsColumn
from plexus.kernel.schema.object import Description, Personal
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.views import reach, soundness, uses


class Layout(models.TextChoices):
    """How a view is drawn."""

    TABLE = "table", _("Table")
    GROUPED = "grouped", _("Grouped table")
    BOARD = "board", _("Board")
    CALENDAR = "calendar", _("Calendar")


class Audience(models.TextChoices):
    """With whom a view is shared; whoever made it always has it."""

    NOBODY = "nobody", _("Only me")
    TEAM = "team", _("A team")
    ROLE = "role", _("A role")
    EVERYBODY = "everybody", _("Everybody")


class View(Record):
    """A saved filter, sort, columns and layout of one object's list.

    `filter` is the document of the filter language as text, as a list's address takes it. `columns` are fields in their
    order, each with its width where one was chosen (`amount:140`). `measures` are subtotals (`sum:amount`).
    `first_for` are the ids of roles for whose members the list opens with it. `uses` names what the definition names.
    """

    object = models.CharField(_("Object"), max_length=63)
    name = models.CharField(_("Name"), max_length=100)
    audience = models.CharField(_("Shared with"), max_length=10, choices=Audience, default=Audience.NOBODY, blank=True)
    shared_team = models.ForeignKey(
        "identity.Team", models.SET_NULL, verbose_name=_("Shared with team"), null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    shared_role = models.ForeignKey(
        "identity.Role", models.SET_NULL, verbose_name=_("Shared with role"), null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    layout = models.CharField(_("Layout"), max_length=10, choices=Layout, default=Layout.TABLE, blank=True)
    filter = models.TextField(_("Filter"), default="", blank=True)
    sort = models.CharField(pgettext_lazy("order", "Sort"), max_length=300, default="", blank=True)
    columns = TagsColumn(verbose_name=_("Columns"))
    group_by = models.CharField(_("Grouped by"), max_length=63, default="", blank=True)
    board_by = models.CharField(_("Board by"), max_length=63, default="", blank=True)
    date_by = models.CharField(_("Calendar by"), max_length=63, default="", blank=True)
    measures = TagsColumn(verbose_name=_("Subtotals"))
    first_for = TagsColumn(verbose_name=_("Opens first for the roles"))
    position = models.PositiveIntegerField(_("Position"), default=0)
    uses = TagsColumn(base_field=models.CharField(max_length=200), editable=False)

    NOT_FIELDS = frozenset({"uses"})

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        indexes = (
            models.Index(fields=("workspace", "object"), condition=models.Q(deleted_at=None), name="views_view_object"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(audience="") & ~models.Q(layout=""), name="views_view_audience_and_layout"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def settle(self, changed: frozenset[str], *, today: date) -> None:
        """Forget a team or role that the view is not shared with; note what the definition names."""
        self.audience, self.layout = self.audience or Audience.NOBODY, self.layout or Layout.TABLE
        if self.audience != Audience.TEAM:
            self.shared_team_id = None
        if self.audience != Audience.ROLE:
            self.shared_role_id = None
        self.uses = uses.used(self, registry.of(self.workspace_id))

    def faults(self) -> Iterable[FieldError]:
        """A view that is shared is shared with somebody."""
        if self.audience == Audience.TEAM and self.shared_team_id is None:
            yield FieldError("shared_team", "required", soundness.REQUIRED)
        if self.audience == Audience.ROLE and self.shared_role_id is None:
            yield FieldError("shared_role", "required", soundness.REQUIRED)


DESCRIPTION = Description(
    plural="views", icon="table-2", columns=("name", "object", "layout", "audience", "owner", "updated_at"),
    form=("name", "object", "layout", "audience", "shared_team", "shared_role", "filter", "sort", "columns", "group_by",
          "board_by", "date_by", "measures", "first_for", "position"),
    sort=("object", "position", "name"), match=("external_id", "name"), personal=Personal(reach.readers),
    tells_of=("object", "filter", "sort", "columns", "group_by", "board_by", "date_by", "measures"),
    reserved=("first_for",), unsound=soundness.faults, in_rail=False,
)  # fmt: skip
