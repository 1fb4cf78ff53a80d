"""The picture for a phone: a tree that grows downwards, each level further in, its words in the card.

What else stands between two cards is a bow along the right edge, where nothing but bows has room.
"""

from __future__ import annotations

from plexus.crm.relations.web.drawing import GAP, HEIGHT, PILL, Card, Curve, Drawing, Pill, clipped, said, words_of
from plexus.crm.relations.web.weaving import Line, Node, Web

# In points.
WIDTH, INDENT, TALL = 346, 22, 60
BOW, STEP, LANES = 12, 7, 3


def drawn(web: Web) -> Drawing:
    """The picture for a phone."""
    return _Narrow(web).drawn()


class _Narrow:
    """Cards one below the other, and the room that bows take beside them."""

    def __init__(self, web: Web) -> None:
        self.web, self.drawing, self.row = web, Drawing(width=WIDTH), 0.0
        self.lanes = min(len(web.across), LANES)
        self.edge = WIDTH - (BOW + STEP * self.lanes if self.lanes else 0)

    def drawn(self) -> Drawing:
        self._stack(self.web.root, 0, None)
        self.drawing.height = self.row
        self._across()
        return self.drawing

    def _stack(self, node: Node, level: int, above: Card | None) -> None:
        x = level * INDENT + 1
        words = clipped(words_of(node.lines, above.node.key) if above else "", self.edge - x - 60)
        height = TALL if words else HEIGHT
        card = Card(node, x, self.row + 1, self.edge - x - 2, height, 1, *said(node, self.edge - x), words)
        self.drawing.cards[node.key] = card
        self.row += height + GAP
        if above:
            self.drawing.curves.append(Curve(_elbow(above, x, card.middle), node.lines[0]))
        for child in node.children:
            self._stack(child, level + 1, card)
        for plural, number in node.more:
            self._pill(node, x + INDENT, plural, number)

    def _pill(self, node: Node, x: float, plural: str, number: int) -> None:
        self.drawing.pills.append(Pill(node.key, plural, number, x, self.row + 1, self.edge - x - 2, PILL))
        self.row += PILL + GAP

    def _across(self) -> None:
        """Short bows inside, long ones outside; where there are many, some share their lane."""
        for place, line in enumerate(sorted(self.web.across, key=self._span)):
            reach = BOW + STEP * (place * self.lanes // len(self.web.across))
            self.drawing.curves.append(self._bow(line, reach))

    def _span(self, line: Line) -> float:
        return abs(self.drawing.cards[line.source].middle - self.drawing.cards[line.target].middle)

    def _bow(self, line: Line, reach: float) -> Curve:
        """Out of one card to the right, along the edge, and back into the other; each a little off its middle."""
        ends = (self.drawing.cards[key] for key in (line.source, line.target))
        one, other = sorted(ends, key=lambda card: card.middle)
        top, low, far = one.middle + one.height / 4, other.middle - other.height / 4, self.edge + reach
        turn = min(BOW - 2, reach)
        path = (
            f"M{one.outer:g} {top:g}H{far - turn:g}Q{far:g} {top:g} {far:g} {top + turn:g}"
            f"V{low - turn:g}Q{far:g} {low:g} {far - turn:g} {low:g}H{other.outer:g}"
        )
        return Curve(path, line)


def _elbow(above: Card, x: float, middle: float) -> str:
    from_x = above.x + INDENT / 2
    return (
        f"M{from_x:g} {above.y + above.height:g}V{middle - 6:g}Q{from_x:g} {middle:g} {from_x + 6:g} {middle:g}H{x:g}"
    )
