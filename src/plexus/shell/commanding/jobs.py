"""The jobs of a long bulk command, and of taking back a long act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Progress
from plexus.kernel.jobs.registry import job
from plexus.shell.commanding.actions import doing, taking_back
from plexus.shell.exporting import asking


@job(doing.KIND, label=_("Bulk command"))
def run(
    actor: Actor,
    progress: Progress,
    *,
    object: str,
    key: str,
    params: Mapping[str, Any],
    narrowed: Mapping[str, Any],
    asked_at: str,
) -> dict[str, Any]:
    """Do an action to all that match; a run that is broken off goes on where it left off."""
    moment = datetime.fromisoformat(asked_at)
    command = doing.Command(actor, object, key, params, asking.Narrowed.of_json(narrowed), moment)
    return {"object": object, "key": key, **doing.do_command(command=command, progress=progress)}


@job(taking_back.KIND, label=_("Undo"))
def undo(actor: Actor, progress: Progress, *, cause: str) -> dict[str, Any]:
    """Take back all that an act did, or nothing of it."""
    return taking_back.take_back(actor=actor, cause_id=UUID(cause), progress=progress, now=timezone.now())
