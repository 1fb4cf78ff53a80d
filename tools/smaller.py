"""Makes pictures of pages small: a PNG of 256 colours, of the colours that stand in it most."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256
Colour = tuple[int, int, int]


def make_smaller(path: Path) -> None:
    """Write a picture of eight bits a channel, without rows woven into one another, anew in 256 colours."""
    width, height, depth, packed = _read(path.read_bytes())
    rows = _unfiltered(zlib.decompress(packed), width * depth, depth)
    pixels = [list(zip(row[0::depth], row[1::depth], row[2::depth], strict=True)) for row in rows]
    places = _palette(Counter(_near(colour) for row in pixels for colour in row))
    known = {colour: places[_near(colour)] for colour in {each for row in pixels for each in row}}
    lines = b"".join(b"\0" + bytes([known[colour] for colour in row]) for row in pixels)
    table = dict(_first(places))
    palette = b"".join(bytes(table[place]) for place in range(len(table)))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(_chunk(name, data) for name, data in parts))


def _read(picture: bytes) -> tuple[int, int, int, bytes]:
    at, packed, width, height, kind = len(SIGNATURE), b"", 0, 0, 2
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        name, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height, _bits, kind = struct.unpack(">IIBB", data[:10])
        packed += data if name == b"IDAT" else b""
        at += length + 12
    return width, height, 4 if kind == 6 else 3, packed


def _unfiltered(data: bytes, length: int, step: int) -> list[bytearray]:
    rows, above = [], bytearray(length)
    for at in range(0, len(data), length + 1):
        row = bytearray(data[at + 1 : at + 1 + length])
        _undo(data[at], row, above, step)
        rows.append(row)
        above = row
    return rows


def _undo(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    """Take back one of the five filters of a row, RFC 2083 section 6."""
    for n in range(len(row) if kind else 0):
        left, corner = (row[n - step], above[n - step]) if n >= step else (0, 0)
        guess = (0, left, above[n], (left + above[n]) // 2, _paeth(left, above[n], corner))[kind]
        row[n] = (row[n] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def _near(colour: Colour) -> Colour:
    """Flat grounds keep their colour nearly; the rims of letters fall together."""
    return colour[0] & 252, colour[1] & 252, colour[2] & 252


def _palette(counted: Counter[Colour]) -> dict[Colour, int]:
    """A place among the most frequent colours for every colour."""
    kept = [colour for colour, _times in counted.most_common(MOST)]
    places = {colour: place for place, colour in enumerate(kept)}
    for colour in counted:
        if colour not in places:
            places[colour] = min(range(len(kept)), key=lambda n: _distance(kept[n], colour))
    return places


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _first(places: dict[Colour, int]) -> list[tuple[int, Colour]]:
    """The colour that gave each place its number: the first that was put there."""
    found: dict[int, Colour] = {}
    for colour, place in places.items():
        found.setdefault(place, colour)
    return [(place, (_back(red), _back(green), _back(blue))) for place, (red, green, blue) in found.items()]


def _back(part: int) -> int:
    """The middle of what `_near` made alike; black and white stay what they are."""
    return 255 if part == 252 else part + 2 * (part > 0)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
