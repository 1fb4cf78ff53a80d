"""Doing a long bulk command: step by step through the records in the order of their keys, under one cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plexus.kernel import actions
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.journal.causing import causing, resuming
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.records.many.tally import Reason, reason_of
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.exporting import asking

KIND = "records.command"
STEP = 2_000
FEW, KEPT = 5, 50
CHANGED = N_("%(changed)s records changed")


@dataclass(frozen=True)
class Command:
    """What shall be done to which records, as it was asked."""

    actor: Actor
    object: str
    key: str
    params: Mapping[str, Any]
    narrowed: asking.Narrowed
    asked_at: datetime

    def about(self) -> Object:
        """The object as it is now."""
        return registry.of(self.actor.workspace_id).object(self.object)

    def rows(self) -> QuerySet[Any, Any]:
        """The records that match, in the order of their keys; in the trash for what is done to those there."""
        about = self.about()
        condition = asking.condition_of(self.actor, about, self.narrowed, self.asked_at)
        trashed = actions.find(about, self.key).trashed
        return reading.visible(self.actor, about, trashed=trashed).filter(condition).order_by("pk")

    def do(self, keys: list[UUID]) -> BulkResult:
        """Do it to some of them, under the cause that is open."""
        return actions.run_many(
            actor=self.actor, about=self.about(), key=self.key, rows=keys, now=self.asked_at, params=self.params
        )


def do_command(*, command: Command, progress: Progress) -> dict[str, Any]:
    """Do an action to all that match, from the checkpoint on; each step is kept together with how far it came."""
    done = dict(progress.checkpoint) or _beginning(command)
    while _step(command, progress, done):
        progress.report(done["done"], max(done["total"], done["done"]), CHANGED, changed=done["changed"])
    return done


def _beginning(command: Command) -> dict[str, Any]:
    with acting(command.actor):
        total = command.rows().count()
    return {"last": "", "done": 0, "total": total, "changed": 0, "unchanged": 0, "refused": 0, "refusals": []}


def _step(command: Command, progress: Progress, done: dict[str, Any]) -> bool:
    """Do it to the next records; whether there were any."""
    with acting(command.actor):
        rows = command.rows()
        beyond = rows.filter(pk__gt=done["last"]) if done["last"] else rows
        keys = list(beyond.values_list("pk", flat=True)[:STEP])
        if not keys:
            return False
        about = command.about()
        name = actions.find(about, command.key).name(about)
        cause = resuming(progress.cause_id) if progress.cause_id else causing(actor=command.actor, action=name)
        with cause as cause_id:
            _count(done, command.do(keys), keys)
            progress.save(done, cause_id=cause_id)
    return True


def _count(done: dict[str, Any], result: BulkResult, keys: list[UUID]) -> None:
    done["last"] = str(keys[-1])
    done["done"] += len(keys)
    done["changed"] += result.changed
    done["unchanged"] += result.unchanged
    done["refused"] += result.refused_count
    known = {_reason(each): each for each in done.get("refusals", ())}
    for each in _refusals(result):
        known.setdefault(_reason(each), each)
    for reason, one in known.items():
        one["count"] = one.get("count", 0) + result.reasons[reason]  # not there where it began before an upgrade
    done["refusals"] = list(known.values())[:KEPT]


def _refusals(result: BulkResult) -> Iterator[dict[str, Any]]:
    """Why records were refused, each with the first that was; the sentences are kept, to be spoken to whoever reads."""
    for each in result.refused:
        for error in each.errors or (FieldError("", each.code, each.message),):
            sentence = sentences.kept(error.message, error.params)
            yield {"id": str(each.record_id), "field": error.field, "code": error.code, **sentence}


def _reason(refusal: Mapping[str, Any]) -> Reason:
    return reason_of(_error(refusal))


def _error(refusal: Mapping[str, Any]) -> FieldError:
    return FieldError(refusal["field"], refusal["code"], refusal["text"], refusal["params"])


@dataclass(frozen=True, slots=True)
class Why:
    """A reason for which records were refused, the first of them, and how many."""

    error: FieldError
    first: str
    count: int


def told(result: Mapping[str, Any]) -> tuple[Why, ...]:
    """The reasons that a job's result keeps, those that met the most records first, but not very many."""
    found = [Why(_error(each), each["id"], each.get("count", 0)) for each in result.get("refusals", ())]
    return tuple(sorted(found, key=lambda why: -why.count)[:FEW])
