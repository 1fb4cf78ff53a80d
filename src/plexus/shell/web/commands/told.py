"""What the page of a long act says of it: how it is called, what came of it, and the ways on from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from plexus.kernel.actions import find
from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.commanding.actions import bringing_in, doing, looking, restoring, taking_back, whole
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import number_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.forms import naming
from plexus.shell.web.visit import Visit

Words = Callable[[], str]


@dataclass(frozen=True)
class Kind:
    """How one kind of long act is told: while it runs, when it was stopped, when it is done, and where it came from."""

    running: Words
    stopped: Words
    done: Callable[[Visit, JobStatus], Notice]
    back: Callable[[Visit, JobStatus], MenuItem | None]
    onwards: Callable[[JobStatus], MenuItem | None] = lambda job: None


def title(visit: Visit, job: JobStatus) -> str:
    """What the page is about: the object and what is done to it."""
    about = _about(visit, job)
    if about is None or "key" not in job.params:
        return job.label
    words = {"action": find(about, job.params["key"]).label, "objects": capfirst(str(about.label_plural))}
    return gettext("%(objects)s: %(action)s") % words


def notice(visit: Visit, job: JobStatus) -> Notice:
    """What came of it."""
    kind = KINDS[job.kind]
    if job.state is not JobState.DONE:
        return Notice(job.state_label, job.error or kind.stopped(), tone="bad")
    return kind.done(visit, job)


def buttons(visit: Visit, job: JobStatus) -> tuple[MenuItem, ...]:
    """Back to where it came from, on to what it was made for, and the way back of what was done."""
    kind, undo = KINDS[job.kind], None
    did_nothing = job.kind == doing.KIND and job.result.get("changed") == 0
    if job.is_over and job.cause_id and not did_nothing:
        undo = MenuItem(gettext("Undo all of it"), f"/causes/{job.cause_id}/undo", "undo-2", method="post")
    onwards = kind.onwards(job) if job.state is JobState.DONE else None
    return tuple(each for each in (kind.back(visit, job), undo, onwards) if each)


def _to_what_stayed(job: JobStatus) -> MenuItem | None:
    """On to the values that an undo left as they are, to decide about each."""
    if not job.result.get("stayed") or job.result.get("preview"):
        return None
    address = reverse("command-stayed", kwargs={"job_id": job.id})
    return MenuItem(gettext("Decide about what stayed"), address, "git-merge", dialog=True, main=True)


def _about(visit: Visit, job: JobStatus) -> Object | None:
    return registry.of(visit.actor.workspace_id).objects.get(job.params.get("object", ""))


def _changed(visit: Visit, job: JobStatus) -> Notice:
    changed, refused = int(job.result.get("changed", 0)), int(job.result.get("refused", 0))
    said = ngettext("%(count)s record changed.", "%(count)s records changed.", changed)
    told = ngettext("%(count)s was refused.", "%(count)s were refused.", refused)
    points = (*_refusals(visit, job), *_emptied(visit, job), *_kept(job))
    return Notice(
        said % {"count": number_text(changed, locale=visit.locale)},
        told % {"count": number_text(refused, locale=visit.locale)} if refused else "",
        tone="warn" if refused or job.result.get("conflicts") or job.result.get("lost") else "good",
        points=points,
    )


def _refusals(visit: Visit, job: JobStatus) -> tuple[str, ...]:
    """Why records were refused, each after the name of its field: how many, with the way to the first of them."""
    about, found = _about(visit, job), doing.told(job.result)
    named = naming.named(visit, about, (why.error for why in found)) if about else ()
    return tuple(_refusal(visit, f"/{about.plural}", *pair) for pair in zip(named, found, strict=True)) if about else ()


def _refusal(visit: Visit, objects: str, sentence: str, why: doing.Why) -> str:
    count = ngettext("%(count)s record", "%(count)s records", why.count)
    number = count % {"count": number_text(why.count, locale=visit.locale)}
    first = format_html('<a class="link" href="{}/{}">{}</a>', objects, why.first, gettext("Show the first"))
    return format_html("{} · {} · {}", sentence, number, first) if why.count else sentence


def _emptied(visit: Visit, job: JobStatus) -> tuple[str, ...]:
    """The values that did not fit a new type."""
    lost = int(job.result.get("lost", 0))
    text = ngettext("%(count)s value did not fit and is empty now.", "%(count)s values did not fit and are empty now.",
                    lost)  # fmt: skip
    return (text % {"count": number_text(lost, locale=visit.locale)},) if lost else ()


def _kept(job: JobStatus) -> tuple[str, ...]:
    """What an undo left as it is, because somebody changed it since."""
    count = int(job.result.get("conflicts", 0))
    text = ngettext(
        "%(count)d value that was changed since was left as it is.",
        "%(count)d values that were changed since were left as they are.",
        count,
    )
    return (text % {"count": count},) if count else ()


def _looked(visit: Visit, job: JobStatus) -> Notice:
    lost = int(job.result.get("lost", 0))
    text = ngettext("%(count)s value would be lost.", "%(count)s values would be lost.", lost)
    words = text % {"count": number_text(lost, locale=visit.locale)} if lost else gettext("Nothing would be lost.")
    return Notice(words, tone="warn" if lost else "good")


def _brought(visit: Visit, job: JobStatus) -> Notice:
    counts, refused = job.result["counts"], int(job.result["counts"]["refused"])
    number = int(counts["created"]) + int(counts["changed"])
    if job.result["moved"]:
        text = gettext("Something here has changed since you looked. Nothing was brought in.")
        return Notice(text, tone="warn")
    if job.result["dry_run"]:
        return Notice(gettext("Tried. Nothing has been changed."), tone="warn" if refused else "good")
    if not job.result["cause"] and refused:
        text = ngettext(
            "%(count)d entry is refused, so nothing was brought in.",
            "%(count)d entries are refused, so nothing was brought in.", refused,
        )  # fmt: skip
        return Notice(text % {"count": refused}, tone="bad")
    text = ngettext("%(count)d entry brought in.", "%(count)d entries brought in.", number)
    return Notice(text % {"count": number}, tone="good")


def _to_list(visit: Visit, job: JobStatus) -> MenuItem | None:
    about = _about(visit, job)
    return MenuItem(gettext("Back to the list"), f"/{about.plural}", "list") if about else None


def _to_what_was_asked(visit: Visit, job: JobStatus) -> MenuItem | None:
    """The one record that the act was done to, a field on its page in the settings; of several their list."""
    about, rows = _about(visit, job), job.params["rows"]
    if about is None or len(rows) != 1 or job.params["many"]:
        return _to_list(visit, job)
    is_field = about.plural == "custom-fields"
    return MenuItem(gettext("Back"), _field(rows[0]) if is_field else f"/{about.plural}/{rows[0]}", "arrow-left")


def _field(field_id: str) -> str:
    return reverse("settings-field", args=[field_id])


def _to_figures(job: JobStatus) -> MenuItem | None:
    """On to what the change of type would lose, with the button that makes it."""
    address = f"{reverse('settings-retype-field', args=[job.params['field']])}?type={job.params['type']}&look={job.id}"
    return MenuItem(gettext("See what would be lost"), address, "eye", main=True)


def _to_entries(job: JobStatus) -> MenuItem | None:
    """On to what became of each entry, or would."""
    if job.result["cause"]:
        return None
    return MenuItem(
        gettext("See what would happen"), f"{reverse('settings-setup')}?look={job.id}", "eye", main=True
    )  # fmt: skip


def _all_or_nothing() -> str:
    return gettext("It was stopped. Nothing was changed.")


KINDS: Mapping[str, Kind] = {
    doing.KIND: Kind(
        lambda: gettext("Changing the records"),
        lambda: gettext("It was stopped. What is done stays, and can be undone."), _changed, _to_list,
    ),
    whole.KIND: Kind(lambda: gettext("Changing the records"), _all_or_nothing, _changed, _to_what_was_asked),
    taking_back.KIND: Kind(
        lambda: gettext("Taking it back"), lambda: gettext("It was stopped. Nothing was taken back."), _changed,
        lambda visit, job: None, _to_what_stayed,
    ),
    restoring.KIND: Kind(
        lambda: gettext("Restoring the records"),
        lambda: gettext("It was stopped. What is done stays, and can be undone."), _changed,
        lambda visit, job: MenuItem(gettext("Back to the trash"), reverse("trash"), "trash-2"),
    ),
    looking.KIND: Kind(
        lambda: gettext("Looking at the records"), _all_or_nothing, _looked,
        lambda visit, job: MenuItem(gettext("Back"), _field(job.params["field"]), "arrow-left"), _to_figures,
    ),
    bringing_in.KIND: Kind(
        lambda: gettext("Bringing the set-up in"), _all_or_nothing, _brought,
        lambda visit, job: MenuItem(gettext("Back"), reverse("settings-setup"), "arrow-left"), _to_entries,
    ),
}  # fmt: skip
