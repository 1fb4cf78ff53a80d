"""Giving the demo its past: the journal tells of each record when it was made, and of each deal going stage by stage.

Whoever looks at a board as it stood last Monday then sees that Monday. As the owner, for nobody else may touch what the
journal says; and only of a demo, whose every word is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from plexus.crm.sales.models import Deal, Outcome, Stage
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.journal import sealing
from plexus.kernel.values.uuid7 import new_id
from plexus.kernel.workspaces.models import Workspace

OWNER = "owner"
OFFICE_CLOSES = 17
NAMES = {Outcome.OPEN: "deals.move", Outcome.WON: "deals.win", Outcome.LOST: "deals.lose"}
# Seals over what is told anew would be broken ones; the next are set as usual.
UNSEALED = "DELETE FROM journal_seal WHERE workspace_id = %(workspace)s"
FIRST = "SELECT min((after ->> 'created_at')::timestamptz) FROM journal_change WHERE workspace_id = %(workspace)s"
MONTHS = "SELECT journal_ensure_partitions(%(begin)s::date, 14)"
# What was made while the demo was founded, such as its people and stages, was there from the beginning.
DATED = """
UPDATE journal_change SET at = CASE
    WHEN op = 'I' AND (after ->> 'created_at')::timestamptz < at - interval '1 hour'
    THEN (after ->> 'created_at')::timestamptz ELSE %(begin)s END
WHERE workspace_id = %(workspace)s
"""
BEGUN = """
UPDATE journal_change SET after = (after - ARRAY['closed_on', 'lost_reason_id']) || %(state)s::jsonb
WHERE workspace_id = %(workspace)s AND record_id = %(record)s AND op = 'I'
"""
CAUSED = """
INSERT INTO journal_cause (id, workspace_id, action, person_id, actor_kind, at, params)
VALUES (%(id)s, %(workspace)s, %(action)s, %(person)s, 'person', %(at)s, '{}')
"""
MOVED = """
INSERT INTO journal_change (workspace_id, at, cause_id, object, record_id, op, before, after)
VALUES (%(workspace)s, %(at)s, %(id)s, 'deals', %(record)s, 'U', %(before)s, %(after)s)
"""
State = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A deal came to a stage at a moment."""

    at: datetime
    stage: Stage
    before: State
    after: State


def live(workspace_id: UUID, *, now: datetime) -> None:
    """Tell the journal of a demo that was founded now anew, as if its people had worked in it all the year."""
    workspace = Workspace.objects.using(OWNER).get(pk=workspace_id, settings__demo=True)
    given: dict[str, Any] = {"workspace": workspace_id}
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.LOCK])
        cursor.execute(UNSEALED, given)
        cursor.execute(FIRST, given)
        given["begin"] = cursor.fetchone()[0] - timedelta(days=1)
        cursor.execute(MONTHS, given)
        cursor.execute(DATED, given)
        _tell_deals(cursor, workspace, now)


def _tell_deals(cursor: CursorWrapper, workspace: Workspace, now: datetime) -> None:
    """Each deal begins at the first stage and goes on from there."""
    stages = list(Stage.objects.using(OWNER).filter(workspace_id=workspace.pk).order_by("position", "id"))
    begun: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for deal in Deal.objects.using(OWNER).filter(workspace_id=workspace.pk).order_by("created_at", "id"):
        told = {"workspace": workspace.pk, "record": deal.pk, "person": deal.owner_id}
        way = list(_way(deal, stages, workspace.time_zone, now))
        if way:
            begun.append(told | {"state": _written(way[0].before)})
        moved += [told | _row(step) for step in way]
    cursor.executemany(BEGUN, begun)
    moved.sort(key=lambda row: row["at"])
    cursor.executemany(CAUSED, moved)
    cursor.executemany(MOVED, moved)


def _row(step: Step) -> dict[str, Any]:
    changed = [name for name, value in step.after.items() if value != step.before[name]]
    return {
        "id": new_id(), "at": step.at, "action": NAMES[Outcome(step.stage.outcome)],
        "before": _written({name: step.before[name] for name in changed}),
        "after": _written({name: step.after[name] for name in changed}),
    }  # fmt: skip


def _way(deal: Deal, stages: Sequence[Stage], zone: str, now: datetime) -> Iterator[Step]:
    """The steps of a deal from the first stage of its pipeline to where it stands now, evenly over its time."""
    path = _path(deal, [each for each in stages if each.pipeline_id == deal.pipeline_id])
    entered = deal.stage_entered_on or deal.created_at.date()
    closing = time(OFFICE_CLOSES, deal.pk.int % 60, tzinfo=zone_of(zone))
    end = min(max(datetime.combine(entered, closing), deal.created_at + timedelta(hours=1)), now)
    before = _state(path[0], deal.opened_on or entered)
    for number, stage in enumerate(path[1:], start=1):
        at = deal.created_at + (end - deal.created_at) * number / (len(path) - 1)
        after = _state(stage, at.date()) if number < len(path) - 1 else _now(deal)
        yield Step(at, stage, before, after)
        before = after


def _path(deal: Deal, stages: Sequence[Stage]) -> list[Stage]:
    """The stages that a deal went through: all of them when it was won, some when it was lost."""
    still_open = [each for each in stages if each.outcome == Outcome.OPEN]
    last = next(each for each in stages if each.pk == deal.stage_id)
    if last in still_open:
        return still_open[: still_open.index(last) + 1]
    reached = len(still_open) if last.outcome == Outcome.WON else 1 + deal.pk.int % len(still_open)
    return [*still_open[:reached], last]


def _state(stage: Stage, since: date) -> State:
    """What a deal says of where it stands, at an open stage."""
    return {
        "stage_id": stage.pk, "probability": float(stage.probability), "outcome": stage.outcome,
        "closed_on": None, "stage_entered_on": since, "lost_reason_id": None,
    }  # fmt: skip


def _now(deal: Deal) -> State:
    """What it says of that today."""
    probability = None if deal.probability is None else float(deal.probability)
    return {
        "stage_id": deal.stage_id, "probability": probability, "outcome": deal.outcome, "closed_on": deal.closed_on,
        "stage_entered_on": deal.stage_entered_on, "lost_reason_id": deal.lost_reason_id,
    }  # fmt: skip


def _written(state: State) -> str:
    return orjson.dumps(state).decode()
