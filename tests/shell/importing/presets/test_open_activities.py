"""Activities of Pipedrive that are done are activities here, those that are to be done are tasks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.engagement.models import Activity, Task
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
HEAD = (
    "Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Duration,"
    "Activity - Done,Activity - Note,Activity - Priority,Activity - Marked as done time"
)
ROWS = (
    "41,Call Anna,Call,2026-11-20,10:00,00:30,Done,<p>She wants a <b>discount</b>.</p>,,2026-11-20 10:31:00",
    "42,Send offer,Task,2026-12-01,09:15,,To do,by mail,High,",
    "43,Lunch,Lunch,2026-11-03,12:30,01:00,Done,,,",
    "44,Lunch,Lunch,,,,To do,,,",
)


def a_folder(tmp_path: Path, *rows: str) -> str:
    folder = tmp_path / "pipedrive"
    folder.mkdir()
    (folder / "activities-1.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
    return str(folder)


def test_what_is_to_be_done_becomes_a_task(commands: Commands, operator: Actor, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, *ROWS)

    brought = commands.bring_in_all(folder)
    again = commands.bring_in_all(folder)

    found = {each["preset"].partition(":")[2]: each["created"] for each in brought.said["files"]}
    assert found == {"Open activities": 2, "Tasks and activities": 2}
    assert [each["unchanged"] for each in again.said["files"]] == [2, 2]
    with acting(operator):
        tasks = {each.external_id: each for each in Task.objects.all()}
        activities = {each.external_id: each for each in Activity.objects.all()}
    assert tasks.keys() == {"42", "44"}
    offer = tasks["42"]
    assert (offer.subject, offer.body, offer.priority, offer.done_at) == ("Send offer", "by mail", "high", None)
    assert offer.due_at == datetime(2026, 12, 1, 9, 15, tzinfo=UTC)
    assert tasks["44"].due_at is None
    assert {key: each.happened_at for key, each in activities.items()} == {
        "41": datetime(2026, 11, 20, 10, 31, tzinfo=UTC),
        "43": datetime(2026, 11, 3, 12, 30, tzinfo=UTC),
    }


def test_a_file_of_done_activities_holds_no_tasks(commands: Commands, operator: Actor, tmp_path: Path) -> None:
    brought = commands.bring_in_all(a_folder(tmp_path, ROWS[0], ROWS[2]))

    assert brought.code == 0
    assert sum(each["created"] for each in brought.said["files"]) == 2
    with acting(operator):
        assert (Task.objects.count(), Activity.objects.count()) == (0, 2)
