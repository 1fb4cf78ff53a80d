"""What an upload answers with, and what a file's record is made from: that these bytes were sent to us, signed.

Knowing a digest is no proof of having the bytes; the signature is.
"""

from __future__ import annotations

from plexus.kernel.files import keeping
from plexus.kernel.schema.field_types.content import SIGNER

LONGEST_NAME = 255


def told(kept: keeping.Kept) -> str:
    """The text that stands for uploaded bytes until a file's record is made from it."""
    return SIGNER.sign(kept.digest)


def named(name: str | None) -> str:
    """What an uploaded file is called here: as it says, so far as a record holds that; its ending stays."""
    return (name or "file")[-LONGEST_NAME:]
