"""How Chinese characters are read, without tones: the common readings only, the most common one first."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

FIRST, LAST = 0x4E00, 0x9FFF
MOST = 3
SHARE = 0.1
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "区": "ou", "朴": "piao",
    "任": "ren", "华": "hua", "缪": "miao", "尉": "yu", "万": "mo", "翟": "zhai", "覃": "qin", "冼": "xian",
    "乐": "yue", "秘": "bi", "折": "she", "黑": "he", "召": "shao", "员": "yun", "贠": "yun", "种": "chong",
    "繁": "po", "洗": "xian", "逄": "pang", "隗": "wei", "宓": "mi", "晁": "chao", "佴": "nai", "郇": "xun",
    "撒": "sa", "澹": "tan", "宁": "ning", "柏": "bai", "石": "shi", "卜": "bu", "尹": "yin", "谌": "chen",
    "长": "zhang", "令": "ling", "俞": "yu", "牟": "mu", "盛": "sheng", "祭": "zhai", "阚": "kan", "葛": "ge",
    "過": "guo", "过": "guo", "那": "na", "哈": "ha", "曲": "qu", "车": "che", "重": "chong", "單": "shan",
    "區": "ou", "蓋": "ge", "華": "hua", "繆": "miao", "萬": "mo", "樂": "yue", "員": "yun", "種": "chong",
}  # fmt: skip
ALSO = {"俟": ("si", "qi")}


def readings() -> Mapping[str, tuple[str, ...]]:
    """The readings of each character of the main block that has one; ü is spelt v and, as another reading, u."""
    # Not at the top: only a migration needs them, and they weigh fifty megabytes in every process.
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    heard = _heard(phrases_dict)
    codes = (code for code in range(FIRST, LAST + 1) if code in pinyin_dict)
    found = {chr(code): _common(pinyin_dict[code], heard.get(chr(code), Counter())) for code in codes}
    return found | ALSO


def plain(syllable: str) -> str:
    """A syllable without its tone, ü as v."""
    marks = unicodedata.normalize("NFKD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in marks if "a" <= letter <= "z")


def _heard(phrases: Mapping[str, list[list[str]]]) -> Mapping[str, Counter[str]]:
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    spelt: dict[str, str] = {}
    for phrase, syllables in phrases.items():
        for character, (syllable, *_others) in zip(phrase, syllables, strict=False):
            if syllable not in spelt:
                spelt[syllable] = plain(syllable)
            heard[character][spelt[syllable]] += 1
    return heard


def _common(given: str, counts: Counter[str]) -> tuple[str, ...]:
    """The reading that a dictionary gives first, and those that at least a tenth of the phrases have."""
    first, *others = dict.fromkeys(plain(each) for each in given.split(","))
    enough = max(2, SHARE * counts.total())
    kept = [first, *(other for other in others if counts[other] >= enough)]
    kept.sort(key=lambda each: -counts[each])
    return tuple(dict.fromkeys(spelling for each in kept[:MOST] for spelling in _spellings(each)))


def _spellings(syllable: str) -> tuple[str, ...]:
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)
