"""What can keep the embedded PostgreSQL from running."""

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NoSystemUser(Refusal):
    """Root may not run PostgreSQL, and no user for it could be made."""

    message = _(
        "PostgreSQL does not run as root, and the system user “%(name)s” could not be created (%(reason)s). "
        "Create it by hand, or start Plexus as an ordinary user."
    )


class NotMade(Refusal):
    """initdb failed."""

    message = _("The database could not be set up in %(folder)s: %(reason)s")


class OtherVersion(Refusal):
    """The folder was written by another major version of PostgreSQL."""

    message = _(
        "The database in %(folder)s was written by PostgreSQL %(theirs)s, but this Plexus brings PostgreSQL %(ours)s. "
        "Make a backup with the Plexus that wrote it, then restore it with this one."
    )


class Died(Refusal):
    """The server ended while starting."""

    message = _("The database server did not start. The end of its log (%(log)s) says:\n%(tail)s")


class TooSlow(Refusal):
    """The server did not get ready in time."""

    message = _("The database server was not ready after %(seconds)s seconds. Its log is %(log)s.")


class StillHeld(Refusal):
    """Processes of an earlier run hold the database folder and do not end."""

    message = _("The database folder %(folder)s is still in use by process %(pids)s, which does not end.")
