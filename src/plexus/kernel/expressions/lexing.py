"""From text to tokens. Signs as a Chinese keyboard writes them mean the same as the plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plexus.kernel.expressions import refusals
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.expressions.tree import Place

LONGEST = 4_000
PLAIN = str.maketrans("（），＋－＊／＝＜＞！＆．", "(),+-*/=<>!&.")
# What no database can keep, not even within quotes.
UNKEPT = re.compile("[\x00\ud800-\udfff]")
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|!=|<>|==|[-+*/&=<>(),])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: `kind` is number, name, sign, text or end; of a text, what stands between the quotes."""

    kind: str
    text: str
    place: Place


def tokens(text: str) -> Iterator[Token]:
    """The tokens of an expression, the last of kind `end`; raises `ExpressionInvalid`."""
    if len(text) > LONGEST:
        raise ExpressionInvalid("too_long", refusals.TOO_LONG, start=LONGEST, end=len(text), most=LONGEST)
    if unkept := UNKEPT.search(text):
        found = f"U+{ord(unkept.group()):04X}"
        raise ExpressionInvalid("strange", refusals.STRANGE, start=unkept.start(), end=unkept.end(), found=found)
    plain, at = text.translate(PLAIN), 0
    while at < len(text):
        if text[at] in QUOTES:
            token = _quoted(text, at)
        elif (match := TOKEN.match(plain, at)) is not None:
            token = Token(str(match.lastgroup), match.group(), Place(at, match.end()))
        else:
            raise ExpressionInvalid("strange", refusals.STRANGE, start=at, end=at + 1, found=text[at])
        if token.kind != "space":
            yield token
        at = token.place.end
    yield Token("end", "", Place(len(text), len(text)))


def _quoted(text: str, start: int) -> Token:
    """A text in quotes; the closing quote written twice stands for itself."""
    closing, at, found = QUOTES[text[start]], start + 1, ""
    while True:
        end = text.find(closing, at)
        if end < 0:
            raise ExpressionInvalid("open_text", refusals.OPEN_TEXT, start=start, end=len(text))
        found += text[at:end]
        if text[end + 1 : end + 2] != closing:
            return Token("text", found, Place(start, end + 1))
        found, at = found + closing, end + 2
