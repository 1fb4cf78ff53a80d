"""How several files that come in together are getting on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.values.refusals import Refusal
from plexus.shell.importing import files
from plexus.shell.importing.columns import plan
from plexus.shell.importing.models import Import, ImportSet
from plexus.shell.importing.opening import opened
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.queries.following import Followed, status_of, with_jobs
from plexus.shell.importing.reading.profiling import profile_columns

SAMPLE = 1_000


@dataclass(frozen=True)
class FollowedSet:
    """A set with its members in their order and its jobs."""

    found: ImportSet
    members: tuple[Followed, ...]
    check: JobStatus | None
    run: JobStatus | None

    @property
    def system(self) -> str:
        """The system that wrote the files, as people call it."""
        return catalogue.of(self.found.preset).label if self.found.preset else ""

    @property
    def tried(self) -> bool:
        """Whether what is known is what a trial found."""
        return self.run is None

    def told(self, member: Followed) -> Mapping[str, Any] | None:
        """What became of one file, or would."""
        return member.brought.checked if self.tried else member.brought.counts


@dataclass(frozen=True)
class Hindrance:
    """A file that could not be brought in as it is asked for, and why."""

    name: str
    refusal: Refusal


def mine(actor: Actor) -> QuerySet[ImportSet]:
    """The sets of an actor."""
    if actor.person_id is None:
        return ImportSet.objects.none()
    return ImportSet.objects.filter(workspace_id=actor.workspace_id, person_id=actor.person_id)


def own_set(*, actor: Actor, set_id: UUID, lock: bool = False) -> ImportSet:
    """One's own set; raises `NotFound`."""
    rows = mine(actor).select_for_update() if lock else mine(actor)
    found = rows.filter(pk=set_id).first()
    if found is None:
        raise NotFound
    return found


def members_of(set_id: UUID) -> tuple[Import, ...]:
    """The imports of a set in their order, for the job that runs it."""
    return tuple(Import.objects.filter(together_id=set_id).order_by("place"))


def followed_set(*, actor: Actor, set_id: UUID) -> FollowedSet:
    """One's own set as it stands; raises `NotFound`."""
    return _followed(actor, own_set(actor=actor, set_id=set_id))


def recent_sets(*, actor: Actor, limit: int = 50) -> tuple[FollowedSet, ...]:
    """One's latest sets, the newest first."""
    return tuple(_followed(actor, each) for each in mine(actor).order_by("-created_at", "-id")[:limit])


def _followed(actor: Actor, found: ImportSet) -> FollowedSet:
    # The jobs before the files: of a job that ended in between the figures would be missing.
    check, run = (status_of(actor, key) for key in (found.check_job_id, found.job_id))
    members = tuple(with_jobs(actor, each) for each in members_of(found.pk))
    return FollowedSet(found, members, check, run)


def hindrances(*, actor: Actor, of: FollowedSet) -> tuple[Hindrance, ...]:
    """What hinders a trial, file by file."""
    found = []
    for member in of.members:
        try:
            path = files.file_of(actor.workspace_id, member.brought.pk)
            table = opened(path, member.brought.name, member.order)
            profiles = profile_columns(table.sample(SAMPLE), len(table.headers))
            plan(actor, member.about, member.order, table, profiles)
        except Refusal as refusal:
            found.append(Hindrance(member.brought.name, refusal))
    return tuple(found)
