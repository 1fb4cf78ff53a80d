"""What can be refused about any record."""

from __future__ import annotations

from typing import Any

from django.db import Error, InterfaceError, OperationalError

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

# What a transaction that could not be put in order, one of a deadlock, and one that waited too long end with.
BUSY = frozenset({"40001", "40P01", "55P03"})
# What a connection ends with that was cut off, or never made: SQLSTATE begins so, or there is none.
AWAY = ("08", "53300", "57P")


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


class Busy(Refusal):
    """Others held what this needs for too long, or each waited for the other; nothing was changed."""

    message = _("Somebody else is changing the same thing just now, so nothing was changed. Try again in a moment.")


class Taken(Refusal):
    """A value that must be unique is in use."""

    message = _("Another record already has this value.")


class InUse(Refusal):
    """Other records need this one."""

    message = _("Other records need this one: %(count)d. Change or remove those first.")


def is_away(error: BaseException | None) -> bool:
    """Whether PostgreSQL is starting, ending or out of reach, so that what was asked may be asked again."""
    state = getattr(getattr(error, "__cause__", None), "sqlstate", "") or ""
    return isinstance(error, OperationalError | InterfaceError) and (not state or state.startswith(AWAY))


def is_busy(error: Error) -> bool:
    """Whether PostgreSQL gave up waiting, or one of several who waited for each other."""
    return getattr(error.__cause__, "sqlstate", "") in BUSY
