"""Python's search for cycles, while many rows are in memory that make none: rarely, and not through what was before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 200_000


@contextmanager
def rarely() -> Iterator[None]:
    """Look for cycles among so many new objects only; an import within an import leaves it to the first."""
    held = gc.get_threshold()
    if not gc.isenabled() or held[0] >= RARELY:
        yield
        return
    gc.freeze()
    gc.set_threshold(RARELY, *held[1:])
    try:
        yield
    finally:
        gc.set_threshold(*held)
        gc.unfreeze()
