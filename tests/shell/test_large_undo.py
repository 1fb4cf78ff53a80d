"""Taking back an act that touched very many records: nothing of it is counted or tried before a worker has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import NOW, Cast
from tests.shell.api.asking import Api
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.acting import acting
from plexus.shell.commanding.actions import handing_over, taking_back

pytestmark = pytest.mark.django_db
MANY = handing_over.AT_ONCE + 100
Press = Callable[[Cast, str], Any]
DOORS: dict[str, Press] = {
    "a toast": lambda cast, cause: browser_of(cast.ada).post(f"/causes/{cause}/undo"),
    "a toast, decided": lambda cast, cause: browser_of(cast.ada).post(f"/causes/{cause}/undo", {"decided": "1"}),
    "the API": lambda cast, cause: Api(cast.ada).post(f"/causes/{cause}/undo"),
    "the API, tried": lambda cast, cause: Api(cast.ada).post(f"/causes/{cause}/undo", {"preview": True}),
    "the API, by force": lambda cast, cause: Api(cast.ada).post(f"/causes/{cause}/undo", {"force": True}),
}


@pytest.fixture(autouse=True)
def _told_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


@pytest.fixture
def cause(cast: Cast) -> str:
    """Under it more companies came than a door takes back itself."""
    workspace, owner = cast.ada.workspace_id, cast.ada.person_id
    stamped = {"workspace_id": workspace, "owner_id": owner, "created_at": NOW, "updated_at": NOW}
    with acting(cast.ada), causing(actor=cast.ada, action="accounts.import") as made:
        Account.objects.bulk_create(Account(name=f"Company {number}", **stamped) for number in range(MANY))
    return str(made)


@pytest.mark.parametrize("door", DOORS)
def test_a_worker_gets_it_before_anything_of_it_is_counted(cast: Cast, cause: str, door: str) -> None:
    with CaptureQueriesContext(connection) as statements:
        answer = DOORS[door](cast, cause)

    of_the_journal = [each["sql"] for each in statements if "journal_change" in str(each["sql"])]
    assert answer.status_code in {202, 204}
    assert [f"LIMIT {handing_over.AT_ONCE + 1}" in each for each in of_the_journal] == [True]
    # The signing in of the browser is among them.
    assert len(statements) <= 30
    assert Job.objects.filter(kind=taking_back.KIND).count() == 1
    assert Account.objects.filter(deleted_at=None).count() == MANY


def test_the_worker_takes_back_all_of_it_and_that_is_taken_back_likewise(cast: Cast, cause: str) -> None:
    left = []
    for undone in (cause, None):
        api = Api(cast.ada)
        wanted = undone or str(Job.objects.filter(kind=taking_back.KIND).latest("created_at").cause_id)
        asked = api.post(f"/causes/{wanted}/undo")
        running.run(cast.ada.workspace_id, asked.json()["id"])
        told = api.get(asked["Location"].removeprefix("/api/v1")).json()
        left.append((told["state"], told["result"]["changed"], Account.objects.filter(deleted_at=None).count()))

    assert left == [(JobState.DONE, MANY, 0), (JobState.DONE, MANY, MANY)]
