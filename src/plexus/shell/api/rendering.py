"""Records as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plexus.kernel.records.fetching.plan import Reader
from plexus.shell.telling import renderer

Values = Mapping[str, Any]


def render(readers: Sequence[Reader], values: Values) -> dict[str, Any]:
    """A record by path as asked: `account.city` stands under that very name."""
    return {reader.path: renderer(reader.field)(values[reader.path]) for reader in readers}


def render_all(readers: Sequence[Reader], rows: Sequence[Values]) -> list[dict[str, Any]]:
    """Many records alike, with what each field needs looked up once."""
    renders = [(reader.path, renderer(reader.field)) for reader in readers]
    return [{path: render_one(row[path]) for path, render_one in renders} for row in rows]
