"""Out of the demo: to data of one's own, or by removing it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.records.acting import acting
from plexus.shell.components.feedback import Notice
from plexus.shell.web.arriving.actor import PageRequest, chosen_workspace
from plexus.shell.web.entrance.preferences import remember
from plexus.shell.web.settings import page
from plexus.site.demo.actions import beginning, going
from plexus.site.demo.queries import demos
from plexus.site.demo.web import following


@require_safe
def show(request: PageRequest) -> HttpResponse:
    """The ways out of the demo; 404 elsewhere."""
    actor = request.actor
    if not demos.is_demo(actor.workspace_id):
        raise Http404
    added = demos.added_here(actor.workspace_id)
    return page.show(
        request,
        "demo",
        "settings-demo",
        title=_("Demo"),
        may_remove=actor.is_administrator,
        warning=_warning(added) if added else None,
    )


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """To the welcome of one's own workspace, founded now if need be; to the sign-in page when somebody works there."""
    actor = _actor(request)
    with acting(actor):
        if not demos.is_demo(actor.workspace_id):
            raise Http404
    path = beginning.first_link(get_language() or actor.language, now=timezone.now())
    if path is None:
        messages.info(
            request, _("Somebody works with own data here already. Sign out, then sign in with your address.")
        )
        return redirect("settings-demo")
    return redirect(path)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Have the demo removed that one is in; whoever asked is signed out and shown how far it is."""
    actor = _actor(request)
    with acting(actor):
        is_demo = demos.is_demo(actor.workspace_id)
    if not (is_demo and actor.is_administrator):
        raise Http404
    spoken = get_language() or actor.language
    workspace_id = going.begin(slug=actor.workspace_slug)
    request.session.flush()
    request.session[following.REMOVED] = str(workspace_id)
    return remember(request, redirect("demo-removal"), {"language": spoken})


def _actor(request: HttpRequest) -> Actor:
    user = cast("User", request.user)
    actor = actor_of_login(user.pk, workspace_id=chosen_workspace(request))
    if actor is None:
        raise Http404
    return actor


def _warning(added: int) -> Notice:
    text = ngettext(
        "%(added)d record was added by hand and goes too.", "%(added)d records were added by hand and go too.", added
    )
    return Notice(text % {"added": added}, _("Export first what you want to keep."), tone="warn")
