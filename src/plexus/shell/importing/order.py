"""What somebody asks of an import: the columns' fields, the keys, and what to do with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """Whether rows make new records, change those that are there, or both."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


@dataclass(frozen=True)
class Order:
    """An import as it was asked for.

    `mapping` holds pairs of column and field; a column may fill several fields, and one paired with nothing is left
    out. Columns that are not named get the field that is proposed for them, unless `proposals` is off.
    `match` are fields that must all agree with a record for a row to mean it; without them the object's own keys are
    tried one after the other. `create_missing` names references whose records are made when they are not there.
    `replace` holds texts to read otherwise by column, `constants` fields that every row gets, `day_orders` how a
    column spells days (YMD, MDY, DMY). Blank cells leave a known record's value as it is unless `clear_blanks`.
    `onto` names a list kept by hand to which every record that a row means is added.
    `preset` names the vendor's kind of file, whose further columns are then made (`salesforce:Contact`).
    """

    object: str
    mapping: tuple[tuple[str, str], ...] = ()
    match: tuple[str, ...] = ()
    mode: Mode = Mode.UPSERT
    create_missing: tuple[str, ...] = ()
    replace: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: tuple[tuple[str, str], ...] = ()
    day_orders: Mapping[str, str] = field(default_factory=dict)
    clear_blanks: bool = False
    proposals: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    like: str = ""
    preset: str = ""
    onto: str = ""

    def as_json(self) -> dict[str, Any]:
        """The order as plain data."""
        return asdict(self) | {"mode": self.mode.value}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Order:
        """The order out of plain data."""
        known = dict(given)
        for name in ("mapping", "constants"):
            known[name] = tuple((str(first), str(second)) for first, second in known.get(name, ()))
        for name in ("match", "create_missing"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known | {"mode": Mode(known.get("mode", Mode.UPSERT))})
