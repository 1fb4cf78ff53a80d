"""A text put together anew for each row: `{account} – {product}`, with what stands in the columns that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plexus.shell.importing.cells import text_of
from plexus.shell.importing.reading import looks
from plexus.shell.importing.reading.rows import Cells, Fault

_NAMED = re.compile(r"\{([^{}]+)\}")


class Pattern:
    """What comes of a row: the text with the cells in place; a blank cell takes the sign beside it along."""

    def __init__(self, text: str, headers: Sequence[str]) -> None:
        places = {header.casefold(): place for place, header in enumerate(headers)}
        self._before, *rest = _split(text, places)
        self._parts = [(places[rest[at].casefold()], rest[at + 1]) for at in range(0, len(rest), 2)]

    def __call__(self, cells: Cells) -> str | Fault:
        """The text of a row; empty when everything that it names is blank, a fault where a cell cannot be read."""
        made, between = self._before, ""
        last, found = False, False
        for place, after in self._parts:
            if isinstance(cell := cells[place], Fault):
                return cell
            said = text_of(cell).strip()
            last = not looks.is_nothing(said)
            if last:
                made += between + said
                between, found = after, True
        return (made + (between if last else "")).strip() if found else ""


def is_pattern(text: str, headers: Sequence[str]) -> bool:
    """Whether a text names a column of the file in braces; else it is the same for every row."""
    known = {header.casefold() for header in headers}
    return any(name.casefold() in known for name in _NAMED.findall(text))


def _split(text: str, known: dict[str, int]) -> list[str]:
    """Literal, column, literal, column, …, literal; braces around anything else are part of the text."""
    parts = [""]
    at = 0
    for found in _NAMED.finditer(text):
        parts[-1] += text[at : found.start()]
        at = found.end()
        if found[1].casefold() in known:
            parts += [found[1], ""]
        else:
            parts[-1] += found[0]
    parts[-1] += text[at:]
    return parts
