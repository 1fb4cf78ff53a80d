"""How far a run is, on standard error."""

from __future__ import annotations

import sys
import time

BEGUN = time.monotonic()


def tell(text: str) -> None:
    """One line with the seconds since the beginning."""
    print(f"{time.monotonic() - BEGUN:6.1f} s  {text}", file=sys.stderr, flush=True)
