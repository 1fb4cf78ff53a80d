"""Addresses that stand in one cell: their parts go to the fields of the address that no column fills."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from plexus.kernel.values import addresses

WHOLE = "street"
PARTS = ("region", "city", "district")


def is_wanted(filled: Collection[str]) -> bool:
    """Whether a file has addresses of which only the whole is known."""
    return WHOLE in filled and not set(PARTS) & set(filled)


def part(values: dict[str, Any], known: Collection[str]) -> None:
    """Put the parts of a Chinese address in the fields that are known for them; any other stays as it is."""
    text = values.get(WHOLE)
    found = addresses.part(text) if text else None
    if found is None:
        return
    values |= {"region": found.region, "city": found.city, WHOLE: found.street}
    if found.district and "district" in known:
        values |= {"district": found.district, WHOLE: found.road}
    if found.postal_code and not values.get("postal_code"):
        values["postal_code"] = found.postal_code
