"""The picture for a phone: a tree that grows downwards, each level further in, its words in the card."""

from __future__ import annotations

from plexus.crm.relations.web.drawing import GAP, HEIGHT, PILL, Card, Curve, Drawing, Pill, clipped, said, words_of
from plexus.crm.relations.web.weaving import Node, Web

# In points.
WIDTH, INDENT, TALL = 346, 22, 60


def drawn(web: Web) -> Drawing:
    """The picture for a phone."""
    drawing, row = Drawing(width=WIDTH), [0.0]
    _stack(drawing, row, web.root, 0, None)
    drawing.height = row[0]
    return drawing


def _stack(drawing: Drawing, row: list[float], node: Node, level: int, above: Card | None) -> None:
    x = level * INDENT + 1
    words = clipped(words_of(node.lines, above.node.key) if above else "", WIDTH - x - 60)
    height = TALL if words else HEIGHT
    card = Card(node, x, row[0] + 1, WIDTH - x - 2, height, 1, *said(node, WIDTH - x), words)
    drawing.cards[node.key] = card
    row[0] += height + GAP
    if above:
        drawing.curves.append(Curve(_elbow(above, x, card.middle), node.lines[0]))
    for child in node.children:
        _stack(drawing, row, child, level + 1, card)
    for plural, number in node.more:
        inner = x + INDENT
        drawing.pills.append(Pill(node.key, plural, number, inner, row[0] + 1, WIDTH - inner - 2, PILL))
        row[0] += PILL + GAP


def _elbow(above: Card, x: float, middle: float) -> str:
    from_x = above.x + INDENT / 2
    return (
        f"M{from_x:g} {above.y + above.height:g}V{middle - 6:g}Q{from_x:g} {middle:g} {from_x + 6:g} {middle:g}H{x:g}"
    )
