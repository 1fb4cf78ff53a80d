"""A demo on its way out: marked at once, removed by a worker, and told to whoever waits for it."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from plexus.kernel.jobs import errands, running
from plexus.kernel.jobs.refusals import Interrupted
from plexus.shell.administration.actions.second_step import end_sessions
from plexus.site.demo.actions import removing
from plexus.site.demo.queries import demos

logger = logging.getLogger(__name__)
ERRAND = "demo.remove"


def begin(*, slug: str) -> UUID:
    """Have a worker remove a demo, whatever becomes of whoever asked; raises `NoDemo`.

    Nobody enters it any more, and whoever works nowhere else is signed out: what they wrote would be lost.
    """
    with transaction.atomic(using=removing.OWNER):
        workspace = removing.locked(slug)
        workspace.settings["demo"] = demos.GOING
        workspace.save(using=removing.OWNER, update_fields=["settings"])
    cache.delete(demos.told_under(workspace.pk))
    for user in demos.working_only_in(workspace.pk):
        end_sessions(user)
    errands.send(ERRAND, workspace.pk)
    return workspace.pk


def finish(workspace_id: UUID) -> None:
    """Remove a demo that is going, wholly or not at all.

    A run that is stopped or cut off is followed by another; where it fails otherwise, the demo stays what it was.
    """
    if (slug := demos.slug_of_going(workspace_id)) is None:
        return
    try:
        removing.remove_demo(slug=slug, told=partial(_tell, workspace_id))
    except Interrupted:
        logger.info("the removal of the demo %s goes on in another worker", slug)
    except running.TRANSIENT:
        logger.warning("the removal of the demo %s was cut off and begins anew", slug, exc_info=True)
    except Exception:
        logger.exception("the demo %s could not be removed", slug)
        _stay(slug)


def _tell(workspace_id: UUID, done: int, total: int) -> None:
    """Show how far it is, beside the transaction of the removal; the row of a job would go with the workspace."""
    if running.stopping.is_set():
        raise Interrupted
    cache.set(demos.told_under(workspace_id), [done, total])


@transaction.atomic(using=removing.OWNER)
def _stay(slug: str) -> None:
    workspace = removing.locked(slug)
    workspace.settings["demo"] = True
    workspace.save(using=removing.OWNER, update_fields=["settings"])
