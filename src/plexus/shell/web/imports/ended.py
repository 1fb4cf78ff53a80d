"""What a trial or a run that is over says of itself as a whole, and what somebody can do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from plexus.kernel.jobs.models import JobState
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.shell.components.feedback import Notice
from plexus.shell.importing.verdicts import Tally, Verdict

# Rows without a reference are counted among the others too.
IN = (Verdict.CREATED, Verdict.UPDATED)
HERE = (Verdict.UNCHANGED, Verdict.DUPLICATE)


def would_do_something(tally: Tally) -> bool:
    """Whether an import that was tried would create or change anything."""
    return any(tally.of(each) for each in IN) or tally.missing.total() > 0


def stopped(job: JobStatus, *, tried: bool) -> Iterator[Notice]:
    """That the work ended early, and what that leaves."""
    if job.state is JobState.DONE:
        return
    if tried:
        text = job.error or gettext("It was stopped. Nothing is changed.")
    elif job.cause_id is None:
        text = job.error or gettext("It was stopped before anything came in.")
    else:
        text = job.error or gettext("It was stopped. What is in already stays, and can be undone.")
    yield Notice(job.state_label, text, tone="bad")


def idle(told: Mapping[str, Any], tally: Tally) -> Iterator[Notice]:
    """That an import as it was tried would do nothing, and why."""
    if would_do_something(tally):
        return
    if not told.get("rows"):
        text = gettext("Choose a file with rows below the names of its columns.")
        yield Notice(gettext("The file has no rows."), text, tone="warn")
    elif tally.of(Verdict.REJECTED):
        text = gettext(
            "The reasons stand below. Choose the columns anew, or download the rows, repair them and upload that file."
        )
        yield Notice(_refused([tally], gettext("No row of this file can come in.")), text, tone="bad")
    else:
        yield _here(gettext("Everything in this file is here already."))


def idle_together(tallies: Sequence[Tally]) -> Iterator[Notice]:
    """The same of several files."""
    if any(would_do_something(each) for each in tallies):
        return
    if _any(tallies, Verdict.REJECTED):
        text = gettext("The reasons stand below. Change the files, or download the rows, repair them and upload those.")
        yield Notice(_refused(tallies, gettext("No row of these files can come in.")), text, tone="bad")
    elif _any(tallies, *HERE):
        yield _here(gettext("Everything in these files is here already."))
    else:
        text = gettext("Choose files with rows below the names of their columns.")
        yield Notice(gettext("The files have no rows."), text, tone="warn")


def _any(tallies: Sequence[Tally], *verdicts: Verdict) -> bool:
    return any(each.of(verdict) for each in tallies for verdict in verdicts)


def _refused(tallies: Sequence[Tally], none: str) -> str:
    """That no row can come in, or that those which could are here already."""
    return gettext("Every row is here already or cannot come in.") if _any(tallies, *HERE) else none


def _here(title: str) -> Notice:
    return Notice(title, gettext("Every row agrees with a record that is here, so there is nothing to import."))
