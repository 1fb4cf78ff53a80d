"""Small signs that carry one meaning: faces, tags, chips, bars and sparks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Self
from unicodedata import east_asian_width
from zlib import crc32

HUES = 12
# With what a word of a name may begin that is no letter of it.
_SIGNS = "()[]<>«»„（）【】《》“”\"'‘’*#&-–—./"

Tone = Literal["", "good", "warn", "bad", "info", "accent"]


@lru_cache(maxsize=4096)
def hue_of(text: str) -> int:
    """The hue (0 to 11) that a name keeps everywhere, on every machine."""
    return crc32(text.encode()) % HUES


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """One character for a Chinese, Japanese or Korean name, first and last letter for others; "?" for nothing."""
    words = [word for word in (each.lstrip(_SIGNS) for each in name.split()) if word] or name.split()
    if not words:
        return "?"
    if _is_wide(words[0][0]) or len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


@dataclass(frozen=True, slots=True)
class Face:
    """An avatar: initials on the hue of the name; `picture` is an address of an image."""

    name: str
    picture: str = ""
    size: Literal["", "s", "l"] = ""

    @property
    def initials(self) -> str:
        """The letters shown."""
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        """The number of the hue class."""
        return hue_of(self.name)


@dataclass(frozen=True, slots=True)
class Tag:
    """A state or a label: colour only where it means something, always with its word."""

    label: str
    tone: Tone = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of a sentence, such as a filter: quiet `before`, strong `value`; `off_url` takes it away.

    What `url` leads to may be a dialog.
    """

    before: str
    value: str
    url: str = ""
    off_url: str = ""
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a bar list; `share` is its length in whole per cent."""

    label: str
    figure: str
    share: int
    colour: Literal[1, 2, 3, 4, 5, 6] = 1
    url: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line without axes; `label` says in words what it shows."""

    label: str
    path: str
    area: str

    @classmethod
    def of(cls, label: str, values: Sequence[float], *, width: int = 280, height: int = 64) -> Self:
        """The line through the values, evenly spaced, from the lowest to the highest."""
        if len(values) < 2:
            return cls(label, "", "")
        low, high = min(values), max(values)
        reach = (high - low) or 1
        step = width / (len(values) - 1)
        points = [f"{n * step:.1f} {4 + (high - value) / reach * (height - 12):.1f}" for n, value in enumerate(values)]
        path = "M" + "L".join(points)
        return cls(label, path, f"{path}V{height}H0Z")
