"""What is refused about the file of a set-up, and about single entries of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class SetupUnreadable(Refusal):
    """The file is no set-up; each error says where."""

    message = _("This is no set-up that can be read. Nothing was changed.")


class SetupTooLarge(Refusal):
    """The file is larger than a set-up can be."""

    message = _("A set-up has at most %(most)s MB, and this file is larger.")


class SetupTooNew(Refusal):
    """The file was written by a later Plexus."""

    message = _("This set-up is of version %(found)s, and this Plexus reads version %(known)s. Update Plexus first.")


class SetupRefused(Refusal):
    """Some entries cannot be brought in, so none was; each error says where and why."""

    message = _("Some entries cannot be brought in, so nothing was changed.")


class SetupMoved(Refusal):
    """What was looked at is not what would happen now."""

    message = _("The workspace has changed since you looked. Here is what would happen now.")


class TypeStays(Refusal):
    """A field of this name is there with another type."""

    message = _(
        "The field is “%(held)s” here and “%(wanted)s” in the file. Change its type in the settings first, "
        "where you see what would be lost."
    )


class NoSuchRole(Refusal):
    """An entry names a role that neither the file nor the workspace has."""

    message = _("There is no role “%(key)s”.")


class NoSuchTeam(Refusal):
    """A view is shared with a team that the workspace does not have."""

    message = _("There is no team “%(name)s”. Make it first, or share the view otherwise.")


class NoSuchChoice(Refusal):
    """A filter names a stage, a tag or another list entry that the workspace does not have."""

    message = _("There is no “%(name)s” among %(objects)s.")


class AdministratorsStay(Refusal):
    """A file would make administrators, or would make them none."""

    message = _("Who administers is not decided by a file.")


class NotItsMessage(Refusal):
    """The name of a rule's entry is not what the rule says."""

    message = _("The entry of a rule is named by its message: “%(message)s”.")


class BoundToRecord(Refusal):
    """A filter names records, which a set-up does not hold."""

    message = _("Its filter names single records or people, which a set-up does not hold.")


UNKNOWN_SECTION = _("A set-up has no part “%(name)s”.")
UNKNOWN_PROPERTY = _("“%(name)s” does not belong here. Allowed: %(allowed)s.")
WRONG_KIND = _("Expected %(kind)s.")
NOT_JSON = _("This is not JSON: line %(line)d, column %(column)d.")
NOT_TEXT = _("The file is not text in UTF-8.")
NOT_A_SETUP = _("The file does not say “format”: “plexus-setup”, so it is no set-up of Plexus.")
BAD_NUMBER = _("The file holds a number that cannot be kept.")
NO_VERSION = _("The file does not say its version as a whole number.")
TWICE = _("“%(name)s” stands here twice.")
TOO_DEEP = _("The file is nested more than %(most)d deep.")
TOO_MANY = _("A set-up has at most %(most)d entries.")
BAD_TEXT = _("A text holds a character that cannot be kept.")
TOO_LONG_NAME = _("A name has at most %(most)d characters and is not empty.")
OUT_OF_RANGE = _("A value is out of range.")
TEXT, FLAG, WHOLE = gettext_lazy("a text"), gettext_lazy("true or false"), gettext_lazy("a whole number")
LIST, OBJECT = gettext_lazy("a list"), gettext_lazy("an object")
