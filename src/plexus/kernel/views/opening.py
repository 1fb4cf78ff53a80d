"""A view as one reader has it: what the reader may not know drops out, and it is said that something did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import FilterInvalid, check, parse, read, write
from plexus.kernel.query.sorting import SortInvalid, sort_keys
from plexus.kernel.query.tree import All, Node
from plexus.kernel.schema.object import Object
from plexus.kernel.views import fitness
from plexus.kernel.views.models import Layout, View


@dataclass(frozen=True)
class Opened:
    """What a list shows and how. `left_out` names the parts of the view that not all of came through."""

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


def opened(view: View, actor: Actor, about: Object) -> Opened:
    """The view for a reader: whatever names a field that the reader does not have is left out."""
    known = readable_fields(actor, about)
    document, whole = _filter(view.filter, actor, about)
    pairs = [each.partition(":") for each in view.columns]
    sort = _sort(view.sort, actor, about)
    by = {name: getattr(view, name) for name in ("group_by", "board_by", "date_by")}
    measures = tuple(each for each in view.measures if fitness.measure_of(each, known))
    lost = {
        "filter": not whole,
        "columns": any(name not in known for name, _colon, _width in pairs),
        "sort": bool(view.sort) and not sort,
        "layout": any(name and name not in known for name in by.values()),
        "measures": len(measures) < len(view.measures),
    }
    return Opened(
        id=view.pk,
        layout=view.layout,
        filter=document,
        sort=sort,
        columns=tuple(name for name, _colon, _width in pairs if name in known),
        widths={name: int(width) for name, _colon, width in pairs if width},
        measures=measures,
        left_out=frozenset(name for name, gone in lost.items() if gone),
        **{name: wanted if wanted in known else "" for name, wanted in by.items()},
    )


def _filter(text: str, actor: Actor, about: Object) -> tuple[dict[str, Any], bool]:
    """The parts that must hold and that the reader may ask, and whether those are all of them."""
    try:
        tree = read(text or "{}")
    except FilterInvalid:
        return {}, False
    parts: tuple[Node, ...] = tree.parts if isinstance(tree, All) else (tree,)
    kept = tuple(each for each in parts if _may_ask(each, actor, about))
    whole = All(kept) if isinstance(tree, All) else (kept[0] if kept else All())
    return write(whole), len(kept) == len(parts)


def _may_ask(part: Node, actor: Actor, about: Object) -> bool:
    try:
        check(part, about, actor)
    except FilterInvalid:
        return False
    return True


def _sort(text: str, actor: Actor, about: Object) -> str:
    try:
        sort_keys(about, actor, text)
    except SortInvalid:
        return ""
    return text


def same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two filter documents say the same; one part that must hold needs no brackets."""
    return _plain(one) == _plain(other)


def _plain(document: Mapping[str, Any] | None) -> dict[str, Any]:
    tree = parse(dict(document or {}))
    return write(tree.parts[0] if isinstance(tree, All) and len(tree.parts) == 1 else tree)
