"""What a field of each type holds, shows, sorts by and is found by, said in plain Python without the product.

A value stands here as JSON holds it, and nothing at all is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.kernel.files.drawing import a_picture

CHOICES = {"lathe": "Lathe", "press": "Press", "mill": "Mill"}
OFFERED = {"choices": [{"key": key, "label_en": label} for key, label in CHOICES.items()]}
EQUALITY = ("eq", "ne", "in", "not_in", "empty", "not_empty")
ORDER = ("lt", "lte", "gt", "gte", "between")
WORDS = ("contains", "not_contains", "starts_with")
OPPOSITES = {"ne": "eq", "not_in": "in", "empty": "not_empty", "not_contains": "contains"}
# The files that people put into fields, and what was sent of each; of a picture there are smaller ones.
PICTURE = "上海.png"
PAPERS = {
    "ACME plan.txt": b"Plan.", "offer 10%.txt": b"Ten percent off.", "恒通.txt": b"Hengtong.",
    PICTURE: a_picture(size=(64, 40)),
}  # fmt: skip
# How names are read aloud: the order of a list, and what a search finds.
SPOKEN = {"恒通": "heng tong", "上海": "shang hai", "无锡": "wu xi"}


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Kind:
    """A type of field: values that records are likely to have, and what each of them is worth."""

    key: str
    values: tuple[Any, ...]
    operators: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    worth: Callable[[Any], Any] = _same
    sortable: bool = True
    summed: bool = False
    grouped: bool = True

    @property
    def several(self) -> bool:
        """Whether a value is a list."""
        return self.key in {"choices", "references", "tags"}

    def shown(self, held: Any) -> Any:
        """A held value as readers get it: of another type than it was entered for, what it says in this one."""
        if held is None:
            return [] if self.several else None
        try:
            return REVIVED[self.key](held) if self.key in REVIVED else held
        except (ValueError, TypeError, InvalidOperation):
            return None

    def fulfils(self, held: Any, op: str, operand: Any) -> bool:
        """Whether a value fulfils a comparison; what is empty fulfils negative ones only."""
        if op in OPPOSITES:
            return not self.fulfils(held, OPPOSITES[op], operand)
        value = self.shown(held)
        if value is None or value in ("", []):
            return False
        return op == "not_empty" or self._compared(value, op, operand)

    def _compared(self, value: Any, op: str, operand: Any) -> bool:  # noqa: PLR0911 - a line for each operator
        value = self.said(value)
        mine = self.worth(value)
        match op:
            case "eq":
                return bool(mine == self.worth(operand))
            case "in":
                return any(mine == self.worth(each) for each in operand)
            case "between":
                return bool(self.worth(operand[0]) <= mine <= self.worth(operand[1]))
            case "contains" if self.several:
                return any(operand == (each["id"] if isinstance(each, dict) else each) for each in value)
            case "contains":
                return bool(operand.upper() in value.upper())
            case "starts_with":
                return bool(value.upper().startswith(operand.upper()))
            case _:
                return bool(ORDERED[op](mine, self.worth(operand)))

    def told(self, held: Any) -> Any:
        """A held value as it is told in words: of a file what it is."""
        value = self.shown(held)
        return described(value) if self.key == "file" and value else value

    def said(self, value: Any) -> Any:
        """What a shown value is compared by: a file by its name."""
        return held_file(value) if self.key == "file" else value

    def rank(self, held: Any) -> Any:
        """What a list is sorted by, or None."""
        value = self.shown(held)
        if value is None:
            return None
        value = self.said(value)
        return value if self.key in TEXTUAL else self.worth(value)


ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": lambda one, other: one < other, "lte": lambda one, other: one <= other,
    "gt": lambda one, other: one > other, "gte": lambda one, other: one >= other,
}  # fmt: skip
TEXTUAL = frozenset({"text", "long_text", "email", "url", "phone", "file"})
# The names of the files that stand in fields, by the ids that the product gave them.
NAMES_OF_FILES: dict[str, str] = {}


def held_file(value: Any) -> str:
    """The name of a file that a field holds; a field that was of another type before holds none."""
    return NAMES_OF_FILES.get(value, "")


def described(value: str) -> dict[str, Any]:
    """What is told of a file that a field holds."""
    name = NAMES_OF_FILES[value]
    return {
        "id": value, "name": name, "type": "image/png" if name == PICTURE else "text/plain", "size": len(PAPERS[name]),
    }  # fmt: skip


def is_sent(value: Any) -> bool:
    """Whether a value is a file on its way into a field."""
    return isinstance(value, dict) and "upload" in value


def _number(value: Any) -> Decimal:
    return Decimal(value["amount"] if isinstance(value, dict) else value)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _whole(held: Any) -> int:
    number = Decimal(str(held))
    if number != number.to_integral_value():
        raise ValueError(held)
    return int(number)


def _truth(held: Any) -> bool:
    return {"yes": True, "no": False, "True": True, "False": False}[str(held)] if not isinstance(held, bool) else held


def _text(held: Any) -> str | None:
    if not isinstance(held, str | int) or isinstance(held, bool) or held in NAMES_OF_FILES:
        return None
    return str(held)


# What a value says that was entered while the field was of another type.
REVIVED: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "long_text": _text,
    "integer": _whole,
    "choice": lambda held: held if isinstance(held, str) else None,
}


def spoken(name: str) -> str:
    """How a name is read aloud, by which lists are sorted."""
    return SPOKEN.get(name, name.lower())


def _upper(value: str) -> str:
    return value.upper()


_KINDS = (
    Kind("text", ("Anna", "anna", "恒通", "50%", "a_b", "12"), (*EQUALITY, *WORDS), worth=_upper),
    Kind("long_text", ("one\ntwo", "O'Hara \\", "ten"), (*EQUALITY, *WORDS), worth=_upper, sortable=False),
    Kind("integer", (0, 1, 7, -3), (*EQUALITY, *ORDER), summed=True),
    Kind("decimal", ("0", "0.1", "-12.5", "99"), (*EQUALITY, *ORDER), worth=_number, summed=True),
    Kind("percent", ("0", "12.5", "-1"), (*EQUALITY, *ORDER), worth=_number, summed=True),
    Kind(
        "money", ({"amount": "1234.50", "currency": "CNY"}, {"amount": "-0.10", "currency": "EUR"}),
        (*EQUALITY, *ORDER), worth=_number, grouped=False,
    ),
    Kind("yes_no", (True, False), EQUALITY),
    Kind("date", ("2026-03-16", "2024-02-29", "2025-12-31"), (*EQUALITY, *ORDER), grouped=False),
    Kind(
        "date_time", ("2026-03-15T16:00:00Z", "2026-03-16T02:00:00.000001Z"), (*EQUALITY, *ORDER), worth=_moment,
        grouped=False,
    ),
    Kind("choice", tuple(CHOICES), EQUALITY, options=OFFERED),
    Kind(
        "choices", (["press"], ["mill", "lathe"]), ("contains", "not_contains", "empty", "not_empty"), sortable=False,
        options=OFFERED, grouped=False,
    ),
    Kind("email", ("anna@b.cn", "VIP@b.cn"), (*EQUALITY, *WORDS), worth=_upper),
    Kind("phone", ("+86 21 5555 0000", "555"), (*EQUALITY, *WORDS), worth=_upper),
    Kind("url", ("https://anna.cn", "https://b.example"), (*EQUALITY, *WORDS), worth=_upper),
    Kind("rating", (1, 3, 5), (*EQUALITY, *ORDER), summed=True),
    Kind("reference", (), EQUALITY, options={"target": "accounts"}, sortable=False, grouped=False),
    Kind(
        "references", (), ("contains", "not_contains", "empty", "not_empty"), options={"target": "accounts"},
        sortable=False, grouped=False,
    ),
    Kind("file", tuple(PAPERS), (*EQUALITY, *WORDS), worth=_upper, grouped=False),
    Kind("tags", (["VIP"], ["华东", "vip"]), ("contains", "not_contains", "empty", "not_empty"), sortable=False,
         grouped=False),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {each.key: each for each in _KINDS}
# Types that an administrator may add, of which records of the twin have values.
CUSTOM = tuple(each for each in KINDS if each != "tags")
# From one type to another, with what becomes of a value; None is lost.
RETYPED: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("integer", "text"): str,
    ("choice", "text"): lambda held: CHOICES.get(held, held),
    ("text", "integer"): lambda held: int(held) if str(held).isdigit() else None,
    ("text", "long_text"): _same,
    ("rating", "integer"): _same,
    ("yes_no", "text"): lambda held: "yes" if held else "no",
    ("file", "text"): held_file,
}
