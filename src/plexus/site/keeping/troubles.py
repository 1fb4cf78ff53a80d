"""What can go wrong with a backup, in words."""

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class FileThere(Refusal):
    """A backup never writes over a file."""

    message = _("%(file)s is there already. Choose another name, or remove it first.")


class NotWritten(Refusal):
    """The backup file cannot be written."""

    message = _("%(file)s cannot be written: %(reason)s.")


class NotABackup(Refusal):
    """A file is no backup, or not a whole one."""

    message = _("%(file)s is not a whole backup of Plexus: %(reason)s.")


class Damaged(Refusal):
    """What a backup holds is not what was put in."""

    message = _("%(file)s is damaged: “%(part)s” is not as it was written. Use another backup.")


class NewerBackup(Refusal):
    """A backup was taken by a Plexus that knows more than this one."""

    message = _(
        "This backup was taken by a newer Plexus (it knows %(migrations)s). Install that version or a later one."
    )


class DumpFailed(Refusal):
    """PostgreSQL's own program for the task failed."""

    message = _("%(program)s failed: %(reason)s")


class ServerRefused(Refusal):
    """The database server does not let us make or rename a database."""

    message = _("The database server refused: %(reason)s. A backup is proved and put back in a database of its own.")


class Different(Refusal):
    """What was put back is not what was backed up."""

    message = _("What came back differs from the backup in: %(tables)s. Nothing was changed.")


class NotEmpty(Refusal):
    """Restoring would replace what is there."""

    message = _(
        "%(folder)s holds a Plexus already. With --replace the backup takes its place; what is there now stays in the "
        "database “%(kept)s”."
    )
