"""The jobs of long acts: bulk commands, acts on few that touch many, undo, restoring, set-ups."""

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
from plexus.shell.commanding.actions import bringing_in, doing, looking, restoring, taking_back, whole
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
def undo(actor: Actor, progress: Progress, *, cause: str, **wanted: Any) -> dict[str, Any]:
    """Take back all that an act did, or nothing of it."""
    return taking_back.take_back(
        actor=actor, cause_id=UUID(cause), progress=progress, now=timezone.now(),
        wanted=taking_back.Wanted.of_json(wanted),
    )  # fmt: skip


@job(looking.KIND, label=_("Preview of a type"), only_reads=True)
def look(actor: Actor, progress: Progress, *, field: str, type: str, **more: Any) -> dict[str, Any]:
    """Look what a change of type would lose."""
    return looking.look(actor=actor, field_id=UUID(field), type=type, progress=progress, **more)


@job(restoring.KIND, label=_("Restore"))
def restore(actor: Actor, progress: Progress, *, objects: list[str], words: str) -> dict[str, Any]:
    """Take out of the trash what a page of it is about."""
    return restoring.restore_all(actor=actor, objects=objects, words=words, progress=progress, now=timezone.now())


@job(bringing_in.KIND, label=_("Set-up"))
def bring_in(actor: Actor, progress: Progress, *, setup: Mapping[str, Any], **way: Any) -> dict[str, Any]:
    """Bring a set-up in, or try it."""
    return bringing_in.bring_in(
        actor=actor, setup=setup, way=bringing_in.Way(**way), progress=progress, now=timezone.now()
    )


@job(whole.KIND, label=_("Command"))
def act(
    actor: Actor,
    progress: Progress,
    *,
    object: str,
    key: str,
    **asked: Any,
) -> dict[str, Any]:
    """Do an act that touches many records, or nothing of it."""
    wanted = whole.Act.of_json(object, key, asked)
    return {"object": object, "key": key, **whole.do_act(actor=actor, act=wanted, progress=progress)}
