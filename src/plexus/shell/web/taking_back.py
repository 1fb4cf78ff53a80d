"""Before an act is taken back: what comes back, what was changed since and stays, unless the person says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.journal.queries import causes
from plexus.kernel.records import naming, undoing
from plexus.kernel.records.undoing import Contested, Undone
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import handing_over
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import number_text
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit

RESOLVED, PARTED = "resolve", ":"
NOTHING = "–"


def ask(visit: Visit, cause_id: UUID, url: str, title: str) -> HttpResponse:
    """The dialog that says what taking a cause back would do, and asks about each value that was changed since."""
    undone = _tried(visit, cause_id)
    schema = registry.of(visit.actor.workspace_id)
    points = [counted(visit, schema.object(plural), count) for plural, count in undone.records.items()]
    text = gettext(
        "This is taken back: %(records)s. Created records go to the trash, changed values become what they were."
    )
    told = _stays(visit, undone)
    page = FormPage(
        title, url, _asked(visit, undone), gettext("Undo"), notice=Notice(told, tone="warn") if told else None,
        intro=text % {"records": ", ".join(points) or "0"},
    )  # fmt: skip
    return visit.show("shell/components/dialog_form.html", page=page)


def resolved(visit: Visit) -> tuple[tuple[UUID, str], ...]:
    """What the form says is to be taken back although it was changed since, by record and field."""
    return tuple(_resolved(visit.http.POST.getlist(RESOLVED)))


def _resolved(said: list[str]) -> Iterator[tuple[UUID, str]]:
    for text in said:
        record_id, _between, field = text.partition(PARTED)
        try:
            yield UUID(record_id), field
        except ValueError:
            continue


def counted(visit: Visit, about: Object, count: int) -> str:
    """So many records of an object in words: `1 contact`, `2 contacts`."""
    label = about.label if count == 1 else about.label_plural
    return f"{number_text(count, locale=visit.locale)} {label}"


def _tried(visit: Visit, cause_id: UUID) -> Undone:
    """What would come of it; of a long act only what it touched, for nobody waits."""
    if not handing_over.is_long(actor=visit.actor, cause_id=cause_id):
        return undoing.undo_cause(actor=visit.actor, cause_id=cause_id, now=visit.now, preview=True)
    line = causes.cause_of(actor=visit.actor, cause_id=cause_id)
    touched = line.touched if line else ()
    return Undone(records={each.object: each.came + each.changed + each.removed for each in touched})


def _stays(visit: Visit, undone: Undone) -> str:
    """How much stays as it is, because somebody changed it since or because it is not one's own any more."""
    changed, refused = undone.conflict_count, undone.refused_count
    told = []
    if changed:
        told.append(ngettext(
            "%(count)s value was changed since and stays, unless you tick it.",
            "%(count)s values were changed since and stay, unless you tick them.", changed,
        ) % {"count": number_text(changed, locale=visit.locale)})  # fmt: skip
    if refused:
        told.append(ngettext(
            "%(count)s record you may no longer change.", "%(count)s records you may no longer change.", refused,
        ) % {"count": number_text(refused, locale=visit.locale)})  # fmt: skip
    return " ".join(told)


def _asked(visit: Visit, undone: Undone) -> tuple[FieldGroup, ...]:
    """The values that were changed since, to be ticked."""
    options = tuple(_options(visit, undone.conflicts))
    if not options:
        return ()
    label = gettext("Take back all the same")
    return (FieldGroup("", (Control(RESOLVED, label, kind="multiple", options=options, wide=True),)),)


def _options(visit: Visit, found: list[Contested]) -> Iterator[Option]:
    named = _named(visit, found)
    for one in found:
        about = registry.of(visit.actor.workspace_id).object(one.object)
        if field := readable_fields(visit.actor, about).get(one.field):
            show_it = presenter_of(field)
            now, before = (show_it.text(value, field, visit) or NOTHING for value in (one.now, one.before))
            text = gettext("%(record)s: %(field)s from %(now)s back to %(before)s")
            if one.created:
                text = gettext("%(record)s, which came with this: %(field)s is %(now)s now")
            told = {"record": named.get(one.record_id, NOTHING), "field": field.label, "now": now, "before": before}
            yield Option(f"{one.record_id}{PARTED}{one.field}", text % told)


def _named(visit: Visit, found: list[Contested]) -> Mapping[UUID, str]:
    """The names of the records, in one statement for each object."""
    keys: dict[str, list[UUID]] = {}
    for one in found:
        keys.setdefault(one.object, []).append(one.record_id)
    schema = registry.of(visit.actor.workspace_id)
    return {
        key: name
        for plural, ids in keys.items()
        for key, name in naming.titles(visit.actor, schema.object(plural), ids).items()
    }
