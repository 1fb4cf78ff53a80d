"""What files are called: the name alone, without signs that deceive whoever reads it."""

from __future__ import annotations

import re

LONGEST = 255
# Signs that turn the direction of writing could let a name show another ending than it has.
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def tidied(name: str) -> str:
    """A name without folders and without signs that nobody sees, so far as a record holds it; its ending stays."""
    return UNSEEN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()[-LONGEST:].strip()
