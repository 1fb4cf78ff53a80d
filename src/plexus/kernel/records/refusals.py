"""What can be refused about any record."""

from __future__ import annotations

from typing import Any

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NotFound(Refusal):
    """The record does not exist, or the actor may not know of it."""

    message = _("There is no such record, or you may not see it.")


class InTrash(NotFound):
    """The record lies in the trash, where the actor may see it; to what asks for records it is not there."""

    code = NotFound.code
    message = _("This record was moved to the trash. Restore it first.")


class NotThen(NotFound):
    """The record was not there at the moment that was asked for; the actor may see it now."""

    code = NotFound.code
    message = _("This record was not there at that moment. Choose another one.")


class NotAllowed(Refusal):
    """The actor may see the record but not do this."""

    message = _("Your role does not allow this. Ask an administrator if you need it.")


class Invalid(Refusal):
    """Some fields were refused; each says why."""

    message = _("Some fields need attention.")


class Conflict(Refusal):
    """Somebody else saved the record first; carries what both hold."""

    message = _("Somebody else changed this record while you were editing it. Compare and choose.")

    def __init__(self, *, yours: int, current: int, **params: Any) -> None:
        self.yours, self.current = yours, current
        super().__init__(yours=yours, current=current, **params)


class Taken(Refusal):
    """A value that must be unique is in use."""

    message = _("Another record already has this value.")


class InUse(Refusal):
    """Other records need this one."""

    message = _("Other records need this one: %(count)d. Change or remove those first.")
