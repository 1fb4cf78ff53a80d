"""The way of a deal: pipelines, their stages, and the reasons for losing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.crm.sales.models.outcome import TONES, Outcome
from plexus.kernel.schema.columns import PercentColumn
from plexus.kernel.schema.object import Description
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.kernel.workspaces.models import WorkspaceRow

DEALS_STAND_THERE = N_("Deals stand in this stage. Choose “Remove and move its deals”, and say where they go.")
DEALS_TAKE_IT = N_("Deals are in this pipeline. Move them to another pipeline, or delete them, first.")


class Pipeline(WorkspaceRow):
    """A way that deals take, stage by stage."""

    name = models.CharField(_("Name"), max_length=200)
    position = models.PositiveIntegerField(_("Position"), default=0)

    class Meta:
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "name"), condition=models.Q(deleted_at=None), name="sales_pipeline_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        """A pipeline that deals take stays; the database insists on it too."""
        if self.deleted_at is not None and self.deals.filter(deleted_at=None).exists():
            yield FieldError("", "in_use", DEALS_TAKE_IT)


class Stage(WorkspaceRow):
    """A step of a pipeline with the probability that a deal standing there is won."""

    pipeline = models.ForeignKey("sales.Pipeline", models.PROTECT, verbose_name=_("Pipeline"), related_name="stages")
    name = models.CharField(_("Name"), max_length=200)
    position = models.PositiveIntegerField(_("Position"), default=0)
    probability = PercentColumn(_("Probability"), default=0, null=False)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)

    TONES = TONES

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "pipeline", "name"), condition=models.Q(deleted_at=None), name="sales_stage_name"
            ),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0, probability__lte=100), name="sales_stage_probability"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        """A stage in which deals stand stays; the database insists on it too."""
        if self.deleted_at is not None and self.deals.filter(deleted_at=None).exists():
            yield FieldError("", "in_use", DEALS_STAND_THERE)


class LostReason(WorkspaceRow):
    """Why a deal was lost."""

    name = models.CharField(_("Name"), max_length=200)
    position = models.PositiveIntegerField(_("Position"), default=0)

    class Meta:
        verbose_name = _("lost reason")
        verbose_name_plural = _("lost reasons")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "name"), condition=models.Q(deleted_at=None), name="sales_lostreason_name"
            ),
        )

    def __str__(self) -> str:
        return self.name


PIPELINE = Description(
    plural="pipelines", icon="git-branch", columns=("name", "position"), form=("name", "position"), sort=("position",),
    match=("name",), in_rail=False, administered=True,
)  # fmt: skip
STAGE = Description(
    plural="stages", icon="milestone", columns=("name", "pipeline", "position", "probability", "outcome"),
    form=("name", "pipeline", "position", "probability", "outcome"), sort=("position",), match=("name",),
    fallbacks={"pipeline": ""}, in_rail=False, administered=True,
)  # fmt: skip
LOST_REASON = Description(
    plural="lost-reasons", icon="circle-x", columns=("name", "position"), form=("name", "position"),
    sort=("position",), match=("name",), in_rail=False, administered=True,
)  # fmt: skip
