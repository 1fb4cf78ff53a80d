"""A worker: listens, runs two jobs of each lane at a time, takes over from dead workers, stops in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app as enqueuing_app
from procrastinate.exceptions import AlreadyEnqueued

from plexus.kernel.jobs import connecting, errands, lanes, recovering, running

logger = logging.getLogger(__name__)
THREADS = 2
GRACE = 20.0
LOOK_AROUND = 3.0


def work() -> bool:
    """Work until SIGTERM or SIGINT; whether that is why it ended."""
    running.stopping.clear()
    asyncio.run(_work())
    return running.stopping.is_set()


async def _work() -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS * len(lanes.ALL) + 1, thread_name_prefix="job"))
    async with _app().open_async() as app:
        await _begin()
        listening = asyncio.gather(*(_listen(app, lane) for lane in lanes.ALL))
        looking = asyncio.create_task(_look_around())
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, listening)
        with contextlib.suppress(asyncio.CancelledError):
            await listening
        looking.cancel()


def _app() -> App:
    """The worker's own app: jobs that enqueue others go on doing so through Django, in their transaction."""
    app = App(connector=connecting.connector(), worker_defaults=enqueuing_app.worker_defaults)
    app.tasks, app.periodic_registry = enqueuing_app.tasks, enqueuing_app.periodic_registry
    return app


async def _begin() -> None:
    """Take over what dead workers left, and do the chores of the days that nobody was up."""
    await asyncio.to_thread(recovering.requeue_abandoned)
    with contextlib.suppress(AlreadyEnqueued):
        await enqueuing_app.configure_task("jobs.chores", queueing_lock="jobs.chores").defer_async(timestamp=0)


async def _listen(app: App, lane: str) -> None:
    await app.run_worker_async(
        queues=[lane],
        name=f"plexus {lane}",
        concurrency=THREADS,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
    )


async def _look_around() -> None:
    while True:
        await asyncio.sleep(LOOK_AROUND)
        await asyncio.to_thread(_take_over)


def _take_over() -> None:
    try:
        close_old_connections()
        recovering.requeue_abandoned()
        errands.look()
    except Error:
        logger.warning("could not look for jobs of dead workers", exc_info=True)


def _stop(listening: asyncio.Future[list[None]]) -> None:
    """Running jobs end at their next report; the worker waits for that, within its grace."""
    running.stopping.set()
    listening.cancel()
