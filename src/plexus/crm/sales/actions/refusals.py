"""What can be refused about a deal's way."""

from __future__ import annotations

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NoSuchStage(Refusal):
    """The deal's pipeline has no stage with the wanted meaning."""

    message = _("This pipeline has no such stage. Add one under Settings, Pipelines.")


class AlreadyOpen(Refusal):
    """A deal that is open cannot be opened again."""

    message = _("This deal is open already.")


class ReasonNeeded(Refusal):
    """The workspace keeps reasons for losing, and none was given."""

    message = _("Say why the deal was lost: choose a reason.")


class MoveElsewhere(Refusal):
    """A stage cannot take its own deals in."""

    message = _("Choose another stage for the deals than the one that goes.")


class AnotherPipeline(Refusal):
    """Deals stay in their pipeline when a stage goes."""

    message = _("Choose a stage of the same pipeline.")
