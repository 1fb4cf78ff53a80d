"""Errands: found due every few seconds, put into the queue once for each workspace, run one at a time for each."""

from __future__ import annotations

import logging
from contextlib import suppress
from uuid import UUID, uuid5

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from plexus.kernel.jobs import registry, running
from plexus.kernel.jobs.refusals import Busy

logger = logging.getLogger(__name__)
TASK = "jobs.errand"


def send(name: str, workspace_id: UUID) -> None:
    """Put an errand into the queue in the open transaction; one that waits there already is enough."""
    task = app.configure_task(TASK, queueing_lock=f"{name} {workspace_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(name=name, workspace_id=str(workspace_id))


def look() -> None:
    """Send every errand where it is due; one that cannot tell is logged and keeps no other from being sent."""
    for errand in registry.errands().values():
        try:
            for workspace_id in errand.due():
                send(errand.name, workspace_id)
        except Exception:
            logger.exception("errand %s could not be sent", errand.name)


def run(name: str, workspace_id: UUID) -> None:
    """Run an errand; while another worker is at it there is nothing to do, for it is found due again."""
    with suppress(Busy), running.alone(uuid5(workspace_id, name)):
        registry.errands()[name].run(workspace_id)
