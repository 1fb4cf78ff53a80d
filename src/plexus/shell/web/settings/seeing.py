"""Beginning to see as somebody else, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import seeing as administration
from plexus.shell.web.arriving import refusing, seeing
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.arriving.next_page import safe_next
from plexus.shell.web.settings.administrators import administrators_only


@administrators_only
@require_POST
def begin(request: PageRequest, person_id: UUID) -> HttpResponse:
    """See as this person from the next page on."""
    try:
        made = administration.begin(actor=request.actor, person_id=person_id, now=request.now)
    except Refusal as refusal:
        return refusing.answer(request, refusal)
    seeing.remember(request, made)
    return redirect(safe_next(request))


@require_POST
def stop(request: PageRequest) -> HttpResponse:
    """Be oneself again."""
    seeing.stop(request, request.actor)
    messages.success(request, _("You are yourself again."))
    return redirect("home")
