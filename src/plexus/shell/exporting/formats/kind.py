"""What every kind of file can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, ClassVar

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.exporting.columns import Cell

EVERY_FORMAT: dict[str, Format] = {}


class FormatUnknown(Refusal):
    """There is no such kind of file."""

    message = _("“%(name)s” is not a kind of file that Plexus writes. Choose one of: %(known)s.")


class Format:
    """A kind of file. `streams`: it can be sent while it is written. `by_name`: it needs fields by name, not label."""

    key: ClassVar[str] = ""
    content_type: ClassVar[str] = "application/octet-stream"
    streams: ClassVar[bool] = True
    by_name: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if cls.key:
            EVERY_FORMAT[cls.key] = cls()

    def pieces(
        self, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> Iterator[bytes]:
        """The file, piece by piece."""
        raise NotImplementedError

    def write(
        self, out: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, labels: bool, bom: bool
    ) -> None:
        """The file, into a binary file."""
        for piece in self.pieces(headers, rows, labels=labels, bom=bom):
            out.write(piece)


def of(name: str) -> Format:
    """The kind of file of this name; raises `FormatUnknown`."""
    try:
        return EVERY_FORMAT[name]
    except KeyError:
        raise FormatUnknown(name=name, known=", ".join(EVERY_FORMAT)) from None
