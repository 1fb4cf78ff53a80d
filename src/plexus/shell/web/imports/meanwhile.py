"""What became of an import meanwhile, in another tab: told on the page that shows how it stands now."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.utils.translation import gettext

from plexus.shell.components.feedback import Notice
from plexus.shell.web.visit import Visit

CHANGED, STARTED = "changed", "started"


def redirected(address: str, what: str) -> HttpResponseRedirect:
    """To a page that will say it."""
    return HttpResponseRedirect(f"{address}?meanwhile={what}")


def carried(visit: Visit, address: str) -> str:
    """An address to which this page sends its visitor on, with what is still to be said there."""
    what = visit.http.GET.get("meanwhile", "")
    return f"{address}?meanwhile={what}" if what in {CHANGED, STARTED} else address


def notices(visit: Visit) -> tuple[Notice, ...]:
    """What is to be said here."""
    match visit.http.GET.get("meanwhile"):
        case "changed":
            title = gettext("This import was changed meanwhile, for instance in another tab. Nothing was imported.")
            return (Notice(title, gettext("This is how it stands now: look through it, then import."), tone="warn"),)
        case "started":
            title = gettext("This import was started meanwhile, for instance in another tab.")
            return (Notice(title, gettext("What you chose last was not used; this is what runs."), tone="warn"),)
        case _:
            return ()
