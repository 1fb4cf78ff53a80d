"""Which column fills which fields: as asked, else as proposed; and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.importing import onto, refusals
from plexus.shell.importing.cells import UNSTATED, Reader, error_of
from plexus.shell.importing.destinations import ID, Destination, Destinations
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.patterns import Pattern, is_pattern
from plexus.shell.importing.reading import mapping
from plexus.shell.importing.reading.profiling import ColumnProfile
from plexus.shell.importing.reading.rows import Fault
from plexus.shell.importing.reading.sniffing import Kind
from plexus.shell.importing.reading.spellings import Spelling
from plexus.shell.importing.reading.tables import Table

# Fields that columns fill together.
LISTS = frozenset({"emails", "phones", "tags", "choices"})
ERRORS_HEADER = "import_error"
PARTS: Mapping[str, frozenset[str]] = {"full_name": frozenset({"family_name", "given_name"})}


@dataclass(frozen=True)
class Column:
    """One column with one of the fields it fills; `reason` says how that came about, `asked` by a person."""

    index: int
    header: str
    to: Destination
    reason: str = "asked"
    score: float = 1.0


@dataclass(frozen=True)
class Plan:
    """A mapping that fits: columns with their readers, constants by field, and the keys to find records by.

    `patterns` are texts that are put together for each row. `keys` are alternatives, each of one or several fields
    that must agree.
    """

    columns: tuple[tuple[Column, Reader], ...]
    constants: tuple[tuple[Destination, object], ...]
    keys: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    patterns: tuple[tuple[Reader, Pattern], ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The names of the fields that are filled."""
        filled = (column.to.field.name for column, _reader in self.columns)
        put_together = (reader.to.field.name for reader, _pattern in self.patterns)
        return frozenset((*filled, *put_together, *(to.field.name for to, _value in self.constants)))


def matched(known: Destinations, order: Order, table: Table, profiles: Sequence[ColumnProfile]) -> tuple[Column, ...]:
    """The columns with their fields; raises `MappingInvalid` with everything that does not fit."""
    index = {header: place for place, header in enumerate(table.headers)}
    asked: list[Column] = []
    errors: list[FieldError] = []
    for header, path in order.mapping:
        try:
            asked += _asked(known, index, header, path)
        except Unfit as unfit:
            errors.append(FieldError(header, unfit.code, unfit.message, unfit.params))
    if errors:
        raise refusals.MappingInvalid(fields=errors)
    proposed = _proposed(known, order, table, profiles, {each.to.path for each in asked}) if order.proposals else ()
    return tuple(sorted((*asked, *proposed), key=lambda each: each.index))


def _asked(known: Destinations, index: dict[str, int], header: str, path: str) -> Iterator[Column]:
    if header not in index:
        raise Unfit("unknown_column", refusals.NO_COLUMN, column=header, known=", ".join(index))
    if path:
        yield Column(index[header], header, known.of(path))


def _proposed(
    known: Destinations, order: Order, table: Table, profiles: Sequence[ColumnProfile], used: set[str]
) -> Iterator[Column]:
    """What the columns say that nobody decided on."""
    decided = {header for header, _path in order.mapping} | {ERRORS_HEADER}
    taken = set(used)
    rest: list[int] = []
    for place, header in enumerate(table.headers):
        if header in decided:
            continue
        path = known.headers.get(header.casefold())
        if path and path not in taken and not (path == ID and _of_another_system(profiles[place])):
            taken.add(path)
            yield Column(place, header, known.of(path), "exact")
        elif path != "":
            rest.append(place)
    free = [each for each in known.targets() if each.key not in taken and not _needs_a_key(known, each.key)]
    made = mapping.propose(
        [table.headers[place] for place in rest], [profiles[place] for place in rest], free,
        object_name=known.about.plural,
    )  # fmt: skip
    taken |= {each.target for each in made if each.target}
    for place, each in zip(rest, made, strict=True):
        if each.target in known.fields:
            yield Column(place, each.header, known.of(each.target), each.reason, each.score)
            other = mapping.beside(each.header, each.target, known.about.plural)
            if other in known.fields and other not in taken:
                yield Column(place, each.header, known.of(other), each.reason, each.score)


def _of_another_system(ids: ColumnProfile) -> bool:
    """Whether what is called an ID holds none such as are given here."""
    return ids.count > ids.empty and ids.look("uuid") is None and "uuid" not in ids.partly


def _needs_a_key(known: Destinations, name: str) -> bool:
    """Whether a column of plain texts could not fill a field: references to records of several objects."""
    return name in known.fields and known.fields[name].type.key == "references"


def plan(actor: Actor, about: Object, order: Order, table: Table, profiles: Sequence[ColumnProfile]) -> Plan:
    """The mapping ready to read rows; raises `NotAllowed`, `MappingInvalid` or `NothingMapped`."""
    known = Destinations(actor, about)
    columns = matched(known, order, table, profiles)
    if not columns:
        raise refusals.NothingMapped(object=str(about.label_plural))
    constants, patterns = _constants(known, order, table.headers)
    filled = {each.to.field.name for each in columns} | {to.field.name for to, _value in constants}
    filled |= {reader.to.field.name for reader, _pattern in patterns}
    filled |= {each.name for each in about.fields.values() if each.alias_of in filled}
    errors = [
        *_unfit_keys(about, order, filled),
        *_unfit_missing(actor, known, order),
        *_unfilled(about, order, filled),
    ]
    errors += [*_doubled(columns), *onto.faults(actor, about, order)]
    if errors:
        raise refusals.MappingInvalid(fields=errors)
    _must_be_allowed(actor, about, order)
    guarded = table.format.kind is Kind.CSV
    readers = tuple((each, _reader(actor, order, each, profiles[each.index], guarded=guarded)) for each in columns)
    mapped = {each.index for each in columns}
    left_out = tuple(header for place, header in enumerate(table.headers) if place not in mapped)
    return Plan(readers, constants, tuple(_keys(about, order, filled)), left_out, patterns)


def spelling(actor: Actor, order: Order, column: Column, profile: ColumnProfile) -> Spelling:
    """How a column spells its values: as asked or seen, on the actor's clock, in no currency unless one is written."""
    kinds = {"date_time": "datetime"}
    kind = kinds.get(column.to.field.type.key, column.to.field.type.key)
    seen = profile.spelling(kind)
    wanted = order.day_orders.get(column.header, seen.order)
    region = seen.region if profile.look("phone") else actor.country
    return replace(seen, order=wanted, zone=actor.time_zone, currency=seen.currency or UNSTATED, region=region)


def _reader(actor: Actor, order: Order, column: Column, profile: ColumnProfile, *, guarded: bool) -> Reader:
    told = order.replace.get(column.header) or order.replace.get(column.to.path)
    return Reader(column.to, spelling(actor, order, column, profile), told, guarded=guarded)


def _constants(
    known: Destinations, order: Order, headers: Sequence[str]
) -> tuple[tuple[tuple[Destination, object], ...], tuple[tuple[Reader, Pattern], ...]]:
    """What every row gets: the same value, or a text put together of its cells."""
    constants: list[tuple[Destination, object]] = []
    patterns: list[tuple[Reader, Pattern]] = []
    errors: list[FieldError] = []
    for path, text in order.constants:
        try:
            reader = Reader(known.of(path), Spelling(zone=known.actor.time_zone, currency=UNSTATED))
        except Unfit as unfit:
            errors.append(FieldError(path, unfit.code, unfit.message, unfit.params))
            continue
        if is_pattern(text, headers):
            patterns.append((reader, Pattern(text, headers)))
        elif isinstance(found := reader(text), Fault):
            errors.append(error_of(path, found))
        else:
            constants.append((reader.to, found))
    if errors:
        raise refusals.MappingInvalid(fields=errors)
    return tuple(constants), tuple(patterns)


def _keys(about: Object, order: Order, filled: set[str]) -> Iterator[tuple[str, ...]]:
    if ID in filled:
        yield (ID,)
    if order.match:
        yield tuple(order.match)
    elif order.mode is not Mode.CREATE:
        yield from ((name,) for name in about.described.match if name in filled)


def _doubled(columns: Sequence[Column]) -> Iterator[FieldError]:
    """Columns whose field another one fills already: of the two only one would be kept."""
    first: dict[str, Column] = {}
    for each in columns:
        before = first.setdefault(each.to.path, each)
        if before.index != each.index and not _takes_several(each.to):
            words = {"other": before.header, "column": each.header, "field": str(each.to.field.label)}
            yield FieldError(each.header, "two_columns", refusals.TWO_COLUMNS, words)


def _takes_several(to: Destination) -> bool:
    """Whether columns fill it together, or each names the record in its own way."""
    return to.is_reference or to.field.type.key in {"references", *LISTS}


def _unfit_keys(about: Object, order: Order, filled: set[str]) -> Iterator[FieldError]:
    for name in order.match:
        if name not in filled:
            yield FieldError(name, "not_a_key", refusals.NOT_A_KEY, {"field": name})
        elif "eq" not in about.fields[name].type.operators:
            words = {"field": str(about.fields[name].label)}
            yield FieldError(name, "not_a_key", refusals.NOT_COMPARED, words)


def _unfit_missing(actor: Actor, known: Destinations, order: Order) -> Iterator[FieldError]:
    for name in order.create_missing:
        one = known.fields.get(name)
        if one is None or not one.target:
            yield FieldError(name, "not_a_reference", refusals.NOT_A_REFERENCE, {"field": name})
        elif not level(actor, known.target(one), Verb.CREATE):
            words = {"object": str(known.target(one).label_plural)}
            yield FieldError(name, "not_allowed", refusals.MAY_NOT_CREATE, words)


def _unfilled(about: Object, order: Order, filled: set[str]) -> Iterator[FieldError]:
    """Required fields that nothing fills, so that no row could be created."""
    if order.mode is Mode.UPDATE or ID in filled:
        return
    for each in about.fields.values():
        given = filled & {each.name, *PARTS.get(each.name, ())}
        if each.required and not given and each.name not in about.described.fallbacks and not each.alias_of:
            yield FieldError(each.name, "required", refusals.NEEDED, {"field": each.name})


def _must_be_allowed(actor: Actor, about: Object, order: Order) -> None:
    needed = {Mode.CREATE: (Verb.CREATE,), Mode.UPDATE: (Verb.UPDATE,), Mode.UPSERT: (Verb.CREATE, Verb.UPDATE)}
    if all(level(actor, about, verb) is Level.NONE for verb in needed[order.mode]):
        raise NotAllowed
