"""What a change of a field's type would keep and lose, asked before it is made."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.administration.actions import retyping
from plexus.shell.api import bodies
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, answer
from plexus.shell.api.working import accepted
from plexus.shell.commanding.actions import handing_over

WANTED = {
    "type": Part("text", _("The type that the field would take."), required=True),
    "options": Part("object", _("Its options, as change-type takes them."), default={}),
}


def preview(call: Call, field_id: UUID) -> HttpResponse:
    """POST /custom-fields/{id}/preview-type: how many values would be kept and lost, and the first that would be."""
    given = bodies.taken(call.body(), WANTED)
    if job := handing_over.look(actor=call.actor, field_id=field_id, params=given):
        return accepted(call, job)
    seen = retyping.preview_type(actor=call.actor, field_id=field_id, **given)
    return answer({"kept": seen.kept, "lost": seen.lost, "rows": seen.rows, "examples": seen.examples})
