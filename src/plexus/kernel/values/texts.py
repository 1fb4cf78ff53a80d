"""Text as it is usually written: one kind of space, no invisible signs, Latin letters and digits at their own width."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u3000]+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
# Full-width letters, digits and the signs that stand inside of codes; Chinese punctuation keeps its width.
_WIDE = {ord(wide): wide_to for wide, wide_to in zip(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＠＋－／＆．＃",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@+-/&.#", strict=True,
)}  # fmt: skip


def written(text: str) -> str:
    """The text in its one form; nothing that can be read is lost."""
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", text).translate(_WIDE))
    return _SPACES.sub(" ", plain).strip()
