"""How an export shall look."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Wanted:
    """The kind of file, its columns and order.

    No `fields`: all that the actor may read. `labels`: headers and choices in the active language. `sort` empty: as
    the object's list. `bom`: a byte order mark, by which Excel knows that a CSV file is UTF-8.
    """

    format: str
    fields: tuple[str, ...] = ()
    labels: bool = False
    sort: str = ""
    bom: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the parameter of a job."""
        return asdict(self)

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> Self:
        """Out of the parameter of a job."""
        return cls(**given | {"fields": tuple(given["fields"])})
