"""The trash: what was deleted, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.records import changing
from plexus.kernel.records.queries import trash as queries
from plexus.kernel.records.queries.trash import Trashed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.formats import moment_text
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.components.records import Related
from plexus.shell.web.visit import Visit, done

LIMIT = 100


def show_trash(visit: Visit) -> HttpResponse:
    """GET /trash: what is in the trash of one object, newest first."""
    offered = [
        each
        for each in registry.of(visit.actor.workspace_id)
        if level(visit.actor, each, Verb.READ) and not each.described.personal
    ]
    wanted = visit.http.GET.get("object", "accounts")
    about = registry.of(visit.actor.workspace_id).object(wanted)
    tabs = tuple(
        Tab(capfirst(str(each.label_plural)), f"?object={each.plural}", current=each is about) for each in offered
    )
    return visit.show("shell/pages/trash.html", tabs=tabs, items=_items(visit, about), title=gettext("Trash"))


def _items(visit: Visit, about: Object) -> list[tuple[Related, MenuItem | None]]:
    lying = queries.trash(actor=visit.actor, about=about, limit=LIMIT).rows
    return [(_related(visit, each), _restore(about, each)) for each in lying]


def _related(visit: Visit, each: Trashed) -> Related:
    when = moment_text(each.deleted_at, locale=visit.locale, zone=visit.zone, now=visit.now)
    below = gettext("Deleted by %(who)s, %(when)s") % {"who": each.person or "Plexus", "when": when}
    return Related(each.title or "—", below=below)


def _restore(about: Object, each: Trashed) -> MenuItem | None:
    url = f"/{about.plural}/{each.record_id}/restore"
    return MenuItem(gettext("Restore"), url, "undo-2", method="post") if each.may_restore else None


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
