"""How much property tests of languages draw: the same few each time, or PLEXUS_EXAMPLES of them, ever new ones."""

from __future__ import annotations

import os

from hypothesis import settings

EXAMPLES = int(os.environ.get("PLEXUS_EXAMPLES", "0"))


def bounded(usual: int) -> settings:
    """So many examples, unless somebody asks for more."""
    return settings(max_examples=EXAMPLES or usual, deadline=None, derandomize=not EXAMPLES, database=None)
