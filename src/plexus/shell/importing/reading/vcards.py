"""The cards of a vCard file, 2.1, 3.0 and 4.0, line by line; `vcard_rows` makes rows of them.

Written after RFC 2426, RFC 6350, RFC 6868 and the vCard 2.1 specification, and after what phones and mail programs
write instead. Parameters without a name, folded and quoted-printable lines, charsets by line, groups with labels, and
several values of a kind are read; pictures, sounds and keys are passed over and counted.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from plexus.shell.importing.reading import charsets, refused
from plexus.shell.importing.reading.sources import Source

PASSED_OVER = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_LINE = re.compile(rb"\r\n|\n|\r")
_PROPERTY = re.compile(r'((?:[\w-]+\.)?)([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)\Z', re.DOTALL)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_KINDS = (
    ("fax", "fax"), ("pager", "pager"), ("cell", "mobile"), ("mobile", "mobile"), ("iphone", "mobile"),
    ("work", "work"), ("home", "home"), ("other", "other"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name and group, its parameters (in small letters), and its value, still escaped."""

    name: str
    group: str
    types: tuple[str, ...]
    value: str
    preferred: bool


@dataclass
class Card:
    """The lines of one card, and the number of its first line in the file."""

    number: int
    lines: list[Property] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """The lines of one name, the preferred ones first."""
        return sorted((each for each in self.lines if each.name == name), key=lambda each: not each.preferred)

    def one(self, *names: str) -> str:
        """The value of the first line that has one of the names, unescaped."""
        return next((unescaped(each.value) for name in names for each in self.all(name) if each.value.strip()), "")

    def label(self, line: Property) -> str:
        """What somebody calls a line: the label of its group, or its kind."""
        for each in self.lines:
            if line.group and each.group == line.group and each.name == "X-ABLABEL":
                own = _APPLE.sub(r"\1", unescaped(each.value)).strip()
                return own.lower() if own.lower() in {"home", "work", "mobile", "other"} else own
        return next((ours for theirs, ours in _KINDS if theirs in line.types), "")


def cards(source: Source, dropped: Counter[str]) -> Iterator[Card]:
    """Every card of a file; a card within a card (2.1 AGENT) is passed over; raises `VcardUnfinished`."""
    card, depth = None, 0
    for number, found in _properties(source):
        edge = found.name if found.value.strip().upper() == "VCARD" else ""
        depth += {"BEGIN": 1, "END": -1}.get(edge, 0)
        if edge == "BEGIN":
            card = card or Card(number)
        elif card and not depth:
            yield card
            card = None
        elif card and depth == 1 and found.name in PASSED_OVER:
            dropped[found.name] += 1
        elif card and depth == 1:
            card.lines.append(found)
    if card is not None:
        raise refused.VcardUnfinished(name=source.name, line=card.number)


def _properties(source: Source) -> Iterator[tuple[int, Property]]:
    fallback = charsets.decide(source, None).name
    for number, line in _unfolded(source):
        if (found := _property(line, fallback)) is not None:
            yield number, found


def _unfolded(source: Source) -> Iterator[tuple[int, bytes]]:
    """Lines with their continuations: after a blank, or after the soft break of quoted-printable."""
    held, began = b"", 0
    for number, line in enumerate(_lines(source), start=1):
        if held and _is_quoted(held) and held.endswith(b"="):
            held = held[:-1] + line
        elif held and line[:1] in (b" ", b"\t"):
            held += line[1:]
        else:
            if held:
                yield began, held
            held, began = line, number
    if held:
        yield began, held


def _lines(source: Source) -> Iterator[bytes]:
    """Lines in any ending; files in UTF-16 are read as UTF-8."""
    head = source.head(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with source.open() as stream:
            content = stream.read().decode("utf-16", "replace").encode()
        yield from _LINE.split(content)
        return
    kept = b""
    for chunk in source.chunks():
        *lines, kept = _LINE.split((kept + chunk).removeprefix(codecs.BOM_UTF8))
        if kept == b"" and chunk.endswith(b"\r"):
            lines, kept = lines[:-1], (lines[-1] if lines else b"") + b"\r"
        yield from lines
    yield from _LINE.split(kept)


def _is_quoted(line: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


def _property(line: bytes, fallback: str) -> Property | None:
    """A line taken apart; None when it is none."""
    head, colon, _rest = line.partition(b":")
    charset = re.search(rb"CHARSET=\"?([\w.-]+)", head, re.IGNORECASE)
    stated = charset[1].decode() if charset else ""
    match = _PROPERTY.match(_decoded(line, stated, fallback)) if colon else None
    if match is None:
        return None
    types, preferred, quoted = _parameters(match[3])
    value = match[4]
    if quoted:
        value = _decoded(quopri.decodestring(value.encode("latin-1", "ignore")), stated, fallback)
    return Property(match[2].upper(), match[1].rstrip(".").lower(), types, value, preferred)


def _decoded(text: bytes, stated: str, fallback: str) -> str:
    """Text in the charset that its line states, else in the first that fits."""
    for name in dict.fromkeys((stated or "utf-8", "utf-8", fallback, "gb18030", "cp1252")):
        try:
            return text.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return text.decode("latin-1")


def _parameters(text: str) -> tuple[tuple[str, ...], bool, bool]:
    """The types, whether the line is the preferred one, and whether it is quoted-printable."""
    types: list[str] = []
    preferred = quoted = False
    for given in _PARAMETER.findall(text):
        name, sign, value = given.partition("=")
        name, value = (name.strip().upper(), value) if sign else ("TYPE", name)
        words = [word.strip().lower() for word in value.replace('"', "").split(",")]
        if name == "TYPE":
            types += words
        preferred |= "pref" in words or name == "PREF"
        quoted |= "quoted-printable" in words or (name == "ENCODING" and words == ["q"])
    return tuple(types), preferred, quoted


def unescaped(text: str) -> str:
    """A value without its backslashes, and with its line breaks."""
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip()


def parts(text: str, sign: str = ";") -> list[str]:
    """The parts of a structured value, unescaped."""
    found, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == sign:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return [unescaped(each) for each in (*found, text[start:])]
