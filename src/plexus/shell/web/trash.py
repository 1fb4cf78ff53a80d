"""The trash: what was deleted, found again by name, and the way back for one or for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.actions import run_many
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.many.tally import BulkResult
from plexus.kernel.records.queries import trash as queries
from plexus.kernel.records.queries.trash import BOUND, Trashed
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import handing_over, restoring
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import moment_text, number_text
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.web.addresses import query_with
from plexus.shell.web.commands import following
from plexus.shell.web.visit import Visit, done

LIMIT = 50
MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Lying:
    """A line of the trash; `key` is posted to restore it, and empty where that is not the reader's to do."""

    label: str
    kind: str
    icon: str
    below: str
    key: str = ""


def show_trash(visit: Visit) -> HttpResponse:
    """GET /trash: what lies in it, newest first, of everything or of one object."""
    offered = _offered(visit)
    words, wanted = _words(visit.http.GET), visit.http.GET.get("object", "")
    count = queries.counts(actor=visit.actor, objects=offered, words=words)
    chosen = [each for each in offered if each.plural == wanted] if wanted else offered
    lying = [each for each in chosen if count.get(each.plural)]
    page = queries.across(actor=visit.actor, objects=lying, limit=LIMIT, before=_before(visit.http.GET), words=words)
    known = {each.plural: each for each in offered}
    lines = [_line(visit, known[each.object], each) for each in page.rows]
    return visit.show(
        "shell/pages/trash.html",
        title=gettext("Trash"),
        tabs=_tabs(visit, offered, count, wanted),
        lines=lines,
        words=words,
        wanted=wanted,
        restorable=sum(bool(each.key) for each in lines),
        next=query_with(visit, before=_written(page.rows[-1])) if page.next else "",
        newest=query_with(visit, before="") if "before" in visit.http.GET else "",
        empty=None if lines else _empty(visit, words, chosen, wanted),
    )


def _offered(visit: Visit) -> list[Object]:
    """What the reader may see; of what administrators keep, only what he may bring back, and no mere marks."""
    known = (each for each in registry.of(visit.actor.workspace_id) if not each.is_mark)
    return [
        each for each in known
        if level(visit.actor, each, Verb.DELETE if each.described.administered else Verb.READ)
    ]  # fmt: skip


def _words(given: QueryDict) -> str:
    return given.get("q", "").strip()[:MOST_WORDS]


def _before(given: QueryDict) -> tuple[datetime, UUID] | None:
    """Where the page goes on; what was not given out here begins at the newest."""
    at, _mark, key = given.get("before", "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(key)) if moment.tzinfo else None
    except ValueError:
        return None


def _written(last: Trashed) -> str:
    return f"{last.deleted_at.isoformat()}~{last.record_id}"


def _tabs(visit: Visit, offered: Sequence[Object], count: Mapping[str, int], wanted: str) -> tuple[Tab, ...]:
    """Everything, and each object of which something is here; the one that was asked for stays, empty or not."""
    if not count and not wanted:
        return ()
    shown = [each for each in offered if count.get(each.plural) or each.plural == wanted]
    tabs = [Tab(gettext("Everything"), query_with(visit, object="", before=""), not wanted, _sum(visit, count))]
    for each in sorted(shown, key=lambda each: -count.get(each.plural, 0)):
        url = query_with(visit, object=each.plural, before="")
        number = _number(visit, count.get(each.plural, 0))
        tabs.append(Tab(capfirst(str(each.label_plural)), url, each.plural == wanted, number))
    return tuple(tabs)


def _number(visit: Visit, count: int) -> str:
    shown = number_text(min(count, BOUND), locale=visit.locale)
    return f"{shown}+" if count > BOUND else shown


def _sum(visit: Visit, count: Mapping[str, int]) -> str:
    shown = number_text(sum(min(each, BOUND) for each in count.values()), locale=visit.locale)
    return f"{shown}+" if any(each > BOUND for each in count.values()) else shown


def _line(visit: Visit, about: Object, each: Trashed) -> Lying:
    when = moment_text(each.deleted_at, locale=visit.locale, zone=visit.zone, now=visit.now)
    below = gettext("Deleted by %(who)s, %(when)s") % {"who": each.person or "Plexus", "when": when}
    key = f"{each.object}/{each.record_id}" if each.may_restore else ""
    return Lying(each.title or "—", capfirst(str(about.label)), about.described.icon, below, key)


def _empty(visit: Visit, words: str, chosen: Sequence[Object], wanted: str) -> Empty:
    if words:
        everything = MenuItem(gettext("Show all"), query_with(visit, q="", before=""))
        text = gettext("Nothing that was deleted bears “%(words)s” in its name.") % {"words": words}
        return Empty(gettext("Nothing matches"), text, "search-x", action=everything)
    text = gettext("What you delete waits here until you want it back. Nothing is removed by itself.")
    if wanted and chosen:
        name = str(chosen[0].label_plural)
        return Empty(gettext("No %(objects)s in the trash") % {"objects": name}, text, "trash-2")
    return Empty(gettext("The trash is empty"), text, "trash-2")


def delete(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/delete: into the trash, with the way back in the toast."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    changing.trash(actor=visit.actor, about=about, record_id=record_id, now=visit.now)
    undo = f"/{objects}/{record_id}/restore"
    if visit.http.GET.get("from") != "record":
        return done(gettext("Moved to the trash."), undo=undo)
    messages.success(visit.http, gettext("Moved to the trash."), extra_tags=undo)
    return HttpResponse(status=204, headers={"HX-Redirect": f"/{objects}"})


def restore(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """POST /{objects}/{id}/restore: out of the trash."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    changing.restore(actor=visit.actor, about=about, record_id=record_id, now=visit.now)
    return done(gettext("Restored."))


def restore_many(visit: Visit) -> HttpResponse:
    """POST /trash/restore: what was ticked, or with `all` everything that the page is about; one undo for all."""
    chosen = _all(visit) if visit.http.POST.get("all") else _ticked(visit)
    if visit.http.POST.get("all") and _are_many(visit, [about for about, _rows in chosen]):
        plurals = [about.plural for about, _rows in chosen]
        words = _words(visit.http.POST)
        return following.followed(restoring.request_restoring(actor=visit.actor, objects=plurals, words=words))
    total = BulkResult()
    with causing(actor=visit.actor, action="trash.restore") as total.cause_id:
        for about, rows in chosen:
            result = run_many(actor=visit.actor, about=about, key="restore", rows=rows, now=visit.now)
            total.changed += result.changed
            total.refused_count += result.refused_count
    undo = reverse("undo-cause", args=[total.cause_id]) if total.changed else ""
    return done(_said(total), undo=undo)


def _ticked(visit: Visit) -> list[tuple[Object, Rows]]:
    """The records by object, in the order of the schema, for what belongs to a record comes after it."""
    found: dict[str, list[UUID]] = {}
    for key in visit.http.POST.getlist("record"):
        plural, _slash, record_id = str(key).partition("/")
        try:
            found.setdefault(plural, []).append(UUID(record_id))
        except ValueError as error:
            raise NotFound from error
    return [(each, found[each.plural]) for each in _offered(visit) if each.plural in found]


def _all(visit: Visit) -> list[tuple[Object, Rows]]:
    """All that the page is about, page by page or not."""
    wanted, words = visit.http.POST.get("object", ""), _words(visit.http.POST)
    offered = [each for each in _offered(visit) if wanted in ("", each.plural)]
    count = queries.counts(actor=visit.actor, objects=offered, words=words)
    lying = [each for each in offered if count.get(each.plural)]
    return [(each, Q(pk__in=queries.lying(visit.actor, each, words).values("pk"))) for each in lying]


def _are_many(visit: Visit, objects: Sequence[Object]) -> bool:
    """Whether more lies there than a page restores itself."""
    left = handing_over.AT_ONCE
    for about in objects:
        left -= len(queries.lying(visit.actor, about, _words(visit.http.POST)).values_list("pk")[: left + 1])
        if left < 0:
            return True
    return False


def _said(result: BulkResult) -> str:
    text = ngettext("%(count)d record restored.", "%(count)d records restored.", result.changed) % {
        "count": result.changed
    }
    if result.refused_count:
        refused = ngettext(
            "%(count)d is not yours to restore.", "%(count)d are not yours to restore.", result.refused_count
        )
        text += " " + refused % {"count": result.refused_count}
    return text
