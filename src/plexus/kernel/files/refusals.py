"""What can be refused about a file."""

from __future__ import annotations

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class FileTooBig(Refusal):
    """A file is larger than this installation takes."""

    message = _("“%(name)s” is larger than %(most)s MB, the most that can be kept here.")


class FileEmpty(Refusal):
    """A file holds nothing."""

    message = _("“%(name)s” is empty. Choose the file again.")


class KindRefused(Refusal):
    """A file is of a kind that this installation does not take."""

    message = _("Files of this kind are not kept here: “%(name)s” is %(kind)s.")


class ContentGone(Refusal):
    """The record of a file is there, its bytes are not."""

    message = _("The content of this file is no longer there. An administrator can restore it from a backup.")


class NoPreview(Refusal):
    """A file has no picture: it is of another kind, broken, or too large to draw."""

    message = _("There is no preview of this file.")
