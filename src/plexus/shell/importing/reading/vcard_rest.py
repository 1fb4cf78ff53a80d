"""What a card says that no field of a contact takes, in columns of their own: seen before an import.

Named after RFC 6350 and after the extensions of Apple, Microsoft and the messengers. Nothing of it is dropped unseen;
what programs note for themselves, such as when a card was written, is no word about the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plexus.shell.exporting.cells import joined
from plexus.shell.importing.reading.vcards import Card, Property, parts, unescaped

OTHER = "other"
COLUMNS = {
    "website": ("URL", "X-ABURL"),
    "nickname": ("NICKNAME",),
    "anniversary": ("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-ABDATE"),
    "messengers": (
        "IMPP", "X-AIM", "X-GADUGADU", "X-GOOGLE-TALK", "X-GTALK", "X-ICQ", "X-JABBER", "X-MS-IMADDRESS", "X-MSN",
        "X-QQ", "X-SKYPE", "X-SKYPE-USERNAME", "X-SOCIALPROFILE", "X-TWITTER", "X-WECHAT", "X-YAHOO",
    ),
    "related": (
        "RELATED", "X-ABRELATEDNAMES", "X-ASSISTANT", "X-EVOLUTION-ASSISTANT", "X-EVOLUTION-MANAGER",
        "X-EVOLUTION-SPOUSE", "X-MANAGER", "X-MS-ASSISTANT", "X-MS-MANAGER", "X-MS-SPOUSE", "X-SPOUSE",
    ),
    "other_addresses": ("ADR",),
}  # fmt: skip
HEADERS = (*COLUMNS, OTHER)
# Fields take all of the first, and one of each group; the programs' own notes are nobody's.
_TAKEN = frozenset({"FN", "N", "EMAIL", "TEL", "CATEGORIES", "NOTE", "UID"})
_ONE_OF = (("TITLE", "ROLE"), ("ORG",), ("BDAY",), ("LANG",))
_NOTES = frozenset({
    "VERSION", "PRODID", "REV", "CLASS", "PROFILE", "MAILER", "SOURCE", "NAME", "KIND", "CALSCALE", "CLIENTPIDMAP",
    "SORT-STRING", "LABEL", "XML", "X-ABLABEL", "X-ABUID", "X-ABADR", "X-ABSHOWAS", "X-GENERATOR", "X-MS-OL-DESIGN",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-LONG-STRING",
})  # fmt: skip
_COLUMN = {name: header for header, names in COLUMNS.items() for name in names}


def rest_of(card: Card, address: Property | None, *, called: bool) -> dict[str, str]:
    """What is left of a card, by column: `address` is taken, the nickname too where the card is `called` by it."""
    left: dict[str, list[str]] = {}
    for line in _left(card, address, called=called):
        header = _COLUMN.get(line.name, OTHER)
        left.setdefault(header, []).append(_said(card, line, named=header in ("messengers", "related", OTHER)))
    return {header: joined(dict.fromkeys(each for each in said if each)) for header, said in left.items()}


def _left(card: Card, address: Property | None, *, called: bool) -> Iterator[Property]:
    used = {id(line) for names in _ONE_OF for line in _first(card, names)}
    for line in card.lines:
        known = line.name in _TAKEN or line.name in _NOTES or (called and line.name == "NICKNAME")
        if not known and line is not address and id(line) not in used and line.value.strip(" ;"):
            yield line


def _first(card: Card, names: Sequence[str]) -> Sequence[Property]:
    """The line that a field takes; of a birthday only one with its year."""
    lines = [line for name in names for line in card.all(name) if line.value.strip(" ;")]
    return [] if lines and lines[0].name == "BDAY" and lines[0].value.startswith("--") else lines[:1]


def _said(card: Card, line: Property, *, named: bool) -> str:
    structured = line.name in ("ADR", "ORG", "GENDER")
    text = (
        ", ".join(" ".join(each.split()) for each in parts(line.value) if each) if structured else unescaped(line.value)
    )
    label = card.label(line)
    if not text:
        return ""
    return (f"{line.name.removeprefix('X-')}: {text}" if named else text) + (f" [{label}]" if label else "")
