"""Pages that travel: `?as_of=2026-11-01T09:00` shows a whole page as it stood, to be read and not to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext

from plexus.kernel.records.travelling import travelling
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import exact_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.navigation import Travel
from plexus.shell.web.addresses import query_with
from plexus.shell.web.visit import Visit


def moment(visit: Visit) -> datetime | None:
    """The moment that the address names, in the reader's zone; what is none is not heard."""
    text = visit.http.GET.get("as_of", "").strip()
    try:
        found = datetime.fromisoformat(text) if text else None
        return found if found is None or found.tzinfo else found.replace(tzinfo=visit.zone)
    except (ValueError, OverflowError):
        return None


@contextmanager
def travelled(visit: Visit) -> Iterator[Visit]:
    """The visit as it would have been at that moment, under today's rights; the visit itself where none is named."""
    at = moment(visit)
    if at is None:
        yield visit
        return
    with travelling(visit.actor, at) as seer:
        yield replace(visit, actor=seer, now=at)


def told(visit: Visit) -> str:
    """The moment in words, blank when the page is of now."""
    at = moment(visit)
    if at is None:
        return ""
    return gettext("As of %(moment)s") % {"moment": exact_text(at, locale=visit.locale, zone=visit.zone)}


def nothing() -> Empty:
    """What a page says that had nothing to show at its moment."""
    return Empty(
        gettext("There was nothing here then"), gettext("Choose a later moment, or go back to now."), "history"
    )


def carried(visit: Visit) -> str:
    """What an address bears to a record that is shown as of the same moment; nothing now."""
    at = moment(visit)
    return f"?{urlencode({'as_of': visit.http.GET['as_of']})}" if at else ""


def local(visit: Visit, at: datetime) -> str:
    """A moment as a control for local times holds it."""
    return at.astimezone(visit.zone).strftime("%Y-%m-%dT%H:%M")


def travel(visit: Visit, now: datetime) -> Travel:
    """The control that sends the page to a moment; filter, sort and view go along."""
    at = moment(visit)
    kept = tuple(
        (name, str(value)) for name, value in visit.http.GET.items() if name not in {"as_of", "cursor", "table"}
    )
    back = query_with(visit, as_of="", cursor="") if at else ""
    return Travel(local(visit, at) if at else "", local(visit, now), kept, back, tuple(_often(visit, now)))


def _often(visit: Visit, now: datetime) -> Iterator[MenuItem]:
    """The moments that a meeting asks for: as a day, a week or a month began."""
    today = now.astimezone(visit.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    for label, at in (
        (gettext("Start of today"), today),
        (gettext("Start of this week"), monday),
        (gettext("Start of last week"), monday - timedelta(days=7)),
        (gettext("Start of this month"), today.replace(day=1)),
    ):
        yield MenuItem(label, query_with(visit, as_of=local(visit, at), cursor="", table=""))
