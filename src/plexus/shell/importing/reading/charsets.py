"""Which encoding a text file is written in: BOM, UTF-8, UTF-16, GB18030 or Big5, then the rest."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from charset_normalizer import from_bytes

from plexus.shell.importing.reading import refused
from plexus.shell.importing.reading.sources import Source

SAMPLE = 256 * 1024
# What may have lines in UTF-8 between its own, as where somebody put one file behind another.
MIXED = "gb18030"
_FLOOR = 0.6  # what is likely Chinese beats a guess of the library, whose best is 0.5
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CRM_WORDS = re.compile(
    "公司|客户|客戶|电话|電話|手机|手機|姓名|名称|名稱|联系|聯絡|聯繫|地址|备注|備註|日期|时间|時間|金额|金額|行业|行業|负责|負責"
)
_LETTERS = frozenset("äöüßÄÖÜéèêëàâáãåçñóôòõøíìîïúùûœæÉÈÀÇÑÓÅØÆÁÍÚÊÎÔŠšŽžŸÿýÝðÐþÞ")
_SIGNS = frozenset("€£°§–—‘’“”…«»·®©™ªº½¿¡\u00a0")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding that was decided on, how sure that is (0–1), and what else it might be."""

    name: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    damaged: bool = False
    chosen: bool = False


def decide(source: Source, override: str | None = None) -> Encoding:
    """The encoding of the whole file; an override is checked, not doubted."""
    if override is not None:
        return _overridden(source, override)
    head = source.head(SAMPLE)
    decision = _by_bom(source, head) or _by_zero_bytes(source, head)
    return decision or _by_content(source, head)


def _overridden(source: Source, override: str) -> Encoding:
    try:
        name = codecs.lookup(override).name
        text_encoding = isinstance("".encode(name), bytes)
    except (LookupError, UnicodeError) as unknown:
        raise refused.EncodingUnknown(encoding=override[:40]) from unknown
    if name == "utf-8":
        name = "utf-8-sig"
    if not text_encoding or not _decodes(source, name):
        raise refused.EncodingWrong(name=source.name, encoding=override[:40])
    return Encoding(name, 1.0, chosen=True)


def _by_bom(source: Source, head: bytes) -> Encoding | None:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Encoding(name, 1.0, damaged=bom == codecs.BOM_UTF8 and not _decodes(source, name))
    return None


def _by_zero_bytes(source: Source, head: bytes) -> Encoding | None:
    """UTF-16 without a mark has its zero bytes all on one side of each pair."""
    if b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    name = "utf-16-le" if odd > even else "utf-16-be"
    lopsided = max(even, odd) > 0.1 * half and min(even, odd) < 0.02 * half
    if lopsided and _decodes(source, name):
        return Encoding(name, 0.9, ("utf-16-be" if name == "utf-16-le" else "utf-16-le",))
    raise refused.FileBinary(name=source.name, at=head.index(0) + 1)


def _by_content(source: Source, head: bytes) -> Encoding:
    if _decodes(source, "utf-8"):
        _refuse_zero_bytes(source)
        return Encoding("utf-8", 1.0 if not head.isascii() else 0.99)
    _refuse_zero_bytes(source)
    sample = _telling(source)
    ranked = sorted(_candidates(source, sample), key=lambda one: -one[1])
    (name, confidence), rest = ranked[0], ranked[1:]
    alternatives = tuple(dict.fromkeys(other for other, _score in rest if other != name))
    mixed = name == MIXED and (any(map(_is_chinese_utf8, sample.splitlines())) or not _decodes(source, name))
    damaged = name == "utf-8" or mixed
    return Encoding(name, round(confidence, 2), alternatives, damaged=damaged)


def _telling(source: Source) -> bytes:
    """The lines with bytes beyond ASCII, up to the size of a sample."""
    lines = bytearray()
    for chunk in source.chunks():
        for line in chunk.splitlines(keepends=True):
            if not line.isascii():
                lines += line
        if len(lines) >= SAMPLE:
            break
    return bytes(lines[:SAMPLE])


def _candidates(source: Source, sample: bytes) -> Iterator[tuple[str, float]]:
    yield "utf-8", _damaged_utf8(sample)
    for name, common in (("gb18030", "gb2312"), ("big5hkscs", "big5")):
        if _decodes(source, name):
            yield name, _common_share(sample.decode(name, "ignore"), common)
        elif name == MIXED:
            yield name, _mixed_share(sample)
    if _decodes(source, "cp1252"):
        yield "cp1252", _western_share(sample)
    yield "cp949", _hangul_share(sample)
    best = from_bytes(sample[:65536]).best()
    if best is not None and best.encoding != "ascii" and _decodes(source, best.encoding):
        yield best.encoding, 0.5 * (1 - best.chaos)
    yield "latin-1", 0.1


def _damaged_utf8(sample: bytes) -> float:
    """How likely this is UTF-8 with a few broken bytes, or with rows in another encoding put between its own.

    Hardly a line of another encoding is sound UTF-8 by chance, so where most lines are, the others do not belong there.
    """
    lines = sample.splitlines()
    sound = sum(_is_utf8(line) for line in lines)
    if sound >= 3 and sound * 2 > len(lines):
        return 0.995
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    return 0.85 if whole >= 20 and broken * 20 <= whole else 0.0


def _mixed_share(sample: bytes) -> float:
    """How likely this is GB 18030 with fewer lines in UTF-8 put between its own, and with few that are neither."""
    lines = sample.splitlines()
    own = [line for line in lines if not _is_chinese_utf8(line)]
    sound = [text for line in own if "\ufffd" not in (text := line.decode(MIXED, "replace"))]
    if len(own) * 2 <= len(lines) or len(sound) * 20 < len(own) * 19:
        return 0.0
    return _common_share("".join(sound), "gb2312")


class Mixed(io.RawIOBase):
    """Lines in GB 18030 and lines in UTF-8, all in UTF-8; what is neither reads as signs that nobody can read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._held = stream, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._held:
            line = self._stream.readline()
            if not line:
                return 0
            self._held = line if _is_chinese_utf8(line) else line.decode(MIXED, "replace").encode()
        part, self._held = self._held[: len(into)], self._held[len(into) :]
        into[: len(part)] = part
        return len(part)


def _is_chinese_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 and its signs take three bytes or more; those of two may be a GBK character by chance."""
    return not line.isascii() and _is_utf8(line) and not re.search("[\x80-\u1fff]", line.decode("utf-8"))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _common_share(text: str, charset: str) -> float:
    """The share of signs beyond ASCII that everybody uses, by the charset's first level."""
    signs = [char for char in text if char > "\x7f"]
    if not signs:
        return 0.0
    share = sum(_commonness(char, charset) for char in set(signs)) / len(set(signs))
    weighted = sum(_commonness(char, charset) for char in signs) / len(signs)
    words = min(0.2, 0.05 * len(_CRM_WORDS.findall(text)))
    score = min(0.99, 0.5 * share + 0.45 * weighted + words)
    return max(score, _FLOOR) if charset == "gb2312" and weighted >= 0.5 else score


def _commonness(char: str, charset: str) -> float:
    """1 for a sign of the first level, 0.6 for one of the second level of GB 2312, else 0."""
    try:
        code = char.encode(charset)
    except UnicodeEncodeError:
        return 0.0
    if len(code) != 2:
        return 0.0
    if charset == "gb2312":
        return 1.0 if 0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3) else 0.6
    return 1.0 if 0xA4 <= code[0] <= 0xC6 or code[0] in (0xA1, 0xA2) else 0.0


def _hangul_share(sample: bytes) -> float:
    """Sure for text whose every sign lies where Korean has its syllables, as Chinese never does."""
    leads = [pair[0] for run in re.findall(rb"[\x80-\xff]{2,}", sample) for pair in _pairs(run)]
    return 0.995 if len(leads) >= 16 and all(0xB0 <= lead <= 0xC8 for lead in leads) else 0.0


def _pairs(run: bytes) -> list[bytes]:
    return [run[at : at + 2] for at in range(0, len(run) - 1, 2)]


def _western_share(sample: bytes) -> float:
    """How likely single accented letters among ASCII: high bytes stand alone and spell letters."""
    high = re.findall(rb"[\x80-\xff]+", sample)
    alone = sum(1 for run in high if len(run) == 1) / max(1, len(high))
    signs = [char for char in sample.decode("cp1252", "ignore") if char > "\x7f"]
    usual = sum(1.0 if char in _LETTERS else 0.7 * (char in _SIGNS) for char in signs)
    return 0.97 * usual / max(1, len(signs)) * alone


def _refuse_zero_bytes(source: Source) -> None:
    seen = 0
    for chunk in source.chunks():
        at = chunk.find(b"\0")
        if at >= 0:
            raise refused.FileBinary(name=source.name, at=seen + at + 1)
        seen += len(chunk)


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in source.chunks():
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
