"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold."""

    file_bytes: int = 256 * 1024**2
    unpacked_bytes: int = 1024**3
    unpacked_ratio: int = 300
    archive_entries: int = 5_000
    sheet_cells: int = 20_000_000
    columns: int = 1_000
    faults_kept: int = 1_000_000


DEFAULT = Limits()
