"""What can be refused about any action."""

from __future__ import annotations

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class UnknownAction(Refusal):
    """An action was named that the object does not have."""

    message = _("There is no action “%(key)s” here.")


class OneByOne(Refusal):
    """An action that works on one record was asked for many."""

    message = _("This can only be done to one record at a time.")
