"""From what stands around a record to a picture's parts: nodes in a tree, and the lines between them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from plexus.crm.relations.queries.bonds import Key
from plexus.crm.relations.queries.surroundings import Fact, Surroundings

WORKS, PART, ABOUT = "works", "part", "about"


@dataclass(frozen=True, slots=True)
class Line:
    """Something between two records, in words from the one and from the other; `over` when it has ended."""

    source: Key
    target: Key
    words: str
    back_words: str
    tone: str = ""
    over: bool = False
    kind: str = ""

    def words_from(self, here: Key) -> str:
        """How it reads from one of the two."""
        return self.words if self.source == here else self.back_words

    def other(self, here: Key) -> Key:
        """The other of the two."""
        return self.target if self.source == here else self.source


@dataclass(slots=True)
class Node:
    """A record in the tree that begins in the middle, with the lines by which it hangs there."""

    fact: Fact
    lines: tuple[Line, ...] = ()
    children: list[Node] = field(default_factory=list)
    more: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """The record."""
        return self.fact.key


@dataclass(frozen=True, slots=True)
class Web:
    """The tree, every line, and those lines that do not hang a node."""

    root: Node
    lines: tuple[Line, ...]
    across: tuple[Line, ...]


def weave(found: Surroundings, *, today: object) -> Web:
    """A tree by breadth, so that each record hangs as near to the middle as it can."""
    lines = tuple(_lines(found, today))
    beside: dict[Key, list[Line]] = {key: [] for key in found.facts}
    for line in lines:
        beside[line.source].append(line)
        beside[line.target].append(line)
    nodes = _grown(found, beside)
    for node in nodes.values():
        node.children = _neighbourly(node.children, beside)
    for (key, plural), number in found.more.items():
        if key in nodes:
            nodes[key].more.append((plural, number))
    hung = {id(line) for node in nodes.values() for line in node.lines}
    across = tuple(each for each in lines if id(each) not in hung and {each.source, each.target} <= nodes.keys())
    return Web(nodes[found.centre], lines, across)


def _grown(found: Surroundings, beside: Mapping[Key, list[Line]]) -> dict[Key, Node]:
    """The nodes of the tree as they are come to, the middle first."""
    root = Node(found.facts[found.centre])
    nodes, waiting = {root.key: root}, [root]
    for node in waiting:
        for key, joined in _neighbours(node.key, beside[node.key]).items():
            if key not in nodes:
                nodes[key] = Node(found.facts[key], joined)
                node.children.append(nodes[key])
                waiting.append(nodes[key])
    return nodes


def _neighbourly(children: list[Node], beside: Mapping[Key, list[Line]]) -> list[Node]:
    """Those that stand in relations to each other side by side, each after the first that it is related to."""
    left, ordered = {each.key: each for each in children}, list[Node]()
    degree = {key: sum(line.other(key) in left for line in beside[key]) for key in left}

    def take(node: Node) -> None:
        ordered.append(node)
        for line in beside[node.key]:
            other = left.pop(line.other(node.key), None)
            if other is not None:
                take(other)

    while left:
        first = max(left, key=lambda key: degree[key])
        take(left.pop(first))
    return ordered


def _neighbours(here: Key, lines: Iterable[Line]) -> Mapping[Key, tuple[Line, ...]]:
    found: dict[Key, tuple[Line, ...]] = {}
    for line in lines:
        other = line.other(here)
        found[other] = (*found.get(other, ()), line)
    return found


def _lines(found: Surroundings, today: object) -> Iterable[Line]:
    """Relations first, so that they hang what they can; then who works where, and what is part of what."""
    said: set[frozenset[Key]] = set()
    for each in found.bonds:
        over = each.ended_on is not None and each.ended_on < today  # type: ignore[operator]
        said.add(frozenset((each.source.key, each.target.key)))
        yield Line(
            each.source.key, each.target.key, each.words, each.back_words, each.tone, over, f"{each.type_id}"
        )  # fmt: skip
    for fact in found.facts.values():
        if fact.up in found.facts and fact.up is not None and frozenset((fact.key, fact.up)) not in said:
            yield _up(fact, fact.up)


def _up(fact: Fact, above: Key) -> Line:
    match fact.object:
        case "contacts":
            return Line(fact.key, above, gettext("works at"), gettext("employs"), kind=WORKS)
        case "accounts":
            return Line(fact.key, above, gettext("belongs to"), gettext("owns"), kind=PART)
        case _:
            return Line(fact.key, above, gettext("is a deal with"), gettext("has the deal"), kind=ABOUT)
