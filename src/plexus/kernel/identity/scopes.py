"""The scopes of tokens: `*` for everything, `accounts:read`, `accounts:write`, `*:read`; who may write may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

EVERYTHING = "*"
RIGHTS = frozenset({"read", "write"})


def patterns(scopes: Iterable[str]) -> list[str]:
    """SQL patterns of the scopes that some scopes cover: what was done under one of them they might have done too."""
    return sorted({found for each in scopes for found in _covered(each)})


def _covered(scope: str) -> Iterator[str]:
    if scope == EVERYTHING:
        yield "%"
        return
    name, _colon, right = scope.partition(":")
    named = "%" if name == EVERYTHING else name.replace("\\", r"\\").replace("_", r"\_").replace("%", r"\%")
    for each in RIGHTS if right == "write" else {right}:
        yield f"{named}:{each}"
