"""How long bulk commands and their undo take: `python -m pytest bench/bulk_and_undo.py -s`; figures, no bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection

from plexus.crm.sales.models import Deal, Pipeline, Stage
from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.identity.actor import system
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import bulk, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ROWS = 100_000
FILL = """
INSERT INTO sales_deal (id, workspace_id, name, pipeline_id, stage_id, amount, currency, outcome, tags, sort_key,
    external_id, source, description, opened_on)
SELECT gen_random_uuid(), %s, 'Deal ' || n, %s, %s, n, 'CNY', 'open', '{}', 'deal ' || n, '', '', '', '2026-01-01'
FROM generate_series(1, %s) n
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    start = time.perf_counter()
    yield
    print(f"{what:55} {time.perf_counter() - start:6.1f} s")


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.timeout(900)
def test_bulk_and_undo() -> None:
    actor = system(found_workspace(slug="bench", name="Bench").pk)
    about = registry.standard().object("deals")
    with acting(actor):
        pipeline = Pipeline.objects.create(workspace_id=actor.workspace_id, name="Sales")
        stages = [
            Stage.objects.create(workspace_id=actor.workspace_id, pipeline=pipeline, name=each, outcome=each)
            for each in ("open", "won")
        ]
        with (
            timed(f"insert {ROWS} deals"),
            causing(actor=actor, action="import") as created,
            connection.cursor() as cursor,
        ):
            cursor.execute(FILL, [actor.workspace_id, pipeline.pk, stages[0].pk, ROWS])
        ids = list(Deal.objects.values_list("pk", flat=True))
        with timed("set a source on all (no rule concerned)"):
            plain = bulk.change_many(actor=actor, about=about, rows=ids, values={"source": "Fair"}, now=NOW)
        with timed("move all to the won stage (every rule of the row)"):
            moved = bulk.change_many(actor=actor, about=about, rows=ids, values={"stage": stages[1].pk}, now=NOW)
        assert (plain.changed, moved.changed) == (ROWS, ROWS)
        assert moved.cause_id
        assert plain.cause_id
        with timed("preview undo of the move"):
            preview = undoing.undo_cause(actor=actor, cause_id=moved.cause_id, now=NOW, preview=True)
        with timed("undo the move"):
            undone = undoing.undo_cause(actor=actor, cause_id=moved.cause_id, now=NOW)
        with timed("undo the source"):
            second = undoing.undo_cause(actor=actor, cause_id=plain.cause_id, now=NOW)
        with timed("undo the insert (all to the trash)"):
            third = undoing.undo_cause(actor=actor, cause_id=created, now=NOW)
        assert [each.count for each in (preview, undone, second, third)] == [ROWS] * 4
