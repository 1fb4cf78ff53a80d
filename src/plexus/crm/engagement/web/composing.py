"""Saving what the composer of a record's page wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.crm.engagement.actions import logging, noting
from plexus.crm.engagement.models import ActivityKind
from plexus.crm.engagement.queries.timeline import KINDS, Event
from plexus.crm.engagement.web import filling
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import Invalid, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.web.rows import name_references
from plexus.shell.web.visit import Visit, say

EMPTY = _("Write something first.")


def log(visit: Visit, objects: str, record_id: UUID, kind: str) -> HttpResponse:
    """POST /{objects}/{id}/log/{kind}: write it down and answer its entry on the timeline."""
    text = visit.http.POST.get("text", "").strip()
    if not text:
        raise Invalid(fields=[FieldError("text", "required", EMPTY)])
    plural, key = _written(visit, objects, record_id, kind, text)
    about = registry.of(visit.actor.workspace_id).object(plural)
    values = reading.read_one(visit.actor, about, key, fields=KINDS[plural], where_readable=True)
    name_references(visit, about, [name for name in ("mentions",) if name in values], [values])
    event = Event(plural, visit.now, values)
    response = visit.show("shell/components/timeline_entry.html", entry=filling.entry(visit, event, record_id))
    return say(response, gettext("Saved."), undo=f"/{plural}/{key}/delete")


def _written(visit: Visit, objects: str, record_id: UUID, kind: str, text: str) -> tuple[str, UUID]:
    related = noting.about_record(objects, record_id)
    if kind == "task":
        due = _local(visit, visit.http.POST.get("due_at", ""))
        return "tasks", noting.add_task(
            actor=visit.actor, subject=text[:300], due_at=due, related=related, now=visit.now
        ).pk
    if kind == "comment":
        return "comments", noting.comment(
            actor=visit.actor, body=text, related=related, now=visit.now, mentions=_mentions(visit)
        ).pk
    if kind not in ActivityKind.values:
        raise NotFound
    minutes = visit.http.POST.get("duration_minutes", "").strip()
    more: dict[str, Any] = {"duration_minutes": minutes} if minutes else {}
    more["mentions"] = _mentions(visit)
    about = registry.of(visit.actor.workspace_id).object(objects)
    made = logging.log_activity(
        actor=visit.actor, about=about, record_id=record_id, now=visit.now, kind=kind, body=text, **more
    )
    return "activities", made.pk


def _mentions(visit: Visit) -> list[str]:
    """Who was chosen while the text was written and still stands in it."""
    return list(dict.fromkeys(str(key) for key in visit.http.POST.getlist("mention")))


def _local(visit: Visit, text: str) -> str:
    """A local time as it was typed, in the reader's zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=visit.zone).isoformat() if text else ""
    except ValueError:
        return text
