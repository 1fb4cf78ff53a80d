"""What a change of a role means, told in sentences before it is saved."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plexus.kernel.identity.models import Role
from plexus.kernel.schema.object import Object
from plexus.shell.administration.queries import listing
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import wording
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.roles import matrix


@administrators_only
@require_POST
def told(request: PageRequest, role_id: UUID) -> HttpResponse:
    """What the matrix as it stands in the form would change, in sentences."""
    held = listing.role(request.actor, role_id)
    sent = matrix.grants_sent(request.actor, request.POST)
    sentences = [wording.change(*each) for each in matrix.changed(request.actor, held.grants, sent)]
    return shown(request, held, sentences, _unseen(request, sent))


def _unseen(request: PageRequest, sent: matrix.Grants) -> str:
    """A warning where more may be changed or deleted than is seen."""
    names = [
        str(each.label_plural) for each in matrix.objects(request.actor.workspace_id) if _blind(request, sent, each)
    ]
    if not names:
        return ""
    return _("What is not seen cannot be changed or deleted either: %(objects)s.") % {"objects": wording.listed(names)}


def _blind(request: PageRequest, sent: matrix.Grants, about: Object) -> bool:
    order = [key for key, _words in wording.levels()]
    levels = matrix.levels_of(request.actor, sent, about)
    return order.index(levels["read"]) < max(order.index(levels[verb]) for verb in ("update", "delete"))


def shown(request: PageRequest, held: Role, sentences: list[str], warning: str = "") -> HttpResponse:
    """The sentences, and for how many people they count."""
    members = len([each for each in listing.holders(request.actor, held.pk) if each.active])
    counts = ngettext("This counts at once for %(count)d person.", "This counts at once for %(count)d people.", members)
    said = {"sentences": sentences, "warning": warning, "for_whom": counts % {"count": members} if members else ""}
    return render(request, "shell/settings/role_told.html", said)
