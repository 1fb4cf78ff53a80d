"""Several files that come in together: taken, put in order, changed, tried and run as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File

from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.actions.enqueuing import enqueue
from plexus.kernel.jobs.models import Job
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.values.sentences import of_refusal
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.importing import files, members, unpacking
from plexus.shell.importing.actions.preparing import RunsAlready, call_off, filled_by, must_be_tried
from plexus.shell.importing.members import Member, Untaken
from plexus.shell.importing.models import Import, ImportSet
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.detecting import kinds_in
from plexus.shell.importing.presets.ordering import NONE, ordered
from plexus.shell.importing.queries.together import members_of, own_set
from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import DEFAULT
from plexus.shell.importing.reading.tables import open_table
from plexus.shell.importing.unpacking import Given

MOST = 50
Upload = tuple[str, Iterable[bytes]]


class TooManyFiles(Refusal):
    """More files at once than anybody could look through."""

    message = _("At most %(most)d files come in together. Import the others afterwards.")


class LeftOut(Refusal):
    """A file that somebody left out."""

    message = _("left out by you")


def is_archive(upload: File[bytes]) -> bool:
    """Whether an upload is a zip archive of tables."""
    return unpacking.is_archive(cast("BinaryIO", upload))


def take_files(
    *,
    actor: Actor,
    uploads: Iterable[Upload],
    order: Order | None = None,
    preset: str = "",
    create_missing: Sequence[str] = (),
) -> ImportSet:
    """Store files, or the tables in a zip archive, and find out what each holds; raises why nothing comes in.

    `order` says how all of them are read; `preset` names their system, which is found without. What `create_missing`
    names is made by every file that refers to it.
    """
    with TemporaryDirectory(prefix="plexus-import-") as folder:
        given = list(_given(uploads, Path(folder)))
        if len(given) > MOST:
            raise TooManyFiles(most=MOST)
        system = preset or members.vendor_of(given)
        found, untaken = members.members(actor, system, given, order or Order(""))
        made = ImportSet.objects.create(
            workspace_id=actor.workspace_id, person_id=actor.person_id, preset="" if system == NONE else system,
        )  # fmt: skip
        for place, member in enumerate(found):
            _keep(actor, made, place, _making(member, create_missing))
        made.left = [_left(actor, each) for each in untaken]
        made.save(update_fields=["left"])
    return made


def _given(uploads: Iterable[Upload], folder: Path) -> Iterator[Given]:
    """The uploads as files, archives taken apart; together they have a limit as well."""
    size = 0
    for at, (name, chunks) in enumerate(uploads):
        plain = files.plain(name)
        path = folder / str(at) / plain
        path.parent.mkdir()
        size += files.write(path, plain, chunks).stat().st_size
        if size > DEFAULT.unpacked_bytes:
            most = f"{DEFAULT.unpacked_bytes / 1024**2:.0f}"
            raise refused.FileTooLarge(name=plain, size=f"{size / 1024**2:.1f}", most=most)
        if unpacking.is_archive(path):
            yield from unpacking.unpacked(path, path.parent)
        else:
            yield Given(path)


def _making(member: Member, names: Sequence[str]) -> Member:
    filled = filled_by(member.order)
    wanted = (*member.order.create_missing, *(name for name in names if name in filled))
    return replace(member, order=replace(member.order, create_missing=tuple(dict.fromkeys(wanted))))


def _keep(actor: Actor, made: ImportSet, place: int, member: Member) -> None:
    key = new_id()
    files.keep(actor.workspace_id, key, member.path)
    Import.objects.create(
        id=key, workspace_id=actor.workspace_id, person_id=actor.person_id, object=member.order.object,
        name=member.path.name, order=member.order.as_json(), together=made, place=place,
    )  # fmt: skip


def _left(actor: Actor, each: Untaken) -> dict[str, Any]:
    key = new_id()
    files.keep(actor.workspace_id, key, each.path)
    return {"id": str(key), "name": each.name, "rows": each.rows, "reason": of_refusal(each.reason)}


def leave_out(*, actor: Actor, set_id: UUID, import_id: UUID) -> None:
    """Let one file of a set stay where it is; raises `NotFound` or `RunsAlready`."""
    made = _unstarted(actor, set_id)
    found = Import.objects.filter(together=made, pk=import_id).first()
    if found is None:
        raise NotFound
    beside = {
        "id": str(found.pk), "name": found.name, "rows": None, "reason": of_refusal(LeftOut()),
        "object": found.object, "order": found.order,
    }  # fmt: skip
    made.left = [*(each for each in made.left if each["id"] != beside["id"]), beside]
    found.delete()
    _asked_otherwise(actor, made)


def take_as(*, actor: Actor, set_id: UUID, file_id: UUID, plural: str) -> None:
    """Bring in a file that was left, as rows of an object that somebody names; raises what is wrong with that."""
    made = _unstarted(actor, set_id)
    left = next((each for each in made.left if each["id"] == str(file_id)), None)
    if left is None:
        raise NotFound
    about = registry.of(actor.workspace_id).object(plural)
    members.must_take(actor, about)
    asked = left["order"] if left.get("object") == about.plural else _order_for(actor, made, left, about)
    Import.objects.create(
        id=file_id, workspace_id=actor.workspace_id, person_id=actor.person_id, object=about.plural,
        name=left["name"], order=asked, together=made, place=len(members_of(made.pk)),
    )  # fmt: skip
    made.left = [each for each in made.left if each is not left]
    _put_in_order(actor, made)
    _asked_otherwise(actor, made)


def _order_for(actor: Actor, made: ImportSet, left: Mapping[str, Any], about: Object) -> dict[str, Any]:
    """The order for a file that was left: by the system of the others if it knows such files, else as it looks."""
    path = files.file_of(actor.workspace_id, UUID(left["id"]))
    table = open_table(path, name=left["name"])
    kinds = kinds_in(catalogue.of(made.preset), table.headers, left["name"], about.plural) if made.preset else ()
    plain = Order(about.plural)
    return (ordered(actor, kinds[0], table.headers, plain) if kinds else plain).as_json()


def _put_in_order(actor: Actor, made: ImportSet) -> None:
    found = [Member(Path(str(each.pk)), Order.from_json(each.order)) for each in members_of(made.pk)]
    for place, member in enumerate(members.in_order(actor, found)):
        Import.objects.filter(pk=UUID(member.path.name)).update(place=place)


def make_missing(*, actor: Actor, set_id: UUID, name: str) -> None:
    """Make the records that a reference names and that are not here, in every file that fills it; else `NotFound`."""
    made = _unstarted(actor, set_id)
    orders = [(each, Order.from_json(each.order)) for each in members_of(made.pk)]
    filling = [(each, order) for each, order in orders if name in filled_by(order)]
    if not filling:
        raise NotFound
    for each, order in filling:
        each.order = replace(order, create_missing=tuple(dict.fromkeys((*order.create_missing, name)))).as_json()
        each.save(update_fields=["order"])
    _asked_otherwise(actor, made)


def check_set(*, actor: Actor, set_id: UUID) -> Job:
    """The job that tries all files and changes nothing."""
    return _begun(actor, set_id, dry=True)


def run_set(*, actor: Actor, set_id: UUID, tried: str | None = None) -> Job:
    """The job that brings all files in, once; raises `AskedOtherwise` when `tried` is not their latest trial."""
    return _begun(actor, set_id, dry=False, tried=tried)


def _begun(actor: Actor, set_id: UUID, *, dry: bool, tried: str | None = None) -> Job:
    made = _unstarted(actor, set_id)
    must_be_tried(made, tried)
    job = enqueue(actor, "imports.run_set", set_id=set_id, dry=dry)
    kept: dict[str, Any] = {"check_job_id": job.pk} if dry else {"job_id": job.pk}
    ImportSet.objects.filter(pk=made.pk).update(**kept)
    Import.objects.filter(together=made).update(**kept, **({"checked": None} if dry else {}))
    return job


def _unstarted(actor: Actor, set_id: UUID) -> ImportSet:
    made = own_set(actor=actor, set_id=set_id, lock=True)
    if made.job_id is not None:
        raise RunsAlready
    return made


def _asked_otherwise(actor: Actor, made: ImportSet) -> None:
    """What a trial found does not hold any more."""
    call_off(actor, made.check_job_id)
    made.check_job_id = None
    made.save(update_fields=["left", "check_job_id"])
    Import.objects.filter(together=made).update(checked=None, check_job_id=None)
