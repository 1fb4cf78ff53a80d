"""From cells to values: a converter is built once for a column and called once for each row.

It gives the value, None for an empty cell, or a `Fault` whose sentence says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plexus.kernel.values import amounts, emails, money, phones
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.importing.reading import days, looks
from plexus.shell.importing.reading.rows import Cell, Fault
from plexus.shell.importing.reading.spellings import Spelling

_REMEMBERED = 20_000
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?\Z")
_SHORTENED = re.compile(r"\A\s*\+?(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})\s*\Z")
_WHOLE = re.compile(r"\A\s*(\+?\d{7,15})\.0+\s*\Z")
_PARTS = re.compile(r" ::: |[;；、|\n]")
_SEVERAL = re.compile(r" ::: |[;；,，、|\n/]")
_NOT_A_DAY = _("“%(text)s” is not a day as in %(pattern)s.")
_NOT_YES = _("“%(text)s” is neither yes nor no.")
_NOT_WHOLE = _("“%(text)s” is not a whole number.")
_NOT_URL = _("“%(text)s” is not a web address.")
_NOT_UUID = _("“%(text)s” is not an identifier (UUID).")
_CUT = _(
    "“%(text)s” is a number that a spreadsheet shortened; its last digits are lost. Format the column as text there, "
    "and export it again."
)
_NOT_CHOICE = _("“%(text)s” is none of the choices: %(choices)s.")

Read = Callable[[Cell], Any]


class Converter:
    """Converts the cells of one column; texts that come again are remembered."""

    __slots__ = ("_known", "_read", "kind")

    def __init__(self, kind: str, read: Read) -> None:
        self.kind = kind
        self._read = read
        self._known: dict[str, Any] = {}

    def __call__(self, cell: Cell) -> Any:
        """The value, None for an empty cell, or a Fault."""
        if not isinstance(cell, str):
            return _refusals_as_faults(self._read, cell)
        try:
            return self._known[cell]
        except KeyError:
            return self._remember(cell)

    def _remember(self, text: str) -> Any:
        plain = text.strip()
        nothing = not plain or (self.kind not in _WORDY and looks.is_nothing(plain))
        value = None if nothing else _refusals_as_faults(self._read, plain)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[text] = value
        return value


def converter(kind: str, spelling: Spelling | None = None, *, choices: Mapping[str, Any] | None = None) -> Converter:
    """The converter for a kind (see KINDS); `choices` maps labels to values for `choice`."""
    if kind == "choice" and choices is not None:
        return Converter(kind, _choice_reader(choices))
    return Converter(kind, _MAKERS[kind](spelling or Spelling()))


def _refusals_as_faults(read: Read, cell: Cell) -> Any:
    try:
        return read(cell)
    except Refusal as refusal:
        return Fault(refusal.code, refusal.message, refusal.params)


def _fault(code: str, message: str, cell: Cell, **params: str) -> Fault:
    return Fault(code, message, {"text": str(cell)[:80], **params})


def _text(_spelling: Spelling) -> Read:
    return _as_text


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, str) else str(cell)


def _tags(_spelling: Spelling) -> Read:
    return lambda cell: tuple(dict.fromkeys(_parts(_PARTS, _as_text(cell))))


def _parts(between: re.Pattern[str], text: str) -> list[str]:
    return [part.strip() for part in between.split(text) if part.strip()]


def _email(_spelling: Spelling) -> Read:
    return lambda cell: emails.normalise(_as_text(cell))


def _phone(spelling: Spelling) -> Read:
    """E.164, with the extension behind a word; of a number that a spreadsheet shortened nobody knows the end."""

    def read(cell: Cell) -> str | Fault:
        text = _unshortened(_as_text(cell))
        if _SHORTENED.match(text):
            return _fault("number_cut", _CUT, cell)
        return phones.normalise(text, region=spelling.region).replace(";ext=", " ext ")

    return read


def _unshortened(text: str) -> str:
    """A number that stands whole in scientific notation, or with a point that a spreadsheet put behind it."""
    whole = _WHOLE.match(text)
    if whole:
        return whole[1]
    shortened = _SHORTENED.match(text)
    if shortened and len(digits := shortened[1] + (shortened[2] or "").rstrip("0")) > int(shortened[3]):
        return digits
    return text


def _emails(_spelling: Spelling) -> Read:
    """Every address in the cell, each once."""
    return lambda cell: _each(_as_text(cell), emails.normalise)


def _phones(spelling: Spelling) -> Read:
    """Every phone number in the cell, each once."""
    one = _phone(spelling)

    def read(cell: Cell) -> tuple[str, ...] | Fault:
        found = [one(part) for part in _parts(_SEVERAL, _as_text(cell))]
        return next((each for each in found if isinstance(each, Fault)), None) or tuple(dict.fromkeys(found))

    return read


def _each(text: str, normalise: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(normalise, _parts(_SEVERAL, text))))


def _url(_spelling: Spelling) -> Read:
    def read(cell: Cell) -> str | Fault:
        text = _as_text(cell)
        if not looks.is_url(text):
            return _fault("url_unreadable", _NOT_URL, cell)
        return text if "://" in text else f"https://{text}"

    return read


def _uuid(_spelling: Spelling) -> Read:
    def read(cell: Cell) -> UUID | Fault:
        try:
            return UUID(_as_text(cell))
        except ValueError:
            return _fault("uuid_unreadable", _NOT_UUID, cell)

    return read


def _decimal(spelling: Spelling) -> Read:
    mark = spelling.decimal_mark

    def read(cell: Cell) -> Decimal:
        if not isinstance(cell, str):
            return _typed_number(cell)
        if mark != "," and _PLAIN.match(cell):
            return Decimal(cell)
        return amounts.read_number(cell, decimal_mark=mark)

    return read


def _typed_number(cell: Cell) -> Decimal:
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return Decimal(cell)
    raise amounts.NumberUnreadable(text=str(cell))


def _integer(spelling: Spelling) -> Read:
    number = _decimal(spelling)

    def read(cell: Cell) -> int | Fault:
        value = number(cell)
        return int(value) if value == int(value) else _fault("not_whole", _NOT_WHOLE, cell)

    return read


def _money(spelling: Spelling) -> Read:
    currency, mark = spelling.currency or "CNY", spelling.decimal_mark

    def read(cell: Cell) -> money.Money:
        if not isinstance(cell, str):
            return money.Money(_typed_number(cell), currency)
        if mark != "," and _PLAIN.match(cell):
            return money.Money(Decimal(cell), currency)
        return money.parse(cell, currency=currency, decimal_mark=mark)

    return read


def _percent(spelling: Spelling) -> Read:
    """Percent points: “15%” and 15 are 15; a typed 0.15 is 15 as spreadsheets keep it."""

    def read(cell: Cell) -> Decimal:
        if not isinstance(cell, str):
            value = _typed_number(cell)
            return value * 100 if isinstance(cell, Decimal) and abs(value) <= 1 else value
        return amounts.read_number(cell.rstrip("%％ "), decimal_mark=spelling.decimal_mark)

    return read


def _yes_no(_spelling: Spelling) -> Read:
    def read(cell: Cell) -> bool | Fault:
        word = _as_text(cell).lower()
        if word in looks.YES:
            return True
        return False if word in looks.NO else _fault("not_yes_or_no", _NOT_YES, cell)

    return read


def _moment(cell: Cell, spelling: Spelling) -> date | datetime | None:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return days.from_serial(str(cell))
    return days.read(cell, spelling.order) if isinstance(cell, str) else None


def _date(spelling: Spelling) -> Read:
    def read(cell: Cell) -> date | Fault:
        moment = _moment(cell, spelling)
        if moment is None:
            return _fault("day_unreadable", _NOT_A_DAY, cell, pattern=spelling.pattern)
        return moment.date() if isinstance(moment, datetime) else moment

    return read


def _datetime(spelling: Spelling) -> Read:
    """Instants; those that name no zone get the zone of the spelling, or stay naive without one."""
    zone = ZoneInfo(spelling.zone) if spelling.zone else None

    def read(cell: Cell) -> datetime | Fault:
        moment = _moment(cell, spelling)
        if moment is None:
            return _fault("day_unreadable", _NOT_A_DAY, cell, pattern=spelling.pattern)
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        return moment if moment.tzinfo or zone is None else moment.replace(tzinfo=zone)

    return read


def _choice_reader(choices: Mapping[str, Any]) -> Read:
    known = {label.strip().casefold(): value for label, value in choices.items()}

    def read(cell: Cell) -> Any:
        text = _as_text(cell).casefold()
        if text in known:
            return known[text]
        return _fault("not_a_choice", _NOT_CHOICE, cell, choices=", ".join([*choices][:20]))

    return read


_WORDY = frozenset({"text", "choice", "tags", "yes_no"})
_MAKERS: dict[str, Callable[[Spelling], Read]] = {
    "text": _text, "choice": _text, "tags": _tags, "email": _email, "emails": _emails,
    "phone": _phone, "phones": _phones, "url": _url, "uuid": _uuid, "integer": _integer,
    "decimal": _decimal, "money": _money, "percent": _percent, "yes_no": _yes_no, "date": _date,
    "datetime": _datetime,
}  # fmt: skip
KINDS = tuple(_MAKERS)
