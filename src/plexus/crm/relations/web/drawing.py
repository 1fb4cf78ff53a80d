"""What a picture is made of: cards, lines between them, and what stands for more. `wide` and `narrow` place them.

Pure arithmetic over a tree; the template draws what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import east_asian_width

from plexus.crm.relations.queries.bonds import Key
from plexus.crm.relations.web.weaving import ABOUT, PART, WORKS, Line, Node

# In points.
HEIGHT, GAP, PILL = 46, 12, 26
LETTER = 6.6
PLAIN, FACTS = frozenset({WORKS}), frozenset({WORKS, PART, ABOUT})


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


def said(node: Node, width: float) -> tuple[str, str]:
    """The two lines of a card of this width: the name, and what stands below it."""
    return clipped(node.fact.name or "…", width - 62), clipped(node.fact.below, width - 56)


def words_of(lines: tuple[Line, ...], here: Key) -> str:
    """The words of the first of some lines from a record, and how many more there are."""
    said = [each for each in lines if each.kind not in PLAIN]
    if not said:
        return ""
    more = f" +{len(said) - 1}" if len(said) > 1 else ""
    return said[0].words_from(here) + more
