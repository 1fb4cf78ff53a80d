"""Notifications: the bell's figure, the list, noting what was read, and what one does not want to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from plexus.kernel.following.actions import marking
from plexus.kernel.following.models import NoticeKind
from plexus.kernel.following.queries import notices
from plexus.kernel.following.queries.notices import MOST_COUNTED, Shown
from plexus.kernel.identity.actions import preferences
from plexus.kernel.records.queries.history import Became
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.values import numerals
from plexus.shell.components.forms import Control, FieldGroup, FormPage
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.components.records import Change
from plexus.shell.web.presenting.presenter import html_text
from plexus.shell.web.records.histories import told_changes
from plexus.shell.web.visit import Visit, done

LONGEST = 240
MUTED = "muted"
ICONS = {NoticeKind.MENTIONED: "at-sign", NoticeKind.GIVEN: "user-round-check", NoticeKind.SAID: "message-square",
         NoticeKind.CHANGED: "pencil"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as the list shows it."""

    url: str
    icon: str
    sentence: SafeString
    at: datetime
    read: bool
    text: SafeString | str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the list: its tabs, and what can be done with all of it."""

    title: str
    tabs: tuple[Tab, ...]
    buttons: tuple[MenuItem, ...]
    older_url: str


def show(visit: Visit) -> HttpResponse:
    """GET /notifications: what one was told, the newest first; `?unread=1` only what was not read yet."""
    asked = visit.http.GET
    unread, before = bool(asked.get("unread")), asked.get("before", "")
    page = notices.notices(actor=visit.actor, before=numerals.whole(before, digits=18), unread=unread)
    lines = tuple(_line(visit, each) for each in page.notices)
    query = "unread=1&" if unread else ""
    head = Head(
        gettext("Notifications"),
        (Tab(gettext("All"), "?", current=not unread), Tab(gettext("Unread"), "?unread=1", current=unread)),
        (MenuItem(gettext("Settings"), reverse("notices-muted"), "settings", dialog=True),
         MenuItem(gettext("Mark all as read"), reverse("notices-read"), "check-check", method="post", main=True)),
        f"?{query}before={page.next}" if page.next else "",
    )  # fmt: skip
    return visit.show("shell/pages/notices.html", page=head, items=lines)


def bell(visit: Visit) -> HttpResponse:
    """GET /notifications/bell: how many are unread, for the figure at the bell."""
    count = notices.count_unread(actor=visit.actor)
    shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
    text = gettext("Notifications, %(count)s unread") % {"count": shown}
    document = {"unread": shown, "label": text if count else gettext("Notifications")}
    return HttpResponse(orjson.dumps(document), content_type="application/json", headers={"Cache-Control": "no-store"})


def open_one(visit: Visit, notice_id: int) -> HttpResponse:
    """GET /notifications/{id}: to the record that it is about; it is read then."""
    found = notices.one(actor=visit.actor, notice_id=notice_id)
    if found is None:
        raise NotFound
    marking.mark_read(actor=visit.actor, now=visit.now, ids=[notice_id])
    place = f"#t-{found.source_id}" if found.source_id else ""
    return redirect(reverse("record", kwargs={"objects": found.object, "record_id": found.record_id}) + place)


def mark_read(visit: Visit) -> HttpResponse:
    """POST /notifications/read: all are read."""
    number = marking.mark_read(actor=visit.actor, now=visit.now)
    text = ngettext("%(count)d notification is read.", "%(count)d notifications are read.", number)
    return done(text % {"count": number}, also={"told": True})


def ask_muted(visit: Visit) -> HttpResponse:
    """GET /notifications/settings: what one wants to be told."""
    muted = visit.preferences.get(MUTED, ())
    controls = tuple(
        Control(each.value, str(each.label), kind="checkbox", value="1", checked=each.value not in muted, wide=True)
        for each in NoticeKind
    )
    form = FormPage(
        gettext("Tell me when"), reverse("notices-muted"), (FieldGroup("", controls),), gettext("Save"),
        intro=gettext("You are never told of what you do yourself, nor of what you may not see."),
    )  # fmt: skip
    return visit.show("shell/components/dialog_form.html", page=form)


def keep_muted(visit: Visit) -> HttpResponse:
    """POST /notifications/settings: keep it, for every company one works for."""
    muted = [each.value for each in NoticeKind if not visit.http.POST.get(each.value)]
    preferences.keep_muted(actor=visit.actor, kinds=muted)
    return done(gettext("Saved."))


def _line(visit: Visit, one: Shown) -> Line:
    changes = one.change.fields if one.change and one.change.became is Became.CHANGED else ()
    return Line(
        reverse("notice", kwargs={"notice_id": one.id}), ICONS[one.kind], _sentence(one), one.at, one.read,
        html_text(Truncator(one.text).chars(LONGEST)), tuple(told_changes(visit, changes)),
    )  # fmt: skip


def _sentence(one: Shown) -> SafeString:
    who, what = format_html("<b>{}</b>", one.by or "Plexus"), format_html("<b>{}</b>", one.title or "—")
    return format_html(_template(one), who=who, what=what)


def _template(one: Shown) -> str:
    match one.kind:
        case NoticeKind.MENTIONED:
            return gettext("{who} mentioned you on {what}")
        case NoticeKind.GIVEN:
            return gettext("{who} gave {what} to you")
        case NoticeKind.SAID:
            return _said(one.source[0] if one.source else "")
        case NoticeKind.CHANGED:
            return _became(one.change.became if one.change else Became.CHANGED)


def _said(plural: str) -> str:
    return {
        "comments": gettext("{who} commented on {what}"),
        "files": gettext("{who} put a file on {what}"),
        "tasks": gettext("{who} put a task on {what}"),
    }.get(plural, gettext("{who} noted something on {what}"))


def _became(became: Became) -> str:
    return {
        Became.TRASHED: gettext("{who} moved {what} to the trash"),
        Became.RESTORED: gettext("{who} restored {what}"),
    }.get(became, gettext("{who} changed {what}"))
