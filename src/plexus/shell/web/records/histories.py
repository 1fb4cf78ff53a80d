"""What the journal says of a record, on its timeline and on its history page; with undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext

from plexus.kernel.records import reading, undoing
from plexus.kernel.records.queries import wording
from plexus.kernel.records.queries.history import Became, FieldChange, RecordChange, history, of_readable
from plexus.kernel.records.queries.sharing import Shared
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.shell.commanding.actions import handing_over
from plexus.shell.components.records import Change, TimelineEntry
from plexus.shell.web.commands import following, taking_back
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.documents import differences
from plexus.shell.web.records import sharing
from plexus.shell.web.visit import Visit

ON_THE_PAGE = 30
ICONS = {
    Became.CREATED: "plus", Became.CHANGED: "pencil", Became.TRASHED: "trash-2", Became.RESTORED: "undo-2",
    Became.REMOVED: "x",
}  # fmt: skip


def entries(
    visit: Visit, about: Object, record_id: UUID, *, limit: int = ON_THE_PAGE, before: int | None = None
) -> tuple[tuple[TimelineEntry, ...], int | None]:
    """The newest changes of a record that was just read, as entries of its timeline, and where they go on."""
    held = sharing.known(visit, about, record_id)
    page = of_readable(
        actor=visit.actor, about=about, record_id=record_id, limit=limit, before=before, whole=False, held=held
    )
    return tuple(_entry(visit, about, record_id, each) for each in page.changes), page.next


def _entry(visit: Visit, about: Object, record_id: UUID, one: RecordChange, *, lies: bool = False) -> TimelineEntry:
    """A change; of a record that lies in the trash files are named only, for they are not sent from there."""
    who, opened = one.person or "Plexus", None if lies else record_id
    if one.share:
        return _share_entry(visit, about, record_id, one, one.share)
    may_undo = one.became is not Became.REMOVED and (
        visit.actor.is_administrator or one.person_id == visit.actor.person_id
    )
    return TimelineEntry(
        id=str(one.id),
        icon=ICONS[one.became],
        at=one.at,
        sentence=format_html(_sentence(one), format_html("<b>{}</b>", who)),
        changes=() if one.became is Became.CREATED else tuple(told_changes(visit, one.fields, opened)),
        undo_url=f"/{about.plural}/{one.record_id}/undo/{one.id}"
        if may_undo and one.became is not Became.CREATED
        else "",
    )


def _share_entry(visit: Visit, about: Object, record_id: UUID, one: RecordChange, share: Shared) -> TimelineEntry:
    """A share that was given, changed, taken back or given again."""
    mine = visit.actor.is_administrator or one.person_id == visit.actor.person_id
    changed = one.became is Became.CHANGED
    sentence = _share_sentence(visit, one)
    who, whom = format_html("<b>{}</b>", one.person or "Plexus"), format_html("<b>{}</b>", share.whom)
    return TimelineEntry(
        id=str(one.id),
        icon="share-2",
        at=one.at,
        sentence=format_html(sentence, who=who, whom=whom),
        changes=tuple(told_changes(visit, one.fields)) if changed else (),
        undo_url=f"/{about.plural}/{record_id}/undo/{one.id}" if mine else "",
    )


def _share_sentence(visit: Visit, one: RecordChange) -> str:
    """What became of a share, with places for who did it and with whom."""
    given = {each.field.name: each.after for each in one.fields}
    match one.became:
        case Became.CHANGED:
            return gettext("{who} shares this with {whom} on other terms")
        case Became.CREATED if given.get("expires_at") and given.get("may_change"):
            text = gettext("{who} shared this with {whom} until %(moment)s, to see and change")
        case Became.CREATED if given.get("expires_at"):
            text = gettext("{who} shared this with {whom} until %(moment)s, to see")
        case Became.CREATED if given.get("may_change"):
            return gettext("{who} shared this with {whom}, to see and change")
        case Became.CREATED:
            return gettext("{who} shared this with {whom}, to see")
        case Became.RESTORED:
            return gettext("{who} shares this with {whom} again")
        case _:
            return gettext("{who} shares this with {whom} no longer")
    return text % {"moment": wording.moment(given["expires_at"], visit.zone)}


def _sentence(one: RecordChange) -> str:
    """What happened, with a place for who did it."""
    if one.undoes:
        return gettext("{} took back an earlier change")
    imported = one.action.endswith(".import")
    return {
        Became.CREATED: gettext("{} imported this record") if imported else gettext("{} created this record"),
        Became.CHANGED: gettext("{} changed this record by import") if imported else gettext("{} made a change"),
        Became.TRASHED: gettext("{} moved this record to the trash"),
        Became.RESTORED: gettext("{} restored this record"),
        Became.REMOVED: gettext("{} removed this record for good"),
    }[one.became]


def told_changes(visit: Visit, fields: Iterable[FieldChange], record_id: UUID | None = None) -> Iterator[Change]:
    """Fields before and after, as people read them; of a record that they may open, files lead to their content.

    Of a document each part that differs.
    """
    for one in fields:
        presenter, (before, after) = presenter_of(one.field), one.values
        if isinstance(before, dict) and isinstance(after, dict) and one.field.type.key == "document":
            yield from (Change(f"{one.field.label} › {name}", *pair) for name, *pair in differences(before, after))
        else:
            told = (presenter.passage(each, one.field, visit, record_id) for each in (before, after))
            yield Change(str(one.field.label), *told)


def show_history(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/history: every change, page by page."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    before = visit.http.GET.get("before", "")
    page = history(actor=visit.actor, about=about, record_id=record_id, before=numerals.whole(before, digits=18))
    title, lies = _title(visit, about, record_id)
    shown = tuple(_entry(visit, about, record_id, each, lies=lies) for each in page.changes)
    older = f"?before={page.next}" if page.next else ""
    if visit.wants_part and before:
        return visit.show("shell/components/timeline_entries.html", timeline=shown, older_url=older)
    return visit.show(
        "shell/pages/history.html", timeline=shown, older_url=older, title=title, back=f"/{objects}/{record_id}"
    )


def _title(visit: Visit, about: Object, record_id: UUID) -> tuple[str, bool]:
    """What a record is called, and whether it lies in the trash."""
    fields = (about.described.title,)
    try:
        found, lies = reading.read_one(visit.actor, about, record_id, fields=fields, where_readable=True), False
    except NotFound:
        found = reading.read_one(visit.actor, about, record_id, fields=fields, trashed=True, where_readable=True)
        lies = True
    return reading.title_text(found.get(about.described.title)) or str(about.label), lies


def undo_change(visit: Visit, objects: str, record_id: UUID, change_id: int) -> HttpResponse:
    """POST /{objects}/{id}/undo/{change}: take one change back; asks about what has been changed since."""
    if cause := undoing.undone_with(actor=visit.actor, change_id=change_id):
        return undo_cause(visit, cause)
    undo = partial(undoing.undo_change, actor=visit.actor, change_id=change_id, now=visit.now)
    return taking_back.take(visit, undo)


def undo_cause(visit: Visit, cause_id: UUID) -> HttpResponse:
    """POST /causes/{id}/undo: take back all that one act did; asks about what was changed since, of much afterwards."""
    choice = taking_back.chosen(visit)
    job = handing_over.undo(actor=visit.actor, cause_id=cause_id, force=choice.force, resolve=choice.resolve)
    if job:
        return following.followed(job)
    return taking_back.take(visit, partial(undoing.undo_cause, actor=visit.actor, cause_id=cause_id, now=visit.now))
