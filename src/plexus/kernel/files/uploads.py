"""What an upload answers with, and what a file's record is made from: that these bytes were sent to us, signed.

Knowing a digest is no proof of having the bytes; the signature is.
"""

from __future__ import annotations

from plexus.kernel.files import keeping
from plexus.kernel.schema.field_types.content import SIGNER


def told(kept: keeping.Kept) -> str:
    """The text that stands for uploaded bytes until a file's record is made from it."""
    return SIGNER.sign(kept.digest)
