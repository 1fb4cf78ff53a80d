"""What can be refused about any action."""

from __future__ import annotations

from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class UnknownAction(Refusal):
    """An action was named that the object does not have."""

    message = _("There is no action “%(key)s” here.")


class OneByOne(Refusal):
    """An action that works on one record was asked for many."""

    message = _("This can only be done to one record at a time.")


class NotYours(NotAllowed):
    """The actor may not share the record: he has it by a share himself."""

    message = _("This record is shared with you, so only its owner or a manager can share it with others.")


class NotShared(NotFound):
    """A share was to end that is not there."""

    message = _("The record is not shared with them, or not any more.")
