"""How imports are getting on, and what became of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, QuerySet
from django.utils.translation import gettext, ngettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.importing import files, rejects
from plexus.shell.importing.columns import ERRORS_HEADER
from plexus.shell.importing.keeping import reasons_of
from plexus.shell.importing.models import Import, ImportRow
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.refusals import REPEATED
from plexus.shell.importing.verdicts import KEPT_BACK, Tally, Verdict

REMEMBERED = 20


@dataclass(frozen=True)
class Followed:
    """An import with its jobs; `tally` holds the run's figures as far as it is, `checked` those of the dry run."""

    brought: Import
    about: Object
    order: Order
    check: JobStatus | None
    run: JobStatus | None

    @property
    def tally(self) -> Tally | None:
        """What became of the rows."""
        return Tally.from_json(self.brought.counts) if self.brought.counts else None

    @property
    def checked(self) -> Tally | None:
        """What would become of them."""
        return Tally.from_json(self.brought.checked) if self.brought.checked else None


@dataclass(frozen=True)
class Told:
    """One row with its verdict in words."""

    number: int
    verdict: Verdict
    reason: str
    cells: tuple[str, ...]
    record_id: UUID | None


@dataclass(frozen=True)
class Why:
    """One reason for which rows were kept back, with how many there are and the first of them."""

    reason: str
    rows: int
    first: int


def mine(actor: Actor) -> QuerySet[Import]:
    """The imports of an actor; those of others are nobody's business, since their files hold what they may read."""
    if actor.person_id is None:
        return Import.objects.none()
    return Import.objects.filter(workspace_id=actor.workspace_id, person_id=actor.person_id)


def own_import(*, actor: Actor, import_id: UUID, lock: bool = False) -> Import:
    """One's own import; raises `NotFound`."""
    rows = mine(actor).select_for_update() if lock else mine(actor)
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def import_of(import_id: UUID) -> Import:
    """An import of the workspace in scope, for the job that runs it."""
    return Import.objects.get(pk=import_id)


def followed(*, actor: Actor, import_id: UUID) -> Followed:
    """One's own import as it stands; raises `NotFound`."""
    of = with_jobs(actor, own_import(actor=actor, import_id=import_id))
    # Read after its jobs: of a job that ended in between the figures would be missing.
    of.brought.refresh_from_db(fields=["checked", "counts"])
    return of


def recent(*, actor: Actor, limit: int = 50) -> tuple[Followed, ...]:
    """One's latest imports of single files, the newest first."""
    alone = mine(actor).filter(together=None).order_by("-created_at", "-id")
    return tuple(with_jobs(actor, each) for each in alone[:limit])


def remembered(*, actor: Actor, about: Object, headers: Sequence[str]) -> Order | None:
    """How one imported the last file with these columns; the column of reasons in a repaired file does not count."""
    wanted = [header for header in headers if header != ERRORS_HEADER]
    earlier = mine(actor).filter(object=about.plural, job_id__isnull=False).order_by("-created_at", "-id")
    for key, held in earlier.values_list("pk", "order")[:REMEMBERED]:
        order = Order.from_json(held)
        known = [header for header in dict.fromkeys(pair[0] for pair in order.mapping) if header != ERRORS_HEADER]
        if not order.proposals and known == wanted:
            return replace(order, like=str(key))
    return None


def model_of(*, actor: Actor, order: Order) -> Import | None:
    """The earlier import after which an order was made."""
    return mine(actor).filter(pk=order.like).first() if order.like else None


def with_jobs(actor: Actor, found: Import) -> Followed:
    """An import with its object and its jobs."""
    about = registry.of(actor.workspace_id).object(found.object)
    check, run = (status_of(actor, key) for key in (found.check_job_id, found.job_id))
    return Followed(found, about, Order.from_json(found.order), check, run)


def status_of(actor: Actor, job_id: UUID | None) -> JobStatus | None:
    """How a job is getting on, if there is one that the actor may see."""
    try:
        return job_status(actor=actor, job_id=job_id) if job_id and Job.objects.filter(pk=job_id).exists() else None
    except JobNotFound:
        return None


def rows_of(*, actor: Actor, import_id: UUID, dry: bool, verdict: Verdict, limit: int = 20) -> tuple[Told, ...]:
    """The first rows with a verdict."""
    found = own_import(actor=actor, import_id=import_id)
    about = registry.of(actor.workspace_id).object(found.object)
    rows = ImportRow.objects.filter(brought=found, dry=dry, verdict=verdict).order_by("number")[:limit]
    return tuple(
        Told(row.number, verdict, rejects.reason_text(about, reasons_of(row.reasons)), tuple(row.cells), row.record_id)
        for row in rows
    )


def reasons(*, actor: Actor, import_id: UUID, dry: bool, limit: int = 8) -> tuple[Why, ...]:
    """Why rows were kept back, the most frequent reason first."""
    found = own_import(actor=actor, import_id=import_id)
    about = registry.of(actor.workspace_id).object(found.object)
    kept = ImportRow.objects.filter(brought=found, dry=dry, verdict__in=KEPT_BACK)
    once = kept.exclude(verdict=Verdict.DUPLICATE)
    kinds = once.values(field=F("reasons__0__field"), text=F("reasons__0__text")).annotate(
        rows=Count("id"), first=Min("number"), texts=Count("reasons", distinct=True)
    )
    groups = list(kinds.order_by("-rows", "first")[:limit])
    firsts = dict(once.filter(number__in=[each["first"] for each in groups]).values_list("number", "reasons"))
    told = [
        Why(_sentence(about, firsts[each["first"]], each["texts"] - 1), each["rows"], each["first"]) for each in groups
    ]
    twice = kept.filter(verdict=Verdict.DUPLICATE).aggregate(rows=Count("id"), first=Min("number"))
    if twice["rows"]:
        told.append(Why(gettext(REPEATED), twice["rows"], twice["first"]))
    return tuple(sorted(told, key=lambda why: (-why.rows, why.first))[:limit])


def _sentence(about: Object, kept: Sequence[Mapping[str, Any]], others: int) -> str:
    """The reason of the first row, and how many others of its kind there are."""
    text = rejects.reason_text(about, reasons_of(kept))
    if not others:
        return text
    more = ngettext("and %(count)d other like this", "and %(count)d others like this", others) % {"count": others}
    return f"{text} ({more})"


def error_lines(*, actor: Actor, import_id: UUID) -> Iterator[str]:
    """The CSV file of what the run (or, before it, the dry run) kept back; raises `NotFound` or `FileGone`."""
    found = own_import(actor=actor, import_id=import_id)
    about = registry.of(actor.workspace_id).object(found.object)
    path = files.file_of(actor.workspace_id, import_id)
    table = opened(path, found.name, Order.from_json(found.order))
    kept = ImportRow.objects.filter(brought=found, dry=found.job_id is None, verdict__in=KEPT_BACK).order_by("number")
    pairs = [(row.cells, rejects.reason_text(about, reasons_of(row.reasons))) for row in kept]
    return rejects.lines(table.headers, pairs)


def as_json(of: Followed) -> dict[str, Any]:
    """An import as the API shows it."""
    job = of.run or of.check
    return {
        "id": str(of.brought.pk),
        "object": of.brought.object,
        "file": of.brought.name,
        "options": of.brought.order,
        "dry_run": of.run is None,
        "state": job.state.value if job else "prepared",
        "done": job.done if job else 0,
        "total": job.total if job else None,
        "message": (job.error or job.message) if job else "",
        "counts": (of.brought.counts if of.run else of.brought.checked),
        "job": str(job.id) if job else None,
        "cause": str(of.run.cause_id) if of.run and of.run.cause_id else None,
        "created_at": of.brought.created_at.isoformat(),
    }
