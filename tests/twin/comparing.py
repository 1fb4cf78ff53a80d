"""What the product says in the words of the twin, so that both can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.twin.kinds import Kind, held_file

NUMBERS = frozenset({"decimal", "percent"})


def plain(value: Any) -> Any:
    """A rendered value as the twin holds it: a reference by its id, a file with all that is told of it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value["id"] if isinstance(value, dict) and "object" in value else value


def same(product: Any, twin: Any, *where: Any) -> None:
    """Both say the same; else what each says stands in the error."""
    if product != twin:
        raise AssertionError(f"{where}\n  product: {product}\n  twin:    {twin}")


def as_cell(kind: Kind, value: Any) -> Any:
    """What a shown value is in a file of a list."""
    if value in (None, [], ""):
        return None
    match kind.key:
        case "file":
            return held_file(value)
        case "money":
            return Decimal(value["amount"]), value["currency"]
        case "references":
            return [f"accounts:{each}" for each in value]
        case _:
            return kind.worth(value) if kind.key in {*NUMBERS, "date_time"} else value


def read_cell(kind: Kind, text: str) -> Any:
    """What a cell of a file says."""
    if not text:
        return None
    if kind.several:
        return text.split("; ")
    return READ[kind.key](text) if kind.key in READ else text


def _money(text: str) -> tuple[Decimal, str]:
    amount, _space, currency = text.partition(" ")
    return Decimal(amount), currency


READ: Mapping[str, Callable[[str], Any]] = {
    "money": _money, "yes_no": {"true": True, "false": False}.__getitem__, "date_time": datetime.fromisoformat,
    "integer": int, "rating": int, "decimal": Decimal, "percent": Decimal,
}  # fmt: skip
