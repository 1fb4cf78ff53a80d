"""Several files of one vendor at once: which there are, what each holds, and in which order they come in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import plain
from plexus.shell.importing.presets.detecting import kinds_in
from plexus.shell.importing.presets.ordering import ordered
from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.limits import DEFAULT
from plexus.shell.importing.reading.tables import Table, open_table

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls"})
BLOCK = 1024**2


class NothingFits(Refusal):
    """No file of a set is one that the preset knows."""

    message = _("None of the files has the columns of a file from %(preset)s that Plexus knows.")


@dataclass(frozen=True)
class Given:
    """A file of a set, with the object that somebody says it holds."""

    path: Path
    about: str = ""


@dataclass(frozen=True)
class Member:
    """One object's rows in one file, with the order for them."""

    path: Path
    table: Table
    order: Order


@dataclass(frozen=True)
class Untaken:
    """A file of which nothing comes in, and why."""

    name: str
    rows: int
    reason: Refusal | None


def unpacked(given: Path, to: Path) -> list[Given]:
    """The tables in a folder or a zip archive (unpacked into `to`), by name; raises what is wrong with the archive."""
    if given.is_dir():
        return [Given(each) for each in sorted(given.rglob("*")) if each.suffix.lower() in ENDINGS]
    try:
        with zipfile.ZipFile(given) as archive:
            return [Given(each) for each in _entries(archive, given.name, to)]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as broken:
        raise refused.WorkbookDamaged(name=given.name) from broken
    except RuntimeError as locked:
        raise refused.WorkbookEncrypted(name=given.name) from locked


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive of tables, not a workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return not {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "word/document.xml"} & set(archive.namelist())


def _entries(archive: zipfile.ZipFile, name: str, to: Path) -> Iterator[Path]:
    """Tables of an archive under names of our own: what an entry calls itself leads nowhere."""
    entries = [each for each in archive.infolist() if not each.is_dir() and _is_table(each.filename)]
    if len(entries) > DEFAULT.archive_entries:
        raise refused.ArchiveTooLarge(name=name)
    left = DEFAULT.unpacked_bytes
    for at, entry in enumerate(sorted(entries, key=lambda each: each.filename)):
        path = to / str(at) / PurePath(entry.filename.replace("\\", "/")).name
        path.parent.mkdir()
        with archive.open(entry) as read, path.open("wb") as out:
            while block := read.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise refused.ArchiveTooLarge(name=name)
                out.write(block)
        yield path


def _is_table(name: str) -> bool:
    plain_name = PurePath(name.replace("\\", "/"))
    return plain_name.suffix.lower() in ENDINGS and not plain_name.name.startswith(".") and "__MACOSX" not in name


def members(
    actor: Actor, preset: str, given: Iterable[Given], order: Order
) -> tuple[tuple[Member, ...], tuple[Untaken, ...]]:
    """What comes in, in its order, and what does not; raises `NothingFits` when that is everything."""
    found: list[Member] = []
    untaken: list[Untaken] = []
    for each in given:
        try:
            mine = list(_members_of(actor, preset, each, order))
        except Refusal as refusal:
            untaken.append(Untaken(each.path.name, 0, refusal))
            continue
        found += mine
        if not mine:
            table = open_table(each.path, name=each.path.name)
            untaken.append(Untaken(each.path.name, sum(1 for _row in table.rows()), None))
    if not found:
        raise NothingFits(preset=catalogue.of(preset).label)
    return tuple(in_order(actor, found)), tuple(untaken)


def _members_of(actor: Actor, preset: str, given: Given, order: Order) -> Iterator[Member]:
    wanted = registry.of(actor.workspace_id).object(given.about).plural if given.about else None
    raw = open_table(given.path, name=given.path.name, encoding=order.encoding, delimiter=order.delimiter)
    for kind in kinds_in(catalogue.of(preset), raw.headers, given.path.name, wanted):
        about = registry.of(actor.workspace_id).object(kind.object)
        mine = ordered(actor, kind, raw.headers, _without_strangers(order, about, raw.headers))
        if any(path for _header, path in mine.mapping):
            yield Member(given.path, opened(given.path, given.path.name, mine), mine)


def _without_strangers(order: Order, about: Object, headers: Sequence[str]) -> Order:
    """What was asked of columns and fields that other files of the set have is not asked of this one."""
    fields = about.fields
    return replace(
        order, object="", mapping=tuple(pair for pair in order.mapping if pair[0] in headers),
        create_missing=tuple(name for name in order.create_missing if name in fields and fields[name].target),
        constants=tuple(pair for pair in order.constants if pair[0].partition(".")[0] in fields),
        match=tuple(order.match) if all(name in fields for name in order.match) else (),
    )  # fmt: skip


def in_order(actor: Actor, found: Sequence[Member]) -> Iterator[Member]:
    """Each after those to which it refers; where two refer to each other, in the usual order."""
    waiting = sorted(found, key=lambda each: (_usual(each.order.object), "Lead" in each.order.preset, each.path.name))
    while waiting:
        free = next((each for each in waiting if not _awaits(actor, each, waiting)), waiting[0])
        waiting.remove(free)
        yield free


def _usual(plural: str) -> int:
    known = ("people", "accounts", "contacts", "products", "deals", "deal-line-items", "activities", "tasks")
    return known.index(plural) if plural in known else len(known)


def _awaits(actor: Actor, one: Member, others: Sequence[Member]) -> bool:
    about = registry.of(actor.workspace_id).object(one.order.object)
    wanted = set()
    for _header, path in one.order.mapping:
        name, _dot, rest = path.partition(".")
        field = about.fields.get(name)
        if field is not None:
            wanted.add(field.target or (rest.partition(".")[0] if field.type.key == "references" else ""))
    return any(other.order.object in wanted - {about.plural} for other in others if other is not one)


def people_soon(found: Sequence[Member]) -> frozenset[str]:
    """Ids, names and addresses of the people whom the set itself brings."""
    return frozenset(
        str(cells[at])
        for each in found
        if each.order.object == "people"
        for at in [each.table.headers.index(header) for header, path in each.order.mapping if path in _CALLED]
        for _number, cells in each.table.rows()
        if plain(str(cells[at]))
    )


_CALLED = frozenset({"external_id", "name", "email"})
