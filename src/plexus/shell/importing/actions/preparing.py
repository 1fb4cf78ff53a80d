"""Preparing an import, trying it, running it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.importing import files
from plexus.shell.importing.models import Import
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import ordering
from plexus.shell.importing.presets.ordering import NONE
from plexus.shell.importing.queries.following import own_import, remembered


class RunsAlready(Refusal):
    """The import was started before."""

    message = _("This import was started already.")


def take_file(
    *, actor: Actor, about: Object, name: str, chunks: Iterable[bytes], order: Order | None = None, recall: bool = False
) -> Import:
    """Store a file for import; what is no table is refused at once, and so is who may neither create nor change.

    A file of another system is asked for by its preset: by the order's, or by that whose columns it has.
    With `recall` a file with the columns of an earlier one is asked for as that was.
    """
    if all(level(actor, about, verb) is Level.NONE for verb in (Verb.CREATE, Verb.UPDATE)):
        raise NotAllowed
    key, plain = new_id(), PurePath(name.replace("\\", "/")).name[-200:] or "file"
    wanted = order.preset if order else ""
    asked = replace(order or Order(about.plural), object=about.plural, preset="")
    path = files.store(actor.workspace_id, key, plain, chunks)
    try:
        table = opened(path, plain, asked)
        by_hand = asked.mapping or not asked.proposals
        vendors = ordering.chosen(actor, wanted or (NONE if by_hand else ""), table.headers, plain, asked)
    except Refusal:
        path.unlink(missing_ok=True)
        raise
    if recall and (known := remembered(actor=actor, about=about, headers=table.headers)):
        asked = replace(known, encoding=asked.encoding, delimiter=asked.delimiter, sheet=asked.sheet)
    elif vendors.preset:
        asked = vendors
    return Import.objects.create(
        id=key, workspace_id=actor.workspace_id, person_id=actor.person_id, object=about.plural, name=plain,
        order=asked.as_json(),
    )  # fmt: skip


def change_order(*, actor: Actor, import_id: UUID, order: Order) -> Import:
    """Ask otherwise of an import that was not started."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    if found.job_id is not None:
        raise RunsAlready
    found.order, found.checked, found.check_job_id = order.as_json(), None, None
    found.save(update_fields=["order", "checked", "check_job_id"])
    return found


def check_import(*, actor: Actor, import_id: UUID) -> Job:
    """The job that tries the import and changes nothing."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    if found.job_id is not None:
        raise RunsAlready
    job = enqueue(actor, "imports.run", import_id=import_id, dry=True)
    found.check_job_id, found.checked = job.pk, None
    found.save(update_fields=["check_job_id", "checked"])
    return job


def note_figures(import_id: UUID, figures: Mapping[str, Any], *, dry: bool) -> None:
    """Keep what a run or a trial came to."""
    Import.objects.filter(pk=import_id).update(**{"checked" if dry else "counts": figures})


def run_import(*, actor: Actor, import_id: UUID) -> Job:
    """The job that runs the import, once."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    if found.job_id is not None:
        raise RunsAlready
    job = enqueue(actor, "imports.run", import_id=import_id, dry=False)
    found.job_id = job.pk
    found.save(update_fields=["job_id"])
    return job
