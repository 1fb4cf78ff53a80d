"""What nobody has filled in yet: real companies know some of their customers better than others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plexus.site.demo.making.setting import Setting

# Every so many records lack a field, beginning with one that no other gap begins with.
OF_ACCOUNTS = {
    "website": (6, 4, ""), "employees": (5, 2, None), "annual_revenue": (8, 5, None), "street": (9, 7, ""),
    "industry": (23, 11, ""),
}  # fmt: skip
OF_CONTACTS = {"department": (4, 1, ""), "source": (5, 3, ""), "job_title": (11, 6, ""), "city": (13, 9, "")}
OF_DEALS = {"source": (5, 3, "")}


def leave_gaps(setting: Setting) -> None:
    """Take away what nobody has filled in; no die is cast, so that all else stays what it was."""
    _leave((each.account for each in setting.customers), OF_ACCOUNTS)
    _leave(setting.made.contacts, OF_CONTACTS)
    _leave(setting.made.deals, OF_DEALS)


def _leave(rows: Iterable[Any], gaps: dict[str, tuple[int, int, Any]]) -> None:
    for place, row in enumerate(rows):
        for name, (every, first, nothing) in gaps.items():
            if place % every == first % every:
                setattr(row, name, nothing)
