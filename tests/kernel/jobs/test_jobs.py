"""Jobs with real worker processes: transactional, visible, cancelled, killed, never twice."""

import dataclasses
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import translation
from tests.kernel.jobs.workers import Worker, until

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import errands
from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job, JobState
from plexus.kernel.jobs.queries.following import JobStatus, job_status
from plexus.kernel.jobs.refusals import JobNotFound, JobOver
from plexus.kernel.workspaces.scope import inside

pytestmark = pytest.mark.django_db(transaction=True)
StartWorker = Callable[..., Worker]


def asked(actor: Actor, kind: str, **params: object) -> Job:
    with inside(actor.workspace_id):
        return enqueue(actor, kind, **params)


def status(actor: Actor, job: Job) -> JobStatus:
    with inside(actor.workspace_id):
        return job_status(actor=actor, job_id=job.pk)


def over(actor: Actor, job: Job) -> Callable[[], bool]:
    return lambda: status(actor, job).is_over


def rows(sql: str) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def marked() -> int:
    return int(str(rows("SELECT count(*) FROM jobs_test_mark")[0][0]))


def test_a_job_is_done_and_says_so(ada: Actor, start_worker: StartWorker) -> None:
    worker = start_worker()
    job = asked(ada, "tests.count", upto=25)

    until(over(ada, job))

    found = status(ada, job)
    assert (found.state, found.done, found.total, found.percent) == (JobState.DONE, 25, 25, 100)
    assert (found.label, found.message, found.result) == ("Counting", "25 marked", {"marked": 25})
    assert marked() == 25
    assert worker.stop() == 0
    assert rows("SELECT status FROM procrastinate_jobs WHERE task_name = 'jobs.run'") == []


def test_a_job_starts_at_once(ada: Actor, start_worker: StartWorker) -> None:
    start_worker()
    warm = asked(ada, "tests.count", upto=1)
    until(over(ada, warm))

    job = asked(ada, "tests.count", upto=1)
    until(over(ada, job))

    found = status(ada, job)
    assert found.started_at is not None
    assert (found.started_at - found.created_at).total_seconds() < 2


def test_a_job_of_a_rolled_back_transaction_does_not_exist(ada: Actor, start_worker: StartWorker) -> None:
    with inside(ada.workspace_id):
        enqueue(ada, "tests.count", upto=10)
        transaction.set_rollback(True)
    after = asked(ada, "tests.count", upto=1)

    start_worker()
    until(over(ada, after))

    assert marked() == 1
    assert rows("SELECT count(*) FROM jobs_job") == [(1,)]


def test_progress_is_seen_while_the_work_is_uncommitted(ada: Actor, start_worker: StartWorker) -> None:
    start_worker()
    job = asked(ada, "tests.count", upto=10, pause=0.3)

    until(lambda: 0 < status(ada, job).done < 10)

    assert marked() == 0
    assert status(ada, job).state == JobState.RUNNING
    until(over(ada, job))


def test_a_running_job_is_cancelled_and_its_open_chunk_undone(ada: Actor, start_worker: StartWorker) -> None:
    start_worker()
    job = asked(ada, "tests.count", upto=1000, pause=0.05)
    until(lambda: status(ada, job).done > 12)

    with inside(ada.workspace_id):
        cancel_job(actor=ada, job_id=job.pk)
    until(over(ada, job))

    assert status(ada, job).state == JobState.CANCELLED
    assert marked() % 10 == 0
    assert 0 < marked() < 1000


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(ada: Actor, start_worker: StartWorker) -> None:
    job = asked(ada, "tests.count", upto=10)

    with inside(ada.workspace_id):
        cancel_job(actor=ada, job_id=job.pk)

    assert status(ada, job).state == JobState.CANCELLED
    after = asked(ada, "tests.count", upto=1)
    start_worker()
    until(over(ada, after))
    assert marked() == 1
    with inside(ada.workspace_id), pytest.raises(JobOver):
        cancel_job(actor=ada, job_id=job.pk)


def test_a_killed_worker_s_job_is_finished_by_the_next_without_doubling(ada: Actor, start_worker: StartWorker) -> None:
    first = start_worker()
    job = asked(ada, "tests.count", upto=100, pause=0.03)
    until(lambda: marked() >= 30)
    first.kill()
    left = marked()

    start_worker()
    until(over(ada, job))

    assert 30 <= left < 100
    assert status(ada, job).state == JobState.DONE
    assert rows("SELECT count(*), count(DISTINCT number) FROM jobs_test_mark") == [(100, 100)]
    assert rows("SELECT count(DISTINCT worker) FROM jobs_test_mark") == [(2,)]


def test_a_stopped_worker_hands_its_job_on(ada: Actor, start_worker: StartWorker) -> None:
    first = start_worker()
    job = asked(ada, "tests.count", upto=100, pause=0.03)
    until(lambda: marked() >= 20)

    began = time.monotonic()
    code = first.stop()

    assert (code, time.monotonic() - began < 15) == (0, True)
    assert status(ada, job).state == JobState.QUEUED
    start_worker()
    until(over(ada, job))
    assert rows("SELECT count(*), count(DISTINCT number) FROM jobs_test_mark") == [(100, 100)]


def test_two_workers_never_run_the_same_job(ada: Actor, start_worker: StartWorker) -> None:
    jobs = [asked(ada, "tests.count", upto=10, pause=0.01, run=str(number)) for number in range(20)]

    start_worker()
    start_worker()
    for job in jobs:
        until(over(ada, job))

    assert rows("SELECT count(*), count(DISTINCT (number, run)), count(DISTINCT worker) FROM jobs_test_mark") == [
        (200, 200, 2)
    ]
    assert (
        rows("SELECT count(DISTINCT worker) FROM jobs_test_mark GROUP BY run HAVING count(DISTINCT worker) > 1") == []
    )


def test_a_live_worker_s_long_job_is_not_taken_over(ada: Actor, start_worker: StartWorker) -> None:
    start_worker()
    job = asked(ada, "tests.count", upto=10, pause=0.7)
    until(lambda: status(ada, job).done > 0)

    start_worker()
    until(over(ada, job))

    assert rows("SELECT count(*), count(DISTINCT worker) FROM jobs_test_mark") == [(10, 1)]
    assert rows("SELECT attempt FROM jobs_checkpoint") == [(1,)]


def test_what_takes_long_makes_room_at_a_checkpoint_and_loses_nothing(ada: Actor, start_worker: StartWorker) -> None:
    start_worker(SOON=0.5)
    long = [asked(ada, "tests.count", upto=400, pause=0.02, run=str(number)) for number in range(3)]
    until(lambda: marked() > 20)
    short = asked(ada, "tests.count", upto=1, run="short")
    until(over(ada, short))
    others = [status(ada, job).is_over for job in long]
    for job in long:
        until(over(ada, job))

    assert others == [False, False, False]
    assert rows("SELECT count(*), count(DISTINCT (number, run)) FROM jobs_test_mark") == [(1201, 1201)]
    assert rows("SELECT count(*), sum(attempt) FROM jobs_checkpoint") == [(4, 3 * 2 + 1)]


def test_what_only_reads_begins_anew_among_the_long_and_what_is_done_in_one_goes_on(
    ada: Actor, start_worker: StartWorker
) -> None:
    start_worker(SOON=0.5)
    jobs = [asked(ada, "tests.read", seconds=2), asked(ada, "tests.whole", seconds=2)]
    for job in jobs:
        until(over(ada, job))

    assert [status(ada, job).state for job in jobs] == [JobState.DONE, JobState.DONE]
    assert rows("SELECT run, count(*) FROM jobs_test_mark GROUP BY run ORDER BY run") == [("read", 2), ("whole", 1)]


def test_errands_wait_for_no_job(ada: Actor, start_worker: StartWorker) -> None:
    start_worker()
    busy = [asked(ada, "tests.whole", seconds=30) for _each in range(4)]
    until(lambda: [status(ada, job).state for job in busy].count(JobState.RUNNING) == 2)
    with inside(ada.workspace_id):
        errands.send("tests.errand", ada.workspace_id)

    until(lambda: rows("SELECT 1 FROM jobs_test_mark WHERE run = 'errand'"), patience=10)

    assert not any(status(ada, job).is_over for job in busy)


def test_a_failed_job_says_why_in_the_reader_s_language(ada: Actor, start_worker: StartWorker) -> None:
    refused, broken = asked(ada, "tests.refuse"), asked(ada, "tests.break")

    worker = start_worker()
    until(over(ada, refused))
    until(over(ada, broken))

    assert (status(ada, refused).state, status(ada, refused).error) == (JobState.FAILED, "The file of Monday is gone.")
    assert str(broken.pk) in status(ada, broken).error
    assert "Traceback" not in status(ada, broken).error
    assert "ZeroDivisionError" in worker.log.read_text()
    with translation.override("zh-hans"):
        assert status(ada, broken).state_label


def test_a_job_that_the_database_failed_is_tried_again(ada: Actor, start_worker: StartWorker) -> None:
    job = asked(ada, "tests.flicker")

    start_worker()
    until(over(ada, job))

    assert status(ada, job).state == JobState.DONE
    assert rows("SELECT saved FROM jobs_checkpoint") in ([('{"tries": 2}',)], [({"tries": 2},)])


def test_a_job_runs_as_whoever_asked_with_no_more_than_the_token_s_scopes(
    ada: Actor, start_worker: StartWorker
) -> None:
    narrow = dataclasses.replace(ada, scopes=("accounts:read",))
    one = uuid4()
    job = asked(narrow, "tests.who", one=one)

    start_worker()
    until(over(ada, job))

    assert status(ada, job).result == {"person": str(ada.person_id), "scopes": ["accounts:read"], "one": str(one)}


def test_others_do_not_see_a_job_but_administrators_do(ada: Actor, ben: Actor, root: Actor) -> None:
    job = asked(ada, "tests.count", upto=1)

    with pytest.raises(JobNotFound):
        status(ben, job)
    with inside(ben.workspace_id), pytest.raises(JobNotFound):
        cancel_job(actor=ben, job_id=job.pk)

    assert status(root, job).state == JobState.QUEUED
    assert status(root, job).person_name == "Ada"


def test_jobs_stay_behind_the_wall_of_their_workspace(ada: Actor) -> None:
    job = asked(ada, "tests.count", upto=1)

    with inside(uuid4()):
        assert not Job.objects.filter(pk=job.pk).exists()
    assert not Job.objects.exists()


def _load_kinds() -> None:
    spec = importlib.util.spec_from_file_location("jobs_for_tests", Path(__file__).with_name("jobs_for_tests.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["jobs_for_tests"] = module
    spec.loader.exec_module(module)


_load_kinds()
