"""What a browser sends: read before anything else happens, and refused when it is too much."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

MEGABYTE = 1024**2


class TooMuchSent(Refusal):
    """A body is larger than any page takes."""

    message = _("This has %(size)s MB; at most %(most)s MB are taken at once. Send it in parts.")


class TooMuchTyped(Refusal):
    """The texts of a form are larger than is kept in memory."""

    message = _("What you typed or pasted is too long: at most %(most)s MB fit into one form. Shorten it.")


def read(request: HttpRequest) -> None:
    """Read the body, so that one that comes slowly is here before a transaction begins; raises what is too much."""
    told, most = request.META.get("CONTENT_LENGTH") or "", settings.PLEXUS_PAGE_BYTES
    size = int(told) if told.isdecimal() else 0
    if size > most:
        raise TooMuchSent(size=f"{size / MEGABYTE:.0f}", most=f"{most / MEGABYTE:.0f}")
    try:
        request.POST  # noqa: B018
    except RequestDataTooBig as error:
        raise TooMuchTyped(most=f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE:.0f}") from error
