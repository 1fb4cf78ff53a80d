"""Preparing an import, trying it, running it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.cancelling import cancel_job
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.refusals import JobNotFound, JobOver
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.importing import files, hinting
from plexus.shell.importing.members import must_take
from plexus.shell.importing.models import Import, ImportSet
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import ordering
from plexus.shell.importing.presets.ordering import NONE
from plexus.shell.importing.queries.following import own_import, remembered
from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.profiling import profile_columns
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Table

SAMPLE = 200
SPREADSHEETS = (".xlsx", ".xlsm", ".xls")


class RunsAlready(Refusal):
    """The import was started before."""

    message = _("This import was started already.")


class AskedOtherwise(Refusal):
    """What somebody saw of the trial does not hold: since then the import was asked for in another way."""

    message = _("The import was changed since you looked at it, for instance in another tab. Nothing was imported.")


class ComesWithOthers(Refusal):
    """The file is one of several, which are tried and brought in together."""

    message = _("This file comes in together with others. Try and import them together.")


def take_file(
    *,
    actor: Actor,
    about: Object | None,
    name: str,
    chunks: Iterable[bytes],
    order: Order | None = None,
    recall: bool = False,
    filled: bool = False,
) -> Import:
    """Store a file for import; what is no table is refused at once, and so is who may neither create nor change.

    With `filled` a table without rows is refused as well.
    A file of another system is asked for by its preset: by the order's, or by that whose columns it has.
    With `recall` a file with the columns of an earlier one is asked for as that was. Without an object it says it.
    """
    if about is not None:
        must_take(actor, about)
    key, plain = new_id(), files.plain(name)
    wanted = order.preset if order else ""
    asked = replace(order or Order(""), object=about.plural if about else "", preset="")
    path = files.store(actor.workspace_id, key, plain, chunks)
    try:
        table = opened(path, plain, asked)
        if filled and not table.sample(1):
            raise _without_rows(table)
        by_hand = asked.mapping or not asked.proposals
        vendors = ordering.chosen(actor, wanted or (NONE if by_hand else ""), table.headers, plain, asked)
        if about is None:
            about = _said_by(actor, plain, table, vendors)
            asked, vendors = replace(asked, object=about.plural), replace(vendors, object=about.plural)
    except Refusal:
        path.unlink(missing_ok=True)
        raise
    before = _asked_before(actor, about, asked, table.headers) if recall else asked
    return _kept(actor, key, plain, vendors if before is asked and vendors.preset else before)


def _without_rows(table: Table) -> Refusal:
    """Why a table holds nothing: it may be no spreadsheet, whatever its name says."""
    disguised = table.format.kind is Kind.CSV and table.name.lower().endswith(SPREADSHEETS)
    return (refused.NoWorkbook if disguised else refused.FileWithoutRows)(name=table.name)


def _said_by(actor: Actor, name: str, table: Table, vendors: Order) -> Object:
    """The object of a file about which nobody said anything: its preset's, that of cards, or the one that fits best."""
    schema = registry.of(actor.workspace_id)
    if vendors.preset:
        found = schema.object(vendors.object)
    elif table.format.kind is Kind.VCARD:
        found = schema.object("contacts")
    else:
        profiles = profile_columns(table.sample(SAMPLE), len(table.headers))
        found = hinting.likeliest(actor, name, table, profiles, least=0.0) or schema.object("contacts")
    must_take(actor, found)
    return found


def change_order(*, actor: Actor, import_id: UUID, order: Order) -> Import:
    """Ask otherwise of an import that was not started; raises `RunsAlready`."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    if found.job_id is not None:
        raise RunsAlready
    call_off(actor, found.check_job_id)
    found.order, found.checked, found.check_job_id = order.as_json(), None, None
    found.save(update_fields=["order", "checked", "check_job_id"])
    forget_trial(found)
    return found


def call_off(actor: Actor, check_job_id: UUID | None) -> None:
    """End a trial of which nobody wants to know any more; one that is over stays as it is."""
    with suppress(JobNotFound, JobOver):
        if check_job_id is not None:
            cancel_job(actor=actor, job_id=check_job_id)


def make_missing(*, actor: Actor, import_id: UUID, name: str) -> Import:
    """Make the records that a reference names and that are not here; raises `NotFound` when nothing fills it."""
    order = Order.from_json(own_import(actor=actor, import_id=import_id).order)
    if name not in filled_by(order):
        raise NotFound
    made = tuple(dict.fromkeys((*order.create_missing, name)))
    return change_order(actor=actor, import_id=import_id, order=replace(order, create_missing=made))


def filled_by(order: Order) -> frozenset[str]:
    """The fields that columns fill."""
    return frozenset(path.partition(".")[0] for _header, path in order.mapping if path)


def forget_trial(found: Import) -> None:
    """What a trial of several files found does not hold any more when one of them is asked for otherwise."""
    if found.together_id is not None:
        Import.objects.filter(together_id=found.together_id).update(checked=None, check_job_id=None)
        ImportSet.objects.filter(pk=found.together_id).update(check_job_id=None)


def start_afresh(*, actor: Actor, import_id: UUID) -> Import:
    """Forget what an earlier import says of this one: every column gets what is proposed for it."""
    order = Order.from_json(own_import(actor=actor, import_id=import_id).order)
    return change_order(actor=actor, import_id=import_id, order=_as_read(order, order.object))


def read_as(*, actor: Actor, import_id: UUID, preset: str) -> Import:
    """Ask for a file as one of another system; raises `NotThisPreset` or `PresetUnknown`."""
    found = own_import(actor=actor, import_id=import_id)
    order = _as_read(Order.from_json(found.order), found.object)
    table = opened(files.file_of(actor.workspace_id, found.pk), found.name, order)
    asked = ordering.chosen(actor, preset, table.headers, found.name, order)
    return change_order(actor=actor, import_id=import_id, order=asked)


def take_for(*, actor: Actor, import_id: UUID, about: Object) -> Import:
    """The same file for another object: the import itself when it was not started, else a new one."""
    must_take(actor, about)
    found = own_import(actor=actor, import_id=import_id, lock=True)
    path, order = files.file_of(actor.workspace_id, found.pk), Order.from_json(found.order)
    headers = opened(path, found.name, replace(order, preset="")).headers
    plain = _as_read(order, about.plural)
    asked = _asked_before(actor, about, plain, headers)
    if asked is plain:
        asked = ordering.chosen(actor, "", headers, found.name, plain)
    if found.job_id is None:
        found.object, found.order, found.checked, found.check_job_id = about.plural, asked.as_json(), None, None
        found.save(update_fields=["object", "order", "checked", "check_job_id"])
        forget_trial(found)
        return found
    key = new_id()
    files.keep(actor.workspace_id, key, path)
    return _kept(actor, key, found.name, asked)


def _as_read(order: Order, plural: str) -> Order:
    """A bare order that reads the file in the same way."""
    return Order(
        plural, encoding=order.encoding, delimiter=order.delimiter, sheet=order.sheet, header_row=order.header_row
    )


def _asked_before(actor: Actor, about: Object, asked: Order, headers: Sequence[str]) -> Order:
    known = remembered(actor=actor, about=about, headers=headers)
    return replace(known, encoding=asked.encoding, delimiter=asked.delimiter, sheet=asked.sheet) if known else asked


def _kept(actor: Actor, key: UUID, name: str, order: Order) -> Import:
    return Import.objects.create(
        id=key, workspace_id=actor.workspace_id, person_id=actor.person_id, object=order.object, name=name,
        order=order.as_json(),
    )  # fmt: skip


def check_import(*, actor: Actor, import_id: UUID) -> Job:
    """The job that tries the import and changes nothing."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    _must_be_free(found)
    job = enqueue(actor, "imports.run", import_id=import_id, dry=True)
    found.check_job_id, found.checked = job.pk, None
    found.save(update_fields=["check_job_id", "checked"])
    return job


def note_figures(import_id: UUID, figures: Mapping[str, Any], *, dry: bool) -> None:
    """Keep what a run or a trial came to."""
    Import.objects.filter(pk=import_id).update(**{"checked" if dry else "counts": figures})


def run_import(*, actor: Actor, import_id: UUID, tried: str | None = None) -> Job:
    """The job that runs the import, once; raises `AskedOtherwise` when `tried` is not the job of its latest trial."""
    found = own_import(actor=actor, import_id=import_id, lock=True)
    _must_be_free(found)
    must_be_tried(found, tried)
    job = enqueue(actor, "imports.run", import_id=import_id, dry=False)
    found.job_id = job.pk
    found.save(update_fields=["job_id"])
    return job


def must_be_tried(found: Import | ImportSet, tried: str | None) -> None:
    """Raise `AskedOtherwise` unless this is the trial that holds; who names none asks for the import as it stands."""
    if tried is not None and tried != str(found.check_job_id):
        raise AskedOtherwise


def _must_be_free(found: Import) -> None:
    if found.job_id is not None:
        raise RunsAlready
    if found.together_id is not None:
        raise ComesWithOthers
