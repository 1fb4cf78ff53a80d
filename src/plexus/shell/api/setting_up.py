"""The set-up of the workspace as one document: told, tried and brought in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import bodies, working
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, answer
from plexus.shell.api.limiting import works
from plexus.shell.api.writing import CAUSE
from plexus.shell.commanding.actions import bringing_in
from plexus.shell.setup.actions import importing
from plexus.shell.setup.queries import exporting
from plexus.shell.setup.reading import accepted

LEFT_OUT = "Plexus-Left-Out"
SETUP = {
    "setup": Part("object", _("The document, as GET /setup gives it."), required=True),
    "dry_run": Part("flag", _("Only tell what would happen."), default=False),
    "skip_refused": Part("flag", _("Bring the others in when some entries are refused."), default=False),
}


def export(call: Call) -> HttpResponse:
    """GET /setup: objects, fields, rules, layouts, roles, views, pipelines; no data, people or secrets."""
    found = exporting.export_setup(actor=call.actor)
    response = HttpResponse(found.document.text(), content_type="application/json")
    response[LEFT_OUT] = str(len(found.left_out))
    return response


@works("imports")
def bring_in(call: Call) -> HttpResponse:
    """POST /setup: make and change what a document says; 422 with each entry's reason when one is refused."""
    given = bodies.taken(call.body(), SETUP)
    found = accepted(given["setup"])
    if bringing_in.are_many(found):
        way = bringing_in.Way(dry_run=given["dry_run"], skip_refused=given["skip_refused"])
        return working.accepted(call, bringing_in.request_import(actor=call.actor, document=found, way=way))
    outcome = importing.import_setup(
        actor=call.actor, document=found, now=call.now, dry_run=given["dry_run"], skip_refused=given["skip_refused"]
    )
    response = answer(outcome.told(gettext))
    if outcome.cause_id:
        response[CAUSE] = str(outcome.cause_id)
    return response
