"""A save that meets its record in the trash: who put it there, and the way back with all that was typed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb
from plexus.kernel.records import changing
from plexus.kernel.records.queries import history
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.object import Object
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import moment_text
from plexus.shell.components.forms import FormPage
from plexus.shell.web.may import may
from plexus.shell.web.visit import Visit

# What a form sends that brings its record back before it is saved.
RESTORE = "restore"


def may_restore(visit: Visit, about: Object, record_id: UUID) -> bool:
    """Whether the reader may take it out of the trash."""
    return may(visit, about, record_id, Verb.DELETE)


def notice(visit: Visit, about: Object, record_id: UUID) -> Notice:
    """What happened, that nothing typed is lost, and what to do."""
    who, when = history.last_touched(actor=visit.actor, about=about, record_id=record_id) or ("", visit.now)
    told = {
        "who": who or "Plexus",
        "when": moment_text(when, locale=visit.locale, zone=visit.zone, now=visit.now),
    }
    title = gettext("%(who)s moved this record to the trash %(when)s.") % told
    if may_restore(visit, about, record_id):
        return Notice(title, gettext("Nothing of yours is lost: restore the record and save it."), tone="warn")
    text = gettext("What you typed stays here. Ask %(who)s to restore the record, then save again.") % told
    return Notice(title, text, tone="warn")


def offered(visit: Visit, about: Object, record_id: UUID, form: FormPage) -> FormPage:
    """The form as it was typed, with what happened, and with the way back for whoever may go it."""
    form = replace(form, notice=notice(visit, about, record_id))
    if not may_restore(visit, about, record_id):
        return form
    return replace(form, save_label=gettext("Restore and save"), hidden=(*form.hidden, (RESTORE, "1")))


def brought_back(visit: Visit, about: Object, record_id: UUID, version: int | None) -> int | None:
    """Restore the record where the form asks for it; gives the version to save at.

    A form that was opened just before the record went goes on from where it came back; what others changed
    meanwhile still conflicts.
    """
    if RESTORE not in visit.http.POST:
        return version
    try:
        row = changing.restore(actor=visit.actor, about=about, record_id=record_id, now=visit.now)
    except NotFound:
        return version  # Somebody else was quicker.
    return row.version if version is not None and row.version == version + 2 else version
