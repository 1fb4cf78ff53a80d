"""The picture for a desk: people to the right of the middle, companies and deals to the left."""

from __future__ import annotations

from plexus.crm.relations.web.drawing import GAP, HEIGHT, PILL, Card, Curve, Drawing, Pill, clipped, said, words_of
from plexus.crm.relations.web.weaving import Line, Node, Web

# In points.
WIDTH, REACH, TURN = 184, 190, 56
PAD, BOW, STEP, WORDS = 16, 34, 16, 110
SIDES = {"contacts": 1, "accounts": -1, "deals": -1}


def drawn(web: Web) -> Drawing:
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
        centre = Card(root, -WIDTH / 2, tall / 2 - HEIGHT / 2, WIDTH, HEIGHT, 0, *said(root, WIDTH))
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
        self.drawing.cards[node.key] = Card(node, x, middle - HEIGHT / 2, WIDTH, HEIGHT, side, *said(node, WIDTH))
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
