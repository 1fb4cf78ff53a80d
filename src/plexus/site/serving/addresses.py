"""Where people reach this Plexus: what is configured, else what the last `plexus up` on the data folder said."""

from __future__ import annotations

import os
from pathlib import Path

USUAL = "http://localhost:8000"
NAME = "address"


def keep(folder: Path, origin: str) -> None:
    """Note the address, for commands that print links."""
    (folder / NAME).write_text(origin + "\n")


def known(folder: Path) -> str:
    """The origin to write links with: PLEXUS_ORIGIN, else the kept one, else the usual one; without a slash."""
    return (os.environ.get("PLEXUS_ORIGIN", "") or _kept(folder) or USUAL).rstrip("/")


def _kept(folder: Path) -> str:
    try:
        return (folder / NAME).read_text().strip()
    except OSError:
        return ""
