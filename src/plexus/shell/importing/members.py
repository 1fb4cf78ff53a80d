"""Several files at once: which there are, what each holds, and in which order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing import hinting
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import Preset, plain
from plexus.shell.importing.presets.detecting import detected, kinds_in
from plexus.shell.importing.presets.ordering import NONE, ordered
from plexus.shell.importing.reading.profiling import profile_columns
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.tables import Table, open_table
from plexus.shell.importing.unpacking import Given

SAMPLE = 200


class NothingFits(Refusal):
    """No file of a set is one that the preset knows."""

    message = _("None of the files has the columns of a file from %(preset)s that Plexus knows.")


class NothingKnown(Refusal):
    """No file of a set holds rows of any object."""

    message = _("No object here holds the rows of these files. Import them one by one and say what the rows are.")


class NoSuchRows(Refusal):
    """No object holds rows like those of a file."""

    message = _("no object here holds such rows")


@dataclass(frozen=True)
class Member:
    """One object's rows in one file, with the order for them."""

    path: Path
    order: Order


@dataclass(frozen=True)
class Untaken:
    """A file of which nothing comes in, and why."""

    name: str
    rows: int
    reason: Refusal
    path: Path


def vendor_of(given: Iterable[Given]) -> str:
    """The system of most files whose columns say it beyond doubt, or to which most names and columns fit; or none."""
    sure: Counter[str] = Counter()
    likely: Counter[str] = Counter()
    for each in given:
        try:
            headers = open_table(each.path, name=each.path.name).headers
        except Refusal:
            continue
        if (kind := detected(headers)) is not None:
            sure[kind.preset] += 1
        likely.update(preset.name for preset in catalogue.every() if _is_called_so(preset, headers, each.path.name))
    if sure:
        return sure.most_common(1)[0][0]
    (first, times), (_second, others), *_rest = (*likely.most_common(2), ("", 0), ("", 0))
    return first if times > max(1, others) else ""


def _is_called_so(preset: Preset, headers: Sequence[str], name: str) -> bool:
    """Whether a file has the columns and the name of one of a system's kinds."""
    return any(plain(PurePath(name).stem) in kind.stems for kind in kinds_in(preset, headers, name))


def members(
    actor: Actor, preset: str, given: Iterable[Given], order: Order
) -> tuple[tuple[Member, ...], tuple[Untaken, ...]]:
    """What comes in, in its order, and what does not; raises `NothingFits` or `NothingKnown` when that is everything.

    With a preset it says which of its kinds a file is; without one a file is of the object that it fits best.
    """
    found: list[Member] = []
    untaken: list[Untaken] = []
    named = "" if preset == NONE else preset
    for each in given:
        try:
            mine = list(_members_of(actor, named, each, order))
            if not mine:
                raise NoSuchRows
        except Refusal as refusal:
            untaken.append(Untaken(each.path.name, _rows_in(each.path), refusal, each.path))
        else:
            found += mine
    if not found:
        raise NothingFits(preset=catalogue.of(named).label) if named else NothingKnown
    return tuple(in_order(actor, found)), tuple(untaken)


def _rows_in(path: Path) -> int:
    """How many rows a file has that comes in nowhere; none when it cannot be read."""
    try:
        return sum(1 for _row in open_table(path, name=path.name).rows())
    except Refusal:
        return 0


def _members_of(actor: Actor, preset: str, given: Given, order: Order) -> Iterator[Member]:
    wanted = registry.of(actor.workspace_id).object(given.about).plural if given.about else None
    raw = open_table(given.path, name=given.path.name, encoding=order.encoding, delimiter=order.delimiter)
    if not preset or raw.format.kind is Kind.VCARD:
        yield from _plainly(actor, given, raw, wanted, order)
        return
    for kind in kinds_in(catalogue.of(preset), raw.headers, given.path.name, wanted):
        about = registry.of(actor.workspace_id).object(kind.object)
        mine = ordered(actor, kind, raw.headers, _without_strangers(order, about, raw.headers))
        if any(path for _header, path in mine.mapping):
            must_take(actor, about)
            yield Member(given.path, mine)


def _plainly(actor: Actor, given: Given, raw: Table, wanted: str | None, order: Order) -> Iterator[Member]:
    """A file of no known system: of the object that was named, that cards have, or that its columns fit best."""
    schema = registry.of(actor.workspace_id)
    if wanted or raw.format.kind is Kind.VCARD:
        about: Object | None = schema.object(wanted or "contacts")
    else:
        profiles = profile_columns(raw.sample(SAMPLE), len(raw.headers))
        about = hinting.likeliest(actor, given.path.name, raw, profiles)
    if about is not None:
        must_take(actor, about)
        asked = _without_strangers(order, about, raw.headers)
        yield Member(given.path, replace(asked, object=about.plural, preset=""))


def must_take(actor: Actor, about: Object) -> None:
    """Raise `NotAllowed` for who may neither create nor change records of an object."""
    if all(level(actor, about, verb) is Level.NONE for verb in (Verb.CREATE, Verb.UPDATE)):
        raise NotAllowed


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
