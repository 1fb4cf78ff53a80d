"""vCard 3.0 (RFC 2426), which phones and mail programs take: one card for each contact, in UTF-8, folded by bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.exporting import cells
from plexus.shell.exporting.columns import Cell, text_of
from plexus.shell.exporting.formats.kind import Format

FOLDED_AT = 75
TYPES = {"mobile": "CELL", "work": "WORK", "home": "HOME", "fax": "FAX", "pager": "PAGER", "other": "OTHER"}
_LABELLED = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\Z", re.DOTALL)
_SPECIAL = re.compile(r"[\\;,]")


class NoCards(Refusal):
    """Only people fit on cards."""

    message = _("Only contacts can be written as vCards. Choose CSV, Excel or JSON lines.")


class Vcard(Format):
    """Cards of contacts; what a card has no place for stays behind."""

    key: ClassVar[str] = "vcf"
    content_type: ClassVar[str] = "text/vcard; charset=utf-8"
    by_name: ClassVar[bool] = True

    def pieces(
        self, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> Iterator[bytes]:
        if "full_name" not in headers:
            raise NoCards
        for row in rows:
            said = {header: text_of(cell, labels=False) for header, cell in zip(headers, row, strict=True)}
            yield "".join(map(_folded, _lines(said))).encode()


def _lines(said: Mapping[str, str]) -> Iterator[str]:
    """The lines of one card, unfolded."""
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{_escaped(said['full_name'])}"
    yield f"N:{_escaped(said.get('family_name', ''))};{_escaped(said.get('given_name', ''))};;;"
    if said.get("account") or said.get("department"):
        units = [said.get("account", ""), *filter(None, [said.get("department", "")])]
        yield f"ORG:{';'.join(map(_escaped, units))}"
    for header, name in (("job_title", "TITLE"), ("birthday", "BDAY"), ("description", "NOTE")):
        if said.get(header):
            yield f"{name}:{_escaped(said[header])}"
    yield from _points("EMAIL;TYPE=INTERNET", said.get("emails", ""))
    yield from _points("TEL", said.get("phones", ""))
    rest = [said.get(name, "") for name in ("city", "region", "postal_code", "country")]
    address = [_street(said.get("street", ""), said.get("district", "")), *rest]
    if any(address):
        yield f"ADR;TYPE=WORK:;;{';'.join(map(_escaped, address))}"
    if said.get("tags"):
        yield f"CATEGORIES:{','.join(map(_escaped, cells.split(said['tags'])))}"
    yield f"UID:{_escaped(said.get('external_id') or said.get('id', ''))}"
    yield "END:VCARD"


def _street(street: str, district: str) -> str:
    """A card has no place for the district: it stands before the street in Chinese, and behind it elsewhere."""
    if not (street and district):
        return street or district
    return f"{street}, {district}" if district.isascii() else f"{district}{street}"


def _points(name: str, text: str) -> Iterator[str]:
    """One line for each address or number, the first preferred; a label of one's own stands in a group."""
    for at, each in enumerate(cells.split(text), start=1):
        found = _LABELLED.match(each)
        value, label = (found[1], found[2]) if found else (each, "")
        known = TYPES.get(label.lower(), "")
        types = "".join(f";TYPE={kind}" for kind in (known, "PREF" if at == 1 else "") if kind)
        group = f"{name[:2].lower()}{at}." if label and not known else ""
        yield f"{group}{name}{types}:{_escaped(value)}"
        if group:
            yield f"{group}X-ABLabel:{_escaped(label)}"


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, never within a character."""
    pieces: list[str] = []
    held: list[str] = []
    size = 0
    for char in line:
        width = len(char.encode())
        if size + width > FOLDED_AT:
            pieces.append("".join(held))
            held, size = [" "], 1
        held.append(char)
        size += width
    return "\r\n".join([*pieces, "".join(held)]) + "\r\n"
