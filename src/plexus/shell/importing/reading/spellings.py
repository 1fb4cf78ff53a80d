"""How the values of one column are spelled: decimal mark, order of days, currency, region."""

from __future__ import annotations

from dataclasses import dataclass

_ORDERS = {"YMD": "YYYY-M-D", "MDY": "M/D/YYYY", "DMY": "D/M/YYYY", "serial": "45678"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a converter must know beside the kind; the defaults fit most files.

    `decimal_mark` None means: judge each value. `order` is YMD, MDY, DMY or serial (the day
    numbers of spreadsheets). `zone` names the time zone of instants without one.
    """

    decimal_mark: str | None = None
    currency: str | None = None
    order: str = "YMD"
    region: str = "CN"
    zone: str | None = None

    @property
    def pattern(self) -> str:
        """The order of days as people know it: `M/D/YYYY`."""
        return _ORDERS[self.order]


USUAL = Spelling()
