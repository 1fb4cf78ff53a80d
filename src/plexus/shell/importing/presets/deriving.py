"""How a field's text is made of the cells of a vendor's columns: one function for each way, found by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from plexus.shell.importing.presets.catalogue import Rule, plain, words
from plexus.shell.importing.reading import days, looks
from plexus.shell.importing.reading.rows import Cell, Fault

Make = Callable[[Rule, Sequence[tuple[str, str]]], str]
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{2,5});", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "ul", "ol", "table"})
_BARE_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\Z")
_SEVERAL = re.compile(r"\s*[;\n]\s*|\s*,\s+(?=\S+@)|(?<=\w),(?=[^\s,]+@)")
_BRACKETS = re.compile(r"(.+?)\s*\(([^()]*)\)\s*\Z")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?\Z")
_CODE = re.compile(r"[A-Z]{3}\Z")


def text_of(cell: Cell) -> str:
    """A cell as text; whole numbers without a point, nothing for what cannot be read."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fault):
        return ""
    return cell.strip() if isinstance(cell, str) else cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def is_true(text: str) -> bool:
    """Whether a cell says yes, or names something."""
    return bool(text) and text.casefold() not in looks.NO and text not in {"0", "false", "FALSE"}


def _first(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    return next((text for _label, text in given if text), "")


def _lines(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """The parts of an address, or of anything written over several columns or lines."""
    parts = (line.strip(" ,\t") for _label, text in given for line in text.splitlines())
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _words(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """Our choice for the vendor's word, or nothing."""
    known = words(rule.option("table"))
    return next((known[plain(text)] for _label, text in given if plain(text) in known), "")


def _points(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """Addresses or numbers with their labels, each once."""
    found: dict[str, str] = {}
    for label, text in given:
        for part in _SEVERAL.split(text):
            if part:
                found.setdefault(part, label.rstrip("0123456789"))
    return "; ".join(f"{value} [{label}]" if label else value for value, label in found.items())


def _prefix(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """An id that other objects of the vendor use as well, told apart; 0 is none."""
    found = _first(rule, given)
    return f"{rule.option('with')}{found}" if found.strip("0") else ""


def _ids(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """Ids that begin as those of the wanted object do, each after the label of its source; 0 is none."""
    starts = tuple(rule.option("starts") or ("",))
    parts = ((label.strip("0123456789"), part.strip()) for label, text in given for part in text.split(";"))
    found = [f"{label}{part}" for label, part in parts if part.strip("0") and part.startswith(starts)]
    return "; ".join(dict.fromkeys(found[:1] if rule.option("one") else found))


def _minutes(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """Whole minutes out of seconds, milliseconds or hh:mm:ss; what is begun counts."""
    text = _first(rule, given)
    try:
        if ":" in text:
            total = Decimal(_seconds(text, short=rule.option("clock") == "mm:ss"))
        else:
            total = Decimal(text) / (rule.option("per_second") or 1)
    except (InvalidOperation, ValueError):
        return text
    return str(int((total + 59) // 60)) if total > 0 else ""


def _seconds(text: str, *, short: bool) -> int:
    """Seconds of h:mm:ss; of two parts, which may be mm:ss or h:mm."""
    given = [int(part) for part in text.split(":")]
    hours, minutes, seconds = [0, *given] if short and len(given) == 2 else [*given, 0, 0][:3]
    return hours * 3600 + minutes * 60 + seconds


def _day(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """A day or moment, also when it is written as the number that spreadsheets have for it."""
    text = _first(rule, given)
    moment = days.from_serial(text) if _SERIAL.match(text) else None
    return moment.isoformat() if moment else text


def _moment(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """The first moment that is said; a day with the time that stands beside it."""
    label, said = next(((label, text) for label, text in given if text and label != "time"), ("", ""))
    time = dict(given).get("time", "") if label == "day" and ":" not in said else ""
    return f"{_day(rule, [(label, said)])} {time}".strip() if said else ""


def _utc(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """Moments that the vendor writes in UTC without saying so."""
    text = _first(rule, given)
    return f"{text}Z" if _BARE_MOMENT.match(text) else text


def _when(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """A moment, if what is read first is one of the words; else nothing."""
    (_label, said), *moments = given
    wanted = {plain(word) for word in rule.option("words")}
    return _utc(rule, moments) if plain(said) in wanted else ""


def _stage(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """The stage without its pipeline in brackets; a status that ends the deal stands above the stage."""
    said = dict(given)
    status = said.get("status", "")
    if plain(status) in {"won", "lost", "canceled", "outsold"}:
        return "Won" if plain(status) == "won" else "Lost"
    bracketed = _BRACKETS.match(said.get("stage", ""))
    return bracketed[1] if bracketed else said.get("stage", "") or status


def _pipeline(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """The pipeline, or what stands in brackets behind the stage."""
    said = dict(given)
    bracketed = _BRACKETS.match(said.get("stage", ""))
    return said.get("pipeline", "") or (bracketed[2] if bracketed and rule.option("bracketed") else "")


def _currency(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """The code of a currency that is written as one, or by its usual name."""
    known = words("currency")
    for _label, text in given:
        if plain(text) in known:
            return known[plain(text)]
        if _CODE.match(text.upper()):
            return text.upper()
    return ""


def _nameless(_rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """A name for a person of whom only the address is known; nothing where a name stands."""
    said = dict(given)
    if any(text for label, text in given if label != "email"):
        return said.get("whole", "") if not (said.get("given") or said.get("family")) else ""
    return re.split(r"[;,\s]", said.get("email", ""))[0].partition("@")[0]


def _text(rule: Rule, given: Sequence[tuple[str, str]]) -> str:
    """A text; HTML becomes lines."""
    return "\n\n".join(dict.fromkeys(plain_text(text) for _label, text in given if text))


def plain_text(text: str) -> str:
    """HTML as text with its lines; what is none stays as it is."""
    if not _TAG.search(text):
        return text
    reading = _Lines()
    reading.feed(text)
    reading.close()
    lines = [" ".join(line.split()) for line in "".join(reading.parts).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Lines(HTMLParser):
    """What a page says, line by line; scripts and styles say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        if tag in _BREAKS:
            self._break(always=tag == "br")
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"} and self._silent > 0
        if tag in _BREAKS - {"br"}:
            self._break(always=False)
        if tag == "p":
            self.parts.append("\n")

    def _break(self, *, always: bool) -> None:
        if always or (self.parts and not self.parts[-1].endswith("\n")):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


WAYS: dict[str, Make] = {
    "first": _first, "lines": _lines, "words": _words, "points": _points, "prefix": _prefix, "ids": _ids,
    "minutes": _minutes, "utc": _utc, "when": _when, "stage": _stage,
    "day": _day, "moment": _moment, "pipeline": _pipeline, "currency": _currency,
    "nameless": _nameless, "text": _text,
}  # fmt: skip
