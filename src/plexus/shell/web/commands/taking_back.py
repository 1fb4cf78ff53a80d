"""Before an act is taken back: what comes back, what was changed since and stays, unless the person says otherwise.

One dialog for every door: a toast, a timeline, an import, the page of a long act. Whoever presses Undo is asked only
where somebody changed a value since; what an import did is always told first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext

from plexus.kernel.access.shares import journaled
from plexus.kernel.journal.queries import causes
from plexus.kernel.records import undoing
from plexus.kernel.records.undoing import Undone
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import handing_over
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import listed_text, number_text
from plexus.shell.components.forms import Control, FieldGroup, FormPage
from plexus.shell.web.commands import contests
from plexus.shell.web.visit import Visit, done

RESOLVED, PARTED, ALL, DECIDED = "resolve", ":", "all", "decided"


class Undo(Protocol):
    """Taking something back: `hold` keeps nothing where values were changed since that are not decided upon."""

    def __call__(self, *, hold: bool, force: bool, resolve: Sequence[tuple[UUID, str]]) -> Undone:
        """Do it, and tell what came of it."""


@dataclass(frozen=True)
class Choice:
    """What the form of the dialog says: whether anything was asked, and what of it is to be taken back all the same."""

    decided: bool
    force: bool
    resolve: tuple[tuple[UUID, str], ...]


def ask(visit: Visit, cause_id: UUID, url: str, title: str) -> HttpResponse:
    """The dialog that says what taking a cause back would do, and asks about each value that was changed since."""
    if handing_over.is_long(actor=visit.actor, cause_id=cause_id):
        return _asked(visit, FormPage(title, url, (), gettext("Undo"), intro=_long(visit), hidden=((DECIDED, "1"),)))
    undone = undoing.undo_cause(actor=visit.actor, cause_id=cause_id, now=visit.now, preview=True)
    return _asked(visit, _page(visit, undone, url, title))


def ask_about(visit: Visit, undone: Undone, url: str, status: int = 200) -> HttpResponse:
    """The dialog about values that were changed since; nothing has been taken back yet."""
    return _asked(visit, _page(visit, undone, url, gettext("Undo this?")), status)


def take(visit: Visit, undo: Undo) -> HttpResponse:
    """Take something back, once whoever wants it has decided about what was changed since; else ask about that."""
    choice = chosen(visit)
    undone = undo(hold=not choice.decided, force=choice.force, resolve=choice.resolve)
    if undone.cause_id is None:
        return ask_about(visit, undone, visit.http.path, 409)
    return said(visit, undone)


def chosen(visit: Visit) -> Choice:
    """What the form says is to be taken back although it was changed since, by record and field."""
    values = visit.http.POST.getlist(RESOLVED)
    return Choice(DECIDED in visit.http.POST, ALL in values, tuple(_resolved(values)))


def said(visit: Visit, undone: Undone) -> HttpResponse:
    """What an undo did, as a toast; the undo itself can be undone, and the act so done again."""
    if undone.cause_id is None or not undone.count:
        return done(" ".join((gettext("Nothing was taken back."), *_refused(visit, undone))))
    redone = causes.is_redone(actor=visit.actor, cause_id=undone.cause_id)
    told = " ".join((_put(undone, redone=redone), *_refused(visit, undone)))
    return done(told, undo=f"/causes/{undone.cause_id}/undo", label="" if redone else gettext("Redo"))


def counted(visit: Visit, about: Object, count: int) -> str:
    """So many records of an object in words: `1 contact`, `2 contacts`."""
    label = about.label if count == 1 else about.label_plural
    return f"{number_text(count, locale=visit.locale)} {label}"


def _resolved(said: Sequence[str]) -> Iterator[tuple[UUID, str]]:
    for text in said:
        record_id, _between, field = text.partition(PARTED)
        try:
            yield UUID(record_id), field
        except ValueError:
            continue


def _asked(visit: Visit, page: FormPage, status: int = 200) -> HttpResponse:
    """The dialog, wherever the page that asked expected the answer."""
    answer = visit.show("shell/components/dialog_form.html", status, page=page)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#dialog", "innerHTML"
    return answer


def _page(visit: Visit, undone: Undone, url: str, title: str) -> FormPage:
    told = _stays(visit, undone)
    return FormPage(
        title, url, _groups(visit, undone), gettext("Undo"), notice=Notice(told, tone="warn") if told else None,
        intro=_comes_back(visit, undone), hidden=((DECIDED, "1"),),
    )  # fmt: skip


def _comes_back(visit: Visit, undone: Undone) -> str:
    known = journaled(visit.actor.workspace_id)
    points = [counted(visit, known[plural], count) for plural, count in undone.records.items()]
    if not points:
        return gettext("Nothing else is left to take back.") if undone.conflict_count else ""
    text = gettext(
        "This is taken back: %(records)s. Created records go to the trash, changed values become what they were."
    )
    return text % {"records": listed_text(points)}


def _long(visit: Visit) -> str:
    """What is said of an act of which nobody waits to hear how much it changed."""
    text = gettext(
        "This act made more than %(count)s changes. They are taken back while you follow how far it is. "
        "What was changed since stays; you decide about it afterwards."
    )
    return text % {"count": number_text(handing_over.AT_ONCE, locale=visit.locale)}


def _stays(visit: Visit, undone: Undone) -> str:
    """How much stays as it is, because somebody changed it since or because it is not one's own any more."""
    told, changed = [], undone.conflict_count
    if changed:
        told.append(ngettext(
            "%(count)s value was changed since and stays, unless you tick it.",
            "%(count)s values were changed since and stay, unless you tick them.", changed,
        ) % {"count": number_text(changed, locale=visit.locale)})  # fmt: skip
    return " ".join((*told, *_refused(visit, undone)))


def _refused(visit: Visit, undone: Undone) -> Iterator[str]:
    """What cannot be taken back, however one decides."""
    words: tuple[tuple[int, Callable[[int], str]], ...] = (
        (undone.refused_count, lambda count: ngettext(
            "%(count)s record you may no longer change.", "%(count)s records you may no longer change.", count)),
        (undone.blocked_count, lambda count: ngettext(
            "%(count)s record could not be taken back: it is gone, or something else has its place.",
            "%(count)s records could not be taken back: they are gone, or something else has their place.", count)),
    )  # fmt: skip
    for count, told in words:
        if count:
            yield told(count) % {"count": number_text(count, locale=visit.locale)}


def _put(undone: Undone, *, redone: bool) -> str:
    """What an undo did that did something, but for what it left."""
    kept = undone.conflict_count
    if not kept:
        return gettext("Done again.") if redone else gettext("Taken back.")
    if redone:
        text = ngettext(
            "Done again, but for %(count)d value that was changed since.",
            "Done again, but for %(count)d values that were changed since.",
            kept,
        )
        return text % {"count": kept}
    return ngettext(
        "Taken back, but for %(count)d value that was changed since.",
        "Taken back, but for %(count)d values that were changed since.",
        kept,
    ) % {"count": kept}


def _groups(visit: Visit, undone: Undone) -> tuple[FieldGroup, ...]:
    """The values that were changed since, to be ticked one by one or all together."""
    found = tuple(contests.shown(visit, undone.conflicts))
    if not found:
        return ()
    label, everything = gettext("Take back all the same"), ""
    if undone.conflict_count > 1:
        everything = gettext("All %(count)s values") % {
            "count": number_text(undone.conflict_count, locale=visit.locale)
        }
    return (FieldGroup("", (Control(RESOLVED, label, kind="contests", contests=found, told=everything, wide=True),)),)
