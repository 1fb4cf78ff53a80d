"""A real worker finds by itself what is due and sends it, soon and once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.casting import Cast, an_account
from tests.kernel.jobs.workers import Worker, until
from tests.shell.hooks.conftest import HERE, a_webhook
from tests.shell.hooks.listening import Listener

from plexus.kernel.jobs import errands, registry
from plexus.kernel.records.acting import acting
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.models import Message

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def worker(people: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    monkeypatch.setenv("PLEXUS_WEBHOOK_NETWORKS", HERE[0])
    started = Worker(tmp_path)
    yield started
    started.kill()
    print(started.log.read_text())  # noqa: T201
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def test_a_worker_sends_what_changes(people: Cast, listener: Listener, worker: Worker) -> None:
    a_webhook(people.root, listener, objects_told=["accounts"])
    for each in range(20):
        an_account(people.ada, name=f"A{each}")

    until(lambda: len(listener.heard) >= 20)

    assert sorted(listener.now()) == sorted(f"A{each}" for each in range(20))
    assert worker.stop() == 0
    assert len(listener.heard) == 20


def test_a_test_is_sent_without_waiting_to_be_found(people: Cast, listener: Listener) -> None:
    shown = a_webhook(people.root, listener)

    with acting(people.root):
        for _twice in range(2):
            managing.test_webhook(actor=people.root, webhook_id=shown.webhook.pk, now=shown.webhook.created_at)
        waiting = Message.objects.filter(webhook=shown.webhook).count()

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT args ->> 'name', args ->> 'workspace_id' FROM procrastinate_jobs WHERE status = 'todo'")
        queued = cursor.fetchall()
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    assert waiting == 2
    assert queued == [("webhooks.deliver", str(people.root.workspace_id))]


def test_an_errand_that_breaks_keeps_no_other_from_being_found(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> list[Any]:
        raise ZeroDivisionError

    known = {
        "breaks": registry.Errand("breaks", breaks, lambda _workspace: None),
        "works": registry.Errand("works", lambda: [people.root.workspace_id], lambda _workspace: None),
    }
    monkeypatch.setattr(registry, "_errands", known)

    errands.look()

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT args ->> 'name' FROM procrastinate_jobs WHERE status = 'todo'")
        assert cursor.fetchall() == [("works",)]
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_an_errand_is_run_by_one_at_a_time(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []

    def run(workspace_id: Any) -> None:
        ran.append(workspace_id)
        if len(ran) == 1:
            connections["default"].close_if_unusable_or_obsolete()
            with connections["owner"].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
                ran.append(cursor.fetchone()[0])

    monkeypatch.setattr(registry, "_errands", {"once": registry.Errand("once", list, run)})

    errands.run("once", people.root.workspace_id)

    assert ran == [people.root.workspace_id, 1]
