"""Where the bytes of a file come from: a path or memory, opened as often as needed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A named file that can be read from its start any number of times."""

    name: str
    content: Path | bytes

    def open(self) -> BinaryIO:
        """A new stream at the first byte; the caller closes it."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        return self.content.open("rb")

    @property
    def size(self) -> int:
        """How many bytes there are."""
        if isinstance(self.content, bytes):
            return len(self.content)
        return self.content.stat().st_size

    def head(self, count: int) -> bytes:
        """The first bytes, at most `count`."""
        with self.open() as stream:
            return stream.read(count)

    def chunks(self) -> Iterator[bytes]:
        """All bytes, a megabyte at a time."""
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
