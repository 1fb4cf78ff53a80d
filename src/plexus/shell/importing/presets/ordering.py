"""The order for a vendor's file: what its preset says of each column, as far as the actor may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types import Unfit
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import MARK, Kind
from plexus.shell.importing.presets.detecting import detected, kinds_in
from plexus.shell.importing.presets.translating import NUMBER, derived, fitted, is_numbered

NONE = "none"


class NotThisPreset(Refusal):
    """A file has not the columns of any file of the vendor."""

    message = _("“%(file)s” has not the columns of a file from %(preset)s that Plexus knows.")


def ordered(actor: Actor, kind: Kind, headers: Sequence[str], order: Order) -> Order:
    """The order with the columns of a kind; what was asked of a column by hand goes before what the preset says."""
    known = Destinations(actor, registry.of(actor.workspace_id).object(kind.object))
    by_hand = {header for header, _path in order.mapping}
    there = [header for header in headers if not header.startswith(MARK)]
    pairs = tuple(pair for pair in _pairs(known, kind, there) if pair[0] not in by_hand)
    filled = {path.partition(".")[0] for _header, path in pairs}
    constants = {**{path: text for path, text in kind.constants.items() if path not in filled}, **dict(order.constants)}
    missing = [name for name in kind.create_missing if name in filled and _may_be_made(known, name)]
    return replace(
        order, object=kind.object, preset=kind.key, mapping=(*order.mapping, *pairs), proposals=False,
        constants=tuple(constants.items()), create_missing=tuple(dict.fromkeys((*order.create_missing, *missing))),
    )  # fmt: skip


def _pairs(known: Destinations, kind: Kind, headers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each column with its fields; one that fills none is left out by name."""
    made = derived(kind, headers)
    said: dict[str, list[str]] = {header: [] for header in headers}
    for each in fitted(kind, headers):
        header = f"{MARK}{each.rule.path}" if each in made else headers[each.columns[0][1]]
        if _fits(known, each.rule.path):
            said.setdefault(header, []).append(each.rule.path)
    if is_numbered(kind, headers):
        said[NUMBER] = ["external_id"]
    taken = {path for paths in said.values() for path in paths}
    for header, paths in said.items():
        own = known.headers.get(header.casefold(), "")
        if not paths and own in known.fields and known.fields[own].custom and own not in taken:
            paths.append(own)
        yield from ((header, path) for path in paths or [""])


def _fits(known: Destinations, path: str) -> bool:
    try:
        known.of(path)
    except Unfit:
        return False
    return True


def _may_be_made(known: Destinations, name: str) -> bool:
    return bool(level(known.actor, known.target(known.fields[name]), Verb.CREATE))


def recognised(headers: Sequence[str], plural: str) -> Kind | None:
    """The kind of file whose columns these are beyond doubt, of one object."""
    return detected([header for header in headers if not header.startswith(MARK)], plural)


def chosen(actor: Actor, name: str, headers: Sequence[str], file: str, order: Order) -> Order:
    """The order by a preset: the one of that name, or, without a name, the one whose columns these are beyond doubt.

    `none` leaves the order as it is. Raises `NotThisPreset` when the file is of none of the vendor's kinds.
    """
    plain = replace(order, preset="")
    if name == NONE:
        return plain
    if not name:
        kind = detected(headers, order.object or None)
        return ordered(actor, kind, headers, plain) if kind else plain
    preset = catalogue.of(name.partition(":")[0])
    found = kinds_in(preset, headers, file, order.object or None)
    if not found:
        raise NotThisPreset(file=file, preset=preset.label)
    return ordered(actor, found[0], headers, plain)
