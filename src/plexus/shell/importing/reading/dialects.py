"""How the cells of a text table are parted: delimiter, quotes, escapes and a `sep=` line."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import clevercsv

from plexus.shell.importing.reading import refused

SAMPLE = 64 * 1024
_ROWS = 200
_USUAL = (",", ";", "\t", "|")
_UNUSUAL = frozenset("^~#*&!§¦¬\x01\x1e\x1f，；")
_SEP = re.compile(r"\A\ufeff?\"?sep=(.)\"?\s*?(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What parts and quotes the cells; `skip` lines precede the table."""

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    skip: int = 0
    confidence: float = 1.0

    def reader(self, text: Iterable[str]) -> Iterator[list[str]]:
        """The standard library's reader with this dialect."""
        return csv.reader(
            text,
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape,
            doublequote=self.escape is None,
        )


def detect(sample: str, override: str | None = None) -> Dialect:
    """The dialect of a sample from the start of a file; an override fixes the delimiter; raises `DelimiterWrong`."""
    if override is not None and (len(override) != 1 or override in '\r\n"\0'):
        raise refused.DelimiterWrong(delimiter=override[:20])
    sep = _SEP.match(sample)
    body = sample[sep.end() :] if sep else sample
    quote, escape = _quoting(body)
    told = override or (sep[1] if sep else None)
    delimiter, confidence = (told, 1.0) if told else _delimiter(body, quote)
    return Dialect(delimiter, quote, escape, 1 if sep else 0, confidence)


def _quoting(sample: str) -> tuple[str, str | None]:
    """The quotation mark, and the escape sign when quotes inside cells are not doubled."""
    if '"' in sample:
        escaped = re.search(r'[^\\]\\"(?![,;\t|\r\n]|\Z)', sample)
        return '"', "\\" if escaped and '""' not in sample else None
    single = len(re.findall(r"(?:^|[,;\t|])'[^'\r\n]*'(?=[,;\t|\r\n]|\Z)", sample, re.MULTILINE))
    return ("'", None) if single >= max(2, sample.count("'") // 3) else ('"', None)


def _delimiter(sample: str, quote: str) -> tuple[str, float]:
    scores = sorted(((_steadiness(sample, mark, quote), mark) for mark in _USUAL), reverse=True)
    (best, mark), (second, _other) = scores[0], scores[1]
    if best >= 0.8 and best - second > 0.1:
        return mark, min(0.99, best)
    return _by_clevercsv(sample) or (mark if best > 0 else ",", max(0.3, min(best, 0.9)))


def _steadiness(sample: str, mark: str, quote: str) -> float:
    """How many of the rows have the most frequent width, when it is more than one."""
    lines = re.split(r"\r\n|\r|\n", sample)[: _ROWS * 2]
    if len(sample) >= SAMPLE and len(lines) > 1:
        lines.pop()
    try:
        reader = Dialect(mark, quote).reader([line + "\n" for line in lines])
        widths = [len(row) for row, _index in zip(reader, range(_ROWS), strict=False) if row]
    except csv.Error:
        return 0.0
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0
    width, times = max(counts.items(), key=lambda item: item[0] * item[1])
    return times / len(widths) + 0.01 * min(width, 20)


def _by_clevercsv(sample: str) -> tuple[str, float] | None:
    """A rarer delimiter; never a sign that addresses, names, days and sentences have inside."""
    try:
        found = clevercsv.Detector().detect(sample[:16384])
    except (clevercsv.Error, ValueError):
        return None
    mark = (found.delimiter if found else None) or ""
    return (mark, 0.7) if mark in _UNUSUAL or mark in _USUAL else None
