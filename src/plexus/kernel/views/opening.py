"""A view as one reader has it: what the reader may not know drops out, and it is said that something did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, check, parse, read, write
from plexus.kernel.query.sorting import SortInvalid, sort_keys
from plexus.kernel.query.tree import All, Node
from plexus.kernel.schema.object import Object
from plexus.kernel.views import fitness
from plexus.kernel.views.models import Layout, View


@dataclass(frozen=True)
class Opened:
    """What a list shows and how.

    `left_out` names the parts of the view that the reader's rights did not let through whole; `gone` are the names of
    fields that nobody has any more.
    """

    id: UUID | None = None
    layout: str = Layout.TABLE.value
    filter: dict[str, Any] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    group_by: str = ""
    board_by: str = ""
    date_by: str = ""
    measures: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


def opened(view: View, actor: Actor, about: Object) -> Opened:
    """The view for a reader: whatever names a field that the reader does not have is left out."""
    reading = _Reading(actor, about)
    known = readable_fields(actor, about)
    pairs = [each.partition(":") for each in view.columns]
    by = {name: getattr(view, name) for name in ("group_by", "board_by", "date_by")}
    reading.miss("columns", (name for name, _colon, _width in pairs if name not in known))
    reading.miss("layout", (name for name in by.values() if name and name not in known))
    measures = tuple(each for each in view.measures if fitness.measure_of(each, known))
    reading.miss("measures", (fitness.split(each)[0] for each in view.measures if each not in measures))
    return Opened(
        id=view.pk,
        layout=view.layout,
        filter=reading.filter(view.filter),
        sort=reading.sort(view.sort),
        columns=tuple(name for name, _colon, _width in pairs if name in known),
        widths={name: int(width) for name, _colon, width in pairs if width},
        measures=measures,
        left_out=frozenset(reading.left_out),
        gone=tuple(reading.gone),
        **{name: wanted if wanted in known else "" for name, wanted in by.items()},
    )


class _Reading:
    """Notes what a reader does not get: parts that rights keep back, and fields that are there for nobody."""

    def __init__(self, actor: Actor, about: Object) -> None:
        self.actor, self.about = actor, about
        self.left_out: set[str] = set()
        self.gone: dict[str, None] = {}
        self._ruled = {name for rules in actor.fields.values() for name in rules}

    def miss(self, part: str, names: Iterable[str]) -> None:
        """A part lost what named these fields of the object."""
        for name in names:
            self._miss(part, name, there=name.split(".")[0] in self.about.fields)

    def _miss(self, part: str, name: str, *, there: bool) -> None:
        """A field that a rule of the reader's role ever named is told like one that is there."""
        if there or self._ruled.intersection(name.split(".")):
            self.left_out.add(part)
        else:
            self.gone[name] = None

    def filter(self, text: str) -> dict[str, Any]:
        """The parts that must hold and that the reader may ask."""
        try:
            tree = read(text or "{}")
        except FilterInvalid:
            self.left_out.add("filter")
            return {}
        parts: tuple[Node, ...] = tree.parts if isinstance(tree, All) else (tree,)
        kept = tuple(each for each in parts if self._may_ask(each))
        return write(All(kept) if isinstance(tree, All) else (kept[0] if kept else All()))

    def _may_ask(self, part: Node) -> bool:
        wrong = self._wrong(part, self.actor)
        if wrong:
            everybody = self._wrong(part, actors.system(self.actor.workspace_id))
            for name in wrong:
                self._miss("filter", name, there=name not in everybody)
        return not wrong

    def _wrong(self, part: Node, actor: Actor) -> list[str]:
        try:
            check(part, self.about, actor)
        except FilterInvalid as refusal:
            return [each.field for each in refusal.fields]
        return []

    def sort(self, text: str) -> str:
        """The sort as far as the reader may sort."""
        kept = [each for each in text.split(",") if each and self._sorts(each)]
        self.miss("sort", (each.lstrip("-") for each in text.split(",") if each and each not in kept))
        return ",".join(kept)

    def _sorts(self, key: str) -> bool:
        try:
            sort_keys(self.about, self.actor, key)
        except SortInvalid:
            return False
        return True


def same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two filter documents say the same; one part that must hold needs no brackets."""
    return _plain(one) == _plain(other)


def _plain(document: Mapping[str, Any] | None) -> dict[str, Any]:
    tree = parse(dict(document or {}))
    return write(tree.parts[0] if isinstance(tree, All) and len(tree.parts) == 1 else tree)
