"""Where everything stands in the picture: for a desk people right and companies left, for a phone one below the other.

Pure arithmetic over a tree; the template draws what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from plexus.crm.relations.queries.bonds import Key
from plexus.crm.relations.web.weaving import ABOUT, PART, WORKS, Line, Node, Web

WIDTH, HEIGHT, GAP, REACH, TURN = 184, 46, 12, 190, 56
PAD, PILL, BOW, STEP = 16, 26, 34, 16
NARROW, INDENT, TALL = 346, 22, 60
LETTER, WORDS = 6.6, 110
PLAIN, FACTS = frozenset({WORKS}), frozenset({WORKS, PART, ABOUT})
SIDES = {"contacts": 1, "accounts": -1, "deals": -1}


@dataclass(frozen=True, slots=True)
class Card:
    """A record at its place; `x` and `y` are its upper left corner."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    side: int
    name: str
    below: str
    words: str = ""

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2

    @property
    def inner(self) -> float:
        """The edge that looks to the middle of the picture."""
        return self.x if self.side >= 0 else self.x + self.width

    @property
    def outer(self) -> float:
        """The edge that looks away."""
        return self.x + self.width if self.side >= 0 else self.x


@dataclass(frozen=True, slots=True)
class Pill:
    """That there are more: where it stands, of what, and how many."""

    of: Key
    object: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn line with its words."""

    path: str
    line: Line
    words: str = ""
    x: float = 0
    y: float = 0
    anchor: str = "middle"

    @property
    def at(self) -> str:
        """Where its words stand, as a translation."""
        return f"translate({self.x:g} {self.y:g})"

    @property
    def looks(self) -> str:
        """The classes that say what the line is: its colour, no relation but a fact of the records, in the past."""
        return looks(self.line) + " over" * self.line.over


@dataclass(slots=True)
class Drawing:
    """A picture: its size, and what stands where."""

    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0
    cards: dict[Key, Card] = field(default_factory=dict)
    pills: list[Pill] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)

    @property
    def size(self) -> tuple[str, str]:
        """Width and height as texts."""
        return f"{self.width:g}", f"{self.height:g}"

    @property
    def box(self) -> str:
        """The value of `viewBox`."""
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"


def looks(line: Line) -> str:
    """The classes of a line of its kind."""
    return f"{line.tone}{' plain' * (line.kind in FACTS)}".strip()


def clipped(text: str, room: float) -> str:
    """As much of a text as fits so many points; a Chinese character takes the place of two letters."""
    left = room
    for place, letter in enumerate(text):
        left -= LETTER * (1.9 if east_asian_width(letter) in "WF" else 1)
        if left < 0:
            return text[: max(place - 1, 1)].rstrip() + "…"
    return text


def wide(web: Web) -> Drawing:
    """The picture for a desk."""
    return _Wide(web).drawn()


class _Wide:
    """The middle, and on each side a tree whose leaves take a row each."""

    def __init__(self, web: Web) -> None:
        self.web, self.drawing = web, Drawing()
        self.rows = {1: 0.0, -1: 0.0}

    def drawn(self) -> Drawing:
        root = self.web.root
        for child in root.children:
            self._put(child, SIDES[child.fact.object], 1)
        for plural, number in root.more:
            self._pill(root, SIDES[plural], 1, plural, number)
        self._level()
        tall = max(*self.rows.values(), HEIGHT + GAP) - GAP
        centre = Card(root, -WIDTH / 2, tall / 2 - HEIGHT / 2, WIDTH, HEIGHT, 0, *_said(root, WIDTH))
        self.drawing.cards = {root.key: centre, **self.drawing.cards}
        self._join(centre, root)
        self._across()
        return _framed(self.drawing, tall)

    def _put(self, node: Node, side: int, level: int) -> float:
        """Place what hangs on a node, then the node at the middle of that; gives the height of its middle."""
        begin = self.rows[side]
        middles = [self._put(child, side, level + 1) for child in node.children]
        for plural, number in node.more:
            self._pill(node, side, level + 1, plural, number)
        if self.rows[side] - begin < HEIGHT:
            self.rows[side] = begin + HEIGHT + GAP
        end = self.rows[side] - GAP
        middle = (middles[0] + middles[-1]) / 2 if middles else (begin + end) / 2
        x = _column(side, level)
        self.drawing.cards[node.key] = Card(node, x, middle - HEIGHT / 2, WIDTH, HEIGHT, side, *_said(node, WIDTH))
        return middle

    def _pill(self, node: Node, side: int, level: int, plural: str, number: int) -> None:
        x = _column(side, level)
        self.drawing.pills.append(Pill(node.key, plural, number, x, self.rows[side], WIDTH, PILL))
        self.rows[side] += PILL + GAP

    def _level(self) -> None:
        """Put the shorter side at the middle of the longer."""
        short = min(self.rows, key=lambda side: self.rows[side])
        down = (self.rows[-short] - self.rows[short]) / 2
        cards = self.drawing.cards
        self.drawing.cards = {key: _down(each, down) if each.side == short else each for key, each in cards.items()}
        self.drawing.pills = [_pill_down(each, down) if each.x * short > 0 else each for each in self.drawing.pills]

    def _join(self, card: Card, node: Node) -> None:
        for child in node.children:
            there = self.drawing.cards[child.key]
            self.drawing.curves.append(_fan(card, there, child))
            self._join(there, child)

    def _span(self, line: Line) -> float:
        """How far a line goes up or down: short bows are drawn inside long ones."""
        return abs(self.drawing.cards[line.source].middle - self.drawing.cards[line.target].middle)

    def _across(self) -> None:
        """Lines between records that hang elsewhere: a bow along the outer edge, or through between the sides."""
        bows = 0
        for line in sorted(self.web.across, key=self._span):
            one, other = (self.drawing.cards[key] for key in (line.source, line.target))
            if one.side == other.side != 0 and one.x == other.x:
                self.drawing.curves.append(_bow(one, other, line, BOW + STEP * (bows % 5)))
                bows += 1
            else:
                self.drawing.curves.append(_through(one, other, line))


def _said(node: Node, width: float) -> tuple[str, str]:
    return clipped(node.fact.name or "…", width - 62), clipped(node.fact.below, width - 56)


def _column(side: int, level: int) -> float:
    """The left edge of a column."""
    inner = WIDTH / 2 + REACH + (level - 1) * (WIDTH + REACH)
    return inner if side > 0 else -inner - WIDTH


def _down(card: Card, by: float) -> Card:
    return Card(card.node, card.x, card.y + by, card.width, card.height, card.side, card.name, card.below, card.words)


def _pill_down(pill: Pill, by: float) -> Pill:
    return Pill(pill.of, pill.object, pill.number, pill.x, pill.y + by, pill.width, pill.height)


def _fan(here: Card, there: Card, child: Node) -> Curve:
    """From the edge of one card to the other: a turn, then straight under its words."""
    side = there.side
    x = here.x + here.width if side > 0 else here.x
    turned = x + side * TURN
    path = (
        f"M{x:g} {here.middle:g}C{x + side * TURN * 0.7:g} {here.middle:g} {x + side * TURN * 0.3:g} "
        f"{there.middle:g} {turned:g} {there.middle:g}H{there.inner:g}"
    )
    words = clipped(words_of(child.lines, here.node.key), REACH - TURN - 6)
    centre = (turned + there.inner) / 2
    return Curve(path, child.lines[0], words, centre, there.middle - 6)


def words_of(lines: tuple[Line, ...], here: Key) -> str:
    """The words of the first of some lines from a record, and how many more there are."""
    said = [each for each in lines if each.kind not in PLAIN]
    if not said:
        return ""
    more = f" +{len(said) - 1}" if len(said) > 1 else ""
    return said[0].words_from(here) + more


def _bow(one: Card, other: Card, line: Line, reach: float) -> Curve:
    x, side = one.outer, one.side
    top, low = sorted((one.middle, other.middle))
    far = x + side * reach
    path = f"M{x:g} {one.middle:g}C{far:g} {one.middle:g} {far:g} {other.middle:g} {other.outer:g} {other.middle:g}"
    at = x + side * (reach * 0.75 + 6)
    words = clipped(line.words, WORDS)
    return Curve(path, line, words, at, (top + low) / 2 + 4, "start" if side > 0 else "end")


def _through(one: Card, other: Card, line: Line) -> Curve:
    out, to = (one.inner if one.side else one.x + one.width / 2), (other.inner if other.side else other.x)
    half = (out + to) / 2
    path = f"M{out:g} {one.middle:g}C{half:g} {one.middle:g} {half:g} {other.middle:g} {to:g} {other.middle:g}"
    return Curve(path, line)


def _framed(drawing: Drawing, tall: float) -> Drawing:
    """The frame around what stands there, with room for the words beside bows."""
    boxes: list[Card | Pill] = [*drawing.cards.values(), *drawing.pills]
    ends = [each.x for each in drawing.curves if each.anchor == "end"]
    starts = [each.x for each in drawing.curves if each.anchor == "start"]
    drawing.left = min([*(each.x for each in boxes), *(x - WORDS for x in ends)]) - PAD
    right = max([*(each.x + each.width for each in boxes), *(x + WORDS for x in starts)]) + PAD
    drawing.top, drawing.width, drawing.height = -PAD, right - drawing.left, tall + 2 * PAD
    return drawing


def narrow(web: Web) -> Drawing:
    """The picture for a phone: a tree that grows downwards, each level further in, its words in the card."""
    drawing, row = Drawing(width=NARROW), [0.0]
    _stack(drawing, row, web.root, 0, None)
    drawing.height = row[0]
    return drawing


def _stack(drawing: Drawing, row: list[float], node: Node, level: int, above: Card | None) -> None:
    x = level * INDENT + 1
    words = clipped(words_of(node.lines, above.node.key) if above else "", NARROW - x - 60)
    height = TALL if words else HEIGHT
    card = Card(node, x, row[0] + 1, NARROW - x - 2, height, 1, *_said(node, NARROW - x), words)
    drawing.cards[node.key] = card
    row[0] += height + GAP
    if above:
        drawing.curves.append(Curve(_elbow(above, x, card.middle), node.lines[0]))
    for child in node.children:
        _stack(drawing, row, child, level + 1, card)
    for plural, number in node.more:
        inner = x + INDENT
        drawing.pills.append(Pill(node.key, plural, number, inner, row[0] + 1, NARROW - inner - 2, PILL))
        row[0] += PILL + GAP


def _elbow(above: Card, x: float, middle: float) -> str:
    from_x = above.x + INDENT / 2
    return (
        f"M{from_x:g} {above.y + above.height:g}V{middle - 6:g}Q{from_x:g} {middle:g} {from_x + 6:g} {middle:g}H{x:g}"
    )


def each_node(node: Node) -> Iterator[Node]:
    """A node and all that hangs on it, in reading order."""
    yield node
    for child in node.children:
        yield from each_node(child)
