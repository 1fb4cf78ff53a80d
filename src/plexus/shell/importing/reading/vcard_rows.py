"""Cards as a table: one row a card, one column a field that a contact has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from plexus.shell.exporting.cells import joined
from plexus.shell.importing.reading import vcard_rest
from plexus.shell.importing.reading.rows import Raw
from plexus.shell.importing.reading.sources import Source
from plexus.shell.importing.reading.vcards import Card, Property, cards, parts, unescaped

HEADERS = (
    "full_name", "family_name", "given_name", "job_title", "department", "account", "emails", "phones", "street",
    "city", "region", "country", "postal_code", "birthday", "language", "tags", "description", "external_id",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?\Z")


def headers(source: Source) -> tuple[str, ...]:
    """The columns of a file: those of contacts, and of the rest those that some card fills."""
    filled = {header for card in cards(source, Counter()) for header, text in _said(card).items() if text}
    return (*HEADERS, *(each for each in vcard_rest.HEADERS if each in filled))


def rows(source: Source, wanted: Sequence[str], dropped: Counter[str]) -> Raw:
    """One row for each card, with the number of the line on which it begins; counts anew what it drops."""
    dropped.clear()
    for card in cards(source, dropped):
        said = _said(card)
        yield card.number, tuple(said.get(header, "") for header in wanted)


def _said(card: Card) -> dict[str, str]:
    """What a card says of each field, and what else; its address is the preferred one, else that at work."""
    name = [*_parts_of(card, "N"), "", ""][:2]
    address = _best_address(card)
    organisation = _parts_of(card, "ORG") or [""]
    return {
        "full_name": _full_name(card, name), "family_name": name[0], "given_name": name[1],
        "job_title": card.one("TITLE", "ROLE"), "account": organisation[0],
        "department": ", ".join(each for each in organisation[1:] if each), "emails": _points(card, "EMAIL"),
        "phones": _points(card, "TEL"), **_address(address), "birthday": _birthday(card), "language": card.one("LANG"),
        "tags": _tags(card), "description": "\n\n".join(unescaped(each.value) for each in card.all("NOTE")),
        "external_id": card.one("UID").removeprefix("urn:uuid:"),
        **vcard_rest.rest_of(card, address, called=not card.one("FN") and not any(name)),
    }  # fmt: skip


def _parts_of(card: Card, name: str) -> list[str]:
    return next((parts(each.value) for each in card.all(name) if each.value.strip(" ;")), [])


def _full_name(card: Card, name: list[str]) -> str:
    """The formatted name; without one the name itself, and else whatever else the card is known by."""
    if formatted := card.one("FN"):
        return " ".join(formatted.split())
    if any(name):
        return ""
    known = card.one("NICKNAME") or (_parts_of(card, "ORG") or [""])[0] or card.one("EMAIL").partition("@")[0]
    return known or card.one("TEL").removeprefix("tel:")


def _points(card: Card, name: str) -> str:
    found: dict[str, str] = {}
    for line in card.all(name):
        value = unescaped(line.value).removeprefix("mailto:").removeprefix("tel:").replace(";ext=", " ext ")
        if value:
            found.setdefault(value, card.label(line))
    return joined(f"{value} [{label}]" if label else value for value, label in found.items())


def _best_address(card: Card) -> Property | None:
    lines = sorted(card.all("ADR"), key=lambda each: (not each.preferred, "work" not in each.types))
    return next((each for each in lines if each.value.strip(" ;")), None)


def _address(line: Property | None) -> dict[str, str]:
    """Post box, extension and street together; lines in one field become parts of the street."""
    found = parts(line.value) if line else []
    box, extended, street, city, region, code, country = [*found, *[""] * 7][:7]
    box = "" if ":" in box else box  # A label with a colon, unquoted, that runs into the value.
    several = (piece.strip(" ,") for part in (box, extended, street) for piece in part.splitlines())
    return {
        "street": ", ".join(dict.fromkeys(piece for piece in several if piece)), "city": " ".join(city.split()),
        "region": " ".join(region.split()), "postal_code": code.strip(), "country": " ".join(country.split()),
    }  # fmt: skip


def _birthday(card: Card) -> str:
    """The day as it is usually written; days without a year (4.0) are none that a contact can hold."""
    text = card.one("BDAY")
    whole = _DAY.match(text)
    return "-".join(whole.groups()) if whole else "" if text.startswith("--") else text


def _tags(card: Card) -> str:
    """The categories; some programs escape the commas between them."""
    found = (word for each in card.all("CATEGORIES") for word in unescaped(each.value).split(","))
    return joined(dict.fromkeys(word.strip() for word in found if word.strip()))
