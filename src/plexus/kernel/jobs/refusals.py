"""What can be refused about jobs, and what ends one early."""

from __future__ import annotations

from typing import ClassVar

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class JobNotFound(Refusal):
    """There is no such job, or it is somebody else's."""

    code: ClassVar[str] = "not_found"
    message = _("There is no such job, or you may not see it.")


class JobOver(Refusal):
    """The job has ended, so that it cannot be cancelled."""

    message = _("This job has already ended.")


class PersonGone(Refusal):
    """Nobody is left in whose name the job may run."""

    message = _("The person who asked for this may no longer sign in.")


class KeepsDying(Refusal):
    """The worker ended several times in the middle of this job, at the same place."""

    message = _("The work broke off %(times)d times at the same place and was given up.")


class Broken(Refusal):
    """The job met an error that is ours; the log tells it under the reference."""

    message = _("Something went wrong on our side. An administrator finds it in the log under %(reference)s.")


class Cancelled(Exception):
    """Somebody asked the running job to end; what its open transaction did is undone."""


class Interrupted(Exception):
    """The worker is stopping; the job goes on from its checkpoint in another."""


class TakesLong(Exception):
    """The job has run for a while; it goes on from its checkpoint among the long ones."""


class Superseded(Exception):
    """The run was taken for dead and another has begun; what its open transaction did must not stay."""


class Busy(Exception):
    """Another worker is running this very job."""
