"""Choosing among the workspaces that a login may enter, and what is said where there is none."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries import logins
from plexus.shell.web.arriving.actor import WORKSPACE, chosen_workspace


def choose(request: HttpRequest) -> HttpResponse:
    """The workspaces of this login; one line that says so when there is none."""
    user = cast("User", request.user)
    mine = logins.workspaces_of(user.pk)
    if not mine:
        return no_workspace(request)
    return render(request, "shell/entrance/workspaces.html", {"workspaces": mine, "current": chosen_workspace(request)})


def no_workspace(request: HttpRequest) -> HttpResponse:
    """Signed in, but nowhere to work: not invited, or not any more."""
    return render(request, "shell/entrance/no_workspace.html", status=403)


@require_POST
def enter(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """Work in this workspace from now on; 404 for one that is not this login's."""
    mine = logins.workspaces_of(cast("User", request.user).pk)
    if workspace_id not in {each.workspace_id for each in mine}:
        raise Http404
    request.session[WORKSPACE] = str(workspace_id)
    return redirect("/")
