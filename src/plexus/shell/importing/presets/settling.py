"""What the names in a vendor's file mean here: owners and stages, looked up once before the rows come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.importing import finding
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import plain
from plexus.shell.importing.presets.deriving import text_of
from plexus.shell.importing.presets.stages import Standing
from plexus.shell.importing.reading.tables import Table

OWNER, STAGE, PIPELINE = "owner", "stage", "pipeline"


@dataclass(frozen=True)
class Settled:
    """An order in which known names stand for unknown ones.

    `owners` are people in the file who are not here, with their rows: what they own comes to whoever imports. `stages`
    are stages that are not here, with their rows; `named` says which stage here stands for one of the file.
    """

    order: Order
    owners: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


def settled(actor: Actor, order: Order, table: Table) -> Settled:
    """The order with owners and stages settled, in the actor's open transaction; one pass over the file."""
    if not order.preset:
        return Settled(order)
    texts = _texts(table, {header for header, path in order.mapping if path.partition(".")[0] in _ASKED})
    owners = _owners(actor, order, texts)
    replaced, missing = _stages(actor, order, texts)
    unknown = {header: dict.fromkeys(found, "") for header, found in owners.items()}
    changed = {
        header: {**unknown.get(header, {}), **replaced.get(header, {}), **order.replace.get(header, {})}
        for header in {*unknown, *replaced, *order.replace}
    }
    named = {old: new for pairs in replaced.values() for old, new in pairs.items()}
    return Settled(replace(order, replace=changed), _told(order, owners), missing, named)


def _told(order: Order, owners: Mapping[str, Counter[str]]) -> Counter[str]:
    """Who is not here, by name where the file has names beside the other system's ids."""
    names = [header for header, key in _mapped(order, OWNER) if not key and header in owners]
    told: Counter[str] = Counter()
    for header in names or owners:
        told |= owners[header]
    return told


_ASKED = frozenset({OWNER, STAGE})


def _texts(table: Table, headers: set[str]) -> dict[str, Counter[str]]:
    places = [(at, header) for at, header in enumerate(table.headers) if header in headers]
    found: dict[str, Counter[str]] = {header: Counter() for _at, header in places}
    for _number, cells in table.rows() if places else ():
        for at, header in places:
            if text := text_of(cells[at]):
                found[header][text] += 1
    return found


def _mapped(order: Order, name: str) -> Iterator[tuple[str, str]]:
    """The columns that fill a reference, each with the key by which it is looked up."""
    for header, path in order.mapping:
        first, _dot, key = path.partition(".")
        if first == name:
            yield header, key


def _owners(actor: Actor, order: Order, texts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """The texts of each column that name nobody here."""
    if OWNER in order.create_missing:
        return {}
    people = registry.of(actor.workspace_id).object("people")
    found = {}
    for header, key in _mapped(order, OWNER):
        here = _known(actor, people, (key,) if key else people.described.match, texts.get(header, {}))
        unknown = {text: rows for text, rows in texts.get(header, {}).items() if finding.plain(text) not in here}
        if unknown:
            found[header] = Counter(unknown)
    return found


def _known(actor: Actor, about: Object, keys: Iterable[str], texts: Mapping[str, int]) -> set[str]:
    known: set[str] = set()
    for key in keys:
        rows = finding.rows_with(actor, about, about.fields[key], texts)
        known |= {str(value) for _id, (value, *_rest) in rows}
    return known


def _stages(
    actor: Actor, order: Order, texts: Mapping[str, Counter[str]]
) -> tuple[dict[str, dict[str, str]], dict[str, int]]:
    """What to read for stages that are called otherwise here, and those that are not here at all."""
    replaced: dict[str, dict[str, str]] = {}
    missing: Counter[str] = Counter()
    preset = catalogue.of(order.preset.partition(":")[0])
    for header in [header for header, key in _mapped(order, STAGE) if not key]:
        here = _stages_here(actor)
        names = {finding.plain(each["name"]) for each in here}
        ends = {each["outcome"]: each["name"] for each in reversed(here)}
        for text, rows in texts.get(header, {}).items():
            end = "won" if plain(text) in preset.won else "lost" if plain(text) in preset.lost else ""
            if finding.plain(text) in names:
                continue
            if end in ends:
                replaced.setdefault(header, {})[text] = ends[end]
            else:
                missing[text] += rows
    return replaced, dict(missing)


def _stages_here(actor: Actor) -> tuple[dict[str, Any], ...]:
    stages = registry.of(actor.workspace_id).object("stages")
    rows: Any = finding.readable(actor, stages)
    return tuple(rows.order_by("pipeline__position", "position", "pk").values("name", "outcome"))


def first_pipeline(actor: Actor) -> str:
    """The pipeline that comes first, or nothing where there is none."""
    pipelines: Any = finding.readable(actor, registry.of(actor.workspace_id).object("pipelines"))
    return str(pipelines.order_by("position", "pk").values_list("name", flat=True).first() or "")


def standing(actor: Actor) -> tuple[Standing, ...]:
    """The stages that are here, each with its place in its pipeline."""
    rows: Any = finding.readable(actor, registry.of(actor.workspace_id).object("stages"))
    values = rows.values_list("pipeline__name", "position", "probability", "outcome")
    return tuple(Standing(*each) for each in values)


def as_json(known: Settled) -> dict[str, Any]:
    """Who and what is not here, as plain data."""
    return {
        "unknown_owners": dict(known.owners), "unknown_stages": dict(known.stages), "named_stages": dict(known.named),
    }  # fmt: skip
