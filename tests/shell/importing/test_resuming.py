"""An import whose worker is killed goes on in another, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.kernel.jobs.workers import Worker, until

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actions.founding import add_person
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import inside
from plexus.shell.importing.actions import gathering, preparing
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries import together as sets

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ROWS = 12_000


@pytest.fixture
def workers(tmp_path: Path, settings: Any) -> Iterator[list[Worker]]:
    settings.PLEXUS_DATA = tmp_path
    started: list[Worker] = []
    yield started
    for worker in started:
        worker.kill()
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def root(firm: Any) -> Actor:
    person = add_person(workspace_id=firm.pk, name="Root", role_key="administrator")
    with inside(firm.pk):
        found = actor_of_person(person.pk)
    assert found is not None
    return found


def followed(actor: Actor, import_id: Any) -> following.Followed:
    with acting(actor):
        return following.followed(actor=actor, import_id=import_id)


def test_a_killed_import_goes_on_without_doubling(root: Actor, workers: list[Worker], tmp_path: Path) -> None:
    lines = ["name,email,manager of", *(f"P{number},p{number}@example.com," for number in range(ROWS)), "Bad,nowhere,"]
    with acting(root):
        about = registry.of(root.workspace_id).object("contacts")
        made = preparing.take_file(actor=root, about=about, name="a.csv", chunks=["\n".join(lines).encode()])
        preparing.run_import(actor=root, import_id=made.pk)

    workers.append(Worker(tmp_path))
    until(lambda: count(root) > 0, patience=60)
    workers[0].kill()
    half = count(root)
    workers.append(Worker(tmp_path))
    until(lambda: (run := followed(root, made.pk).run) is not None and run.is_over, patience=100)

    after = followed(root, made.pk)
    assert 0 < half < ROWS
    assert after.tally is not None
    assert (after.tally.verdicts["created"], after.tally.verdicts["rejected"]) == (ROWS, 1)
    assert count(root) == ROWS
    with acting(root):
        assert Cause.objects.filter(action="contacts.import").count() == 1
        assert Change.objects.filter(object="contacts", op="I").count() == ROWS


def test_several_files_go_on_where_their_worker_was_killed(root: Actor, workers: list[Worker], tmp_path: Path) -> None:
    numbers = range(ROWS)
    people = ["First name,Last name,E-mail,Company", *(f"P,Q{number},p{number}@example.com,Firm" for number in numbers)]
    firms = ["Company name,City,Industry", "Firm,Wuxi,Steel", *(f"Firm {number},Wuxi,Steel" for number in numbers)]
    uploads = [("people.csv", ["\n".join(people).encode()]), ("firms.csv", ["\n".join(firms).encode()])]
    with acting(root):
        made = gathering.take_files(actor=root, uploads=uploads)
        gathering.run_set(actor=root, set_id=made.pk)

    workers.append(Worker(tmp_path))
    until(lambda: count(root) > 0, patience=100)
    workers[0].kill()
    half = count(root)
    workers.append(Worker(tmp_path))
    until(lambda: (run := followed_set(root, made.pk).run) is not None and run.is_over, patience=100)

    told = [each.brought.counts or {} for each in followed_set(root, made.pk).members]
    assert 0 < half < ROWS
    assert [(each["rows"], each["created"], each["rejected"]) for each in told] == [
        (ROWS + 1, ROWS + 1, 0),
        (ROWS, ROWS, 0),
    ]
    assert count(root) == ROWS
    with acting(root):
        assert Cause.objects.filter(action="files.import").count() == 1
        assert Change.objects.filter(object="contacts", op="I").count() == ROWS
        assert Change.objects.filter(object="accounts", op="I").count() == ROWS + 1


def followed_set(actor: Actor, set_id: Any) -> sets.FollowedSet:
    with acting(actor):
        return sets.followed_set(actor=actor, set_id=set_id)


def count(actor: Actor) -> int:
    with acting(actor):
        return Contact.objects.count()
