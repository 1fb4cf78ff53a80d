"""The page of whoever had a demo removed: how far it is, what came of it, and the way on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from plexus.shell.components.feedback import Progress
from plexus.shell.components.formats import locale_of, number_text
from plexus.site.demo.actions import beginning
from plexus.site.demo.queries import demos
from plexus.site.demo.queries.demos import Removal

# Whoever asked is signed out, for the login goes with the demo: the browser's session remembers which one it was.
REMOVED = "removed_demo"


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """GET /settings/demo/removal: how far it is, and in the end what came of it; to the start page for all others."""
    if (workspace_id := _asked(request)) is None:
        return redirect("/")
    removal = demos.removal_of(workspace_id)
    if not request.headers.get("HX-Request"):
        shown = {"state": removal.state, "progress": _bar(removal), "begins": not demos.somebody_can_sign_in()}
        return render(request, "shell/entrance/removal.html", shown)
    if removal.state != "going":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "shell/components/progress.html", {"progress": _bar(removal)})


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """POST /settings/demo/removal/on: to data of one's own once the demo is gone, or to the sign-in page."""
    workspace_id = _asked(request)
    if workspace_id is None or demos.removal_of(workspace_id).state == "going":
        return redirect("demo-removal" if workspace_id else "/")
    is_gone = demos.removal_of(workspace_id).state == "gone"
    request.session.flush()
    path = beginning.first_link(get_language() or "en", now=timezone.now()) if is_gone else None
    return redirect(path or "/")


def _asked(request: HttpRequest) -> UUID | None:
    """The demo that this browser had removed."""
    kept = request.session.get(REMOVED)
    return UUID(kept) if kept else None


def _bar(removal: Removal) -> Progress:
    locale = locale_of(get_language() or "en")
    told = {"done": number_text(removal.done, locale=locale), "total": number_text(removal.total or 0, locale=locale)}
    text = _("Waiting for a worker") if removal.total is None else _("%(done)s of %(total)s rows") % told
    return Progress(_("Removed so far"), text, removal.done, removal.total, url=reverse("demo-removal"))
