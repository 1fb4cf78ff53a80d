"""What this app puts on every record's page: the composer and the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext

from plexus.crm.engagement.queries.timeline import Event, Remarks, open_tasks, remarks, told
from plexus.crm.engagement.web import mentioning
from plexus.kernel.access.rights import Verb, level, readable_fields
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.marks import Mark
from plexus.shell.components.formats import listed_text, moment_text
from plexus.shell.components.forms import Control
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Kind, Panel, Related, RelatedList, TimelineEntry
from plexus.shell.web.commands import actions
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.presenter import html_text
from plexus.shell.web.rows import name_each
from plexus.shell.web.slots import Stretch
from plexus.shell.web.visit import Visit

Values = Mapping[str, Any]
# Where events refer to others.
NAMED = ("related", "mentions")
ICONS = {"call": "phone", "meeting": "users", "visit": "map-pin", "note": "sticky-note"}
WITHOUT_TIMELINE = {
    "activities",
    "tasks",
    "comments",
    "files",
    "follows",
    "lists",
    "list-members",
    "tags",
    "teams",
    "roles",
    "stages",
    "pipelines",
    "lost-reasons",
}


def kinds(visit: Visit, about: Object, values: Values) -> Sequence[Kind]:
    """What can be written down on the record's page."""
    if about.plural in WITHOUT_TIMELINE or about.described.administered:
        return ()
    return tuple(_kinds(visit, about, values))


def _kinds(visit: Visit, about: Object, values: Values) -> Iterator[Kind]:
    path = {"objects": about.plural, "record_id": values["id"]}
    schema = registry.of(visit.actor.workspace_id)
    mention_url = reverse("mention", kwargs=path)

    def may_write(plural: str) -> bool:
        return bool(level(visit.actor, schema.object(plural), Verb.CREATE))

    def url(kind: str) -> str:
        return reverse("log", kwargs=path | {"kind": kind})

    if may_write("activities"):
        minutes = Control("duration_minutes", gettext("Minutes"), inputmode="numeric")
        for kind, label, hint, more in _activity_kinds(minutes):
            yield Kind(kind, label, ICONS[kind], hint, url(kind), more, mention_url=mention_url)
    if may_write("tasks"):
        due = Control("due_at", gettext("Due"), type="datetime-local")
        yield Kind("task", gettext("Task"), "square-check", gettext("What is to do?"), url("task"), (due,))
    if may_write("comments"):
        hint = gettext("Say something to colleagues… @ mentions one")
        yield Kind("comment", gettext("Comment"), "message-square", hint, url("comment"), mention_url=mention_url)


def _activity_kinds(minutes: Control) -> Iterator[tuple[str, str, str, tuple[Control, ...]]]:
    yield "note", gettext("Note"), gettext("What did you learn today?"), ()
    yield "call", gettext("Call"), gettext("What was said? What is next?"), (minutes,)
    yield "visit", gettext("Visit"), gettext("Whom did you meet, and what came of it?"), (minutes,)
    yield "meeting", gettext("Meeting"), gettext("What was decided?"), (minutes,)


def entries(visit: Visit, about: Object, values: Values, before: Mark | None = None) -> Stretch:
    """What happened about the record and its relatives, the newest or what comes after a mark."""
    if about.plural in WITHOUT_TIMELINE or about.described.administered:
        return Stretch((), None)
    found = told(actor=visit.actor, known=_remarks(visit, about, values, before))
    _name(visit, found.events, values)
    return Stretch(tuple(entry(visit, event, values["id"]) for event in found.events), found.next)


def _name(visit: Visit, events: Sequence[Event], values: Values) -> None:
    """Put names on whom events are about and whom they mention; what the page has read of its record is known."""
    refers = (each for each in values.values() if isinstance(each, dict) and "name" in each and "id" in each)
    known = {str(each["id"]): each["name"] for each in refers} | {str(values["id"]): ""}
    name_each(visit, [each for event in events for name in NAMED for each in event.values.get(name) or ()], known)


def _remarks(visit: Visit, about: Object, values: Values, before: Mark | None = None) -> Remarks:
    """What is known of remarks, for the panel of tasks as for the timeline."""
    record_id = values["id"]
    return visit.once(
        ("remarks", about.plural, record_id, before),
        lambda: remarks(actor=visit.actor, about=about, record_id=record_id, before=before),
    )


def panels(visit: Visit, about: Object, values: Values) -> Sequence[Panel]:
    """What is next: the open tasks about the record and its relatives, each with its tick."""
    if about.plural in WITHOUT_TIMELINE or about.described.administered:
        return ()
    if not _remarks(visit, about, values).may_have_tasks:
        return ()
    found = open_tasks(actor=visit.actor, about=about, record_id=values["id"])
    if not found:
        return ()
    tasks = registry.of(visit.actor.workspace_id).object("tasks")
    return (Panel(gettext("To do"), related=RelatedList("", tuple(task_item(visit, tasks, each) for each in found))),)


def buttons(visit: Visit, about: Object, values: Values) -> Sequence[MenuItem]:
    """A task is done, or is not done after all."""
    if about.plural != "tasks":
        return ()
    key = "reopen" if values.get("done_at") else "complete"
    made = actions.button(visit, about, values["id"], key, main=key == "complete")
    return (made,) if made else ()


def task_item(visit: Visit, tasks: Object, values: Values, *, about: str = "") -> Related:
    """A task in a short list: when it is due, whose it is or what it is about, and a tick that completes it."""
    due = values["due_at"]
    when = moment_text(due, locale=visit.locale, zone=visit.zone, now=visit.now) if due else ""
    whose = about or (values.get("owner") or {}).get("name") or ""
    return Related(
        values["subject"] or "—",
        reverse("record", kwargs={"objects": "tasks", "record_id": values["id"]}),
        below=" · ".join(part for part in (when, whose) if part),
        late=bool(due and due < visit.now),
        tick=actions.button(visit, tasks, values["id"], "complete"),
    )


def entry(visit: Visit, event: Event, record_id: object = None) -> TimelineEntry:
    """An event as an entry of the timeline; of relatives it says about whom it is."""
    make = {"activities": _activity, "tasks": _task, "comments": _comment, "files": _file}[event.object]
    return make(visit, event, _others(event, record_id))


def _others(event: Event, record_id: object) -> str:
    names = (each.get("name") or "" for each in event.values["related"] or () if each["id"] != str(record_id))
    return listed_text(name for name in names if name)


def _owner(event: Event) -> str:
    return (event.values["owner"] or {}).get("name") or "Plexus"


def _activity(visit: Visit, event: Event, others: str) -> TimelineEntry:
    about = registry.of(visit.actor.workspace_id).object("activities")
    kind = presenter_of(about.fields["kind"]).text(event.values["kind"], about.fields["kind"], visit)
    outcome = presenter_of(about.fields["outcome"]).text(event.values["outcome"], about.fields["outcome"], visit)
    minutes = event.values["duration_minutes"]
    parts = [
        kind,
        others,
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes} if minutes else "",
        outcome,
    ]
    body = event.values["body"] or event.values["subject"]
    return TimelineEntry(
        id=str(event.values["id"]),
        icon=ICONS.get(event.values["kind"], "activity"),
        at=event.at,
        sentence=format_html("<b>{}</b> · {}", _owner(event), " · ".join(part for part in parts if part)),
        body=mentioning.linked(body or "", event.values["mentions"]),
    )


def _task(visit: Visit, event: Event, others: str) -> TimelineEntry:
    known = "done_at" in readable_fields(visit.actor, registry.of(visit.actor.workspace_id).object("tasks"))
    done = event.values["done_at"] is not None
    state = gettext("done") if done else gettext("to do")
    parts = [event.values["subject"], others, state if known else ""]
    return TimelineEntry(
        id=str(event.values["id"]),
        icon="square-check" if done else "square",
        at=event.at,
        sentence=format_html("<b>{}</b> · {}", _owner(event), " · ".join(part for part in parts if part)),
        body=html_text(event.values["body"] or ""),
        tone="" if done or not known or event.at > visit.now else "bad",
    )


def _comment(visit: Visit, event: Event, others: str) -> TimelineEntry:
    return TimelineEntry(
        id=str(event.values["id"]),
        icon="message-square",
        at=event.at,
        sentence=format_html(gettext("{} commented"), format_html("<b>{}</b>", _owner(event))),
        body=mentioning.linked(event.values["body"] or "", event.values["mentions"]),
    )


def _file(visit: Visit, event: Event, others: str) -> TimelineEntry:
    url = reverse("record", kwargs={"objects": "files", "record_id": event.values["id"]})
    name = format_html('<a class="link" href="{}">{}</a>', url, event.values["name"] or "—")
    size = event.values["size"]
    parts = [name, others, "" if size is None else filesizeformat(size)]
    return TimelineEntry(
        id=str(event.values["id"]),
        icon="paperclip",
        at=event.at,
        sentence=format_html(
            gettext("{who} attached {what}"),
            who=format_html("<b>{}</b>", _owner(event)),
            what=format_html_join(" · ", "{}", ((each,) for each in parts if each)),
        ),
    )
