"""Names of people: family and given name, split and joined as their script does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plexus.kernel.values import texts

COMPOUND_SURNAMES = frozenset([
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
    "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "梁丘",
    "左丘", "东门", "西门", "南荣", "第五", "叶赫", "完颜", "耶律", "纳兰", "爱新觉罗", "歐陽", "司馬", "東方",
    "諸葛", "上官", "長孫", "鍾離", "尉遲", "獨孤",
])  # fmt: skip
KOREAN_COMPOUND_SURNAMES = frozenset(["남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"])
HONORIFICS = frozenset([
    "先生", "女士", "小姐", "太太", "夫人", "总", "董", "总监", "总经理", "经理", "主任", "主管", "老师", "教授",
    "博士", "医生", "律师", "局长", "处长", "科长", "部长", "厂长", "店长", "会计", "师傅", "老板", "董事长",
    "同志",
])  # fmt: skip
PARTICLES = frozenset([
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "ten", "ter",
    "zu", "bin", "ibn", "al", "el", "st.", "san",
])  # fmt: skip
TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "mx", "herr", "frau", "mme", "m."])
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"])
_EASTERN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々\u3041-\u30ff\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々]")
_HAN_ONLY = re.compile(r"\A[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々 ]+\Z")
_PARTS = re.compile(r"([-'’])")
_DOTS = re.compile(r"[·•‧・]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name; any of them may be empty."""

    family: str
    given: str
    honorific: str = ""

    @property
    def full(self) -> str:
        """The parts in the order of their script."""
        return join(family=self.family, given=self.given) + self.honorific


def split(full_name: str) -> PersonName:
    """Family and given name of a full name: Chinese, Korean and Japanese order, else given first."""
    name = " ".join(full_name.split())
    if _is_eastern(name) and not _DOTS.search(name):
        return _split_eastern(name)
    return _split_western(name)


def join(*, family: str, given: str) -> str:
    """The full name: family first and unspaced in Chinese script, else given name first."""
    family, given = family.strip(), given.strip()
    if not (family and given):
        return family or given
    if _is_eastern(family) and _is_eastern(given):
        return family + given
    return f"{family} {given}" if _is_eastern(family) else f"{given} {family}"


def _is_eastern(text: str) -> bool:
    return not text.isascii() and _EASTERN.search(text) is not None


def _split_eastern(name: str) -> PersonName:
    if " " in name:
        family, _space, given = name.partition(" ")
        return PersonName(family, given)
    if _KANA.search(name):
        return PersonName(name, "")
    length = _surname_length(name)
    family, rest = name[:length], name[length:]
    return PersonName(family, "", rest) if rest in HONORIFICS else PersonName(family, rest)


def _surname_length(name: str) -> int:
    if name[:4] in COMPOUND_SURNAMES and len(name) > 4:
        return 4
    compound = name[:2] in COMPOUND_SURNAMES or name[:2] in KOREAN_COMPOUND_SURNAMES
    return 2 if compound and len(name) > 2 else 1


def _split_western(name: str) -> PersonName:
    if "," in name:
        family, _comma, given = name.partition(",")
        if given.strip(" .").lower() not in SUFFIXES:
            return PersonName(family.strip(), given.strip())
    words = [word for word in re.split(r"[ ·•‧・]", name) if word]
    if len(words) > 1 and words[0].rstrip(".").lower() in TITLES:
        words = words[1:]
    if len(words) < 2:
        return PersonName(" ".join(words), "")
    start = _family_start(words)
    return PersonName(" ".join(words[start:]), " ".join(words[:start]))


def _family_start(words: list[str]) -> int:
    start = len(words) - 1
    if words[start].strip(".,").lower() in SUFFIXES and start > 1:
        start -= 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return start


def written(name: str) -> str:
    """The name as it is usually written: no odd spaces, none between 汉字, no shouting, `Wang, Li` as Li Wang.

    Titles and honorifics stay, for they are part of how somebody is called. What is in mixed case is somebody's choice.
    """
    plain = texts.written(name)
    if _HAN.search(plain):
        family = plain.partition(" ")[0]
        chinese = _HAN_ONLY.match(plain) and (len(family) == 1 or family in COMPOUND_SURNAMES)
        return plain.replace(" ", "") if chinese else plain
    family, comma, given = (part.strip() for part in plain.partition(", "))
    if comma and "," not in given and _is_name(family) and _is_name(given):
        plain = f"{given} {family}"
    return unicodedata.normalize("NFC", " ".join(_cased(word, plain) for word in plain.split(" ")))


def _is_name(part: str) -> bool:
    """Whether a part of a name stands before or behind a comma for its own sake: it is no title and no degree."""
    return part[:1].isalpha() and part.strip(".").lower() not in SUFFIXES | TITLES


def _cased(word: str, name: str) -> str:
    """A word of a name; one that is all capitals, in a name that is, has only its first one left."""
    letters = [each for each in word if each.isalpha()]
    if name.isupper() and len(letters) > 1 and (" " in name or len(letters) > 3) and not _is_short(word):
        low = word.lower()
        return low if low in PARTICLES and word != name.split(" ", maxsplit=1)[0] else _capitals(low)
    if name.islower() and " " in name and word not in PARTICLES:
        return _capitals(word)
    return word


def _is_short(word: str) -> bool:
    """Initials and numbers behind a name: J.R., JP, III."""
    plain = word.strip(".,").lower()
    if plain in TITLES or plain in {"jr", "sr"}:
        return False
    return (
        "." in word.rstrip(".") or plain in {"ii", "iii", "iv"} or (len(plain) == 2 and not set(plain) & set("aeiouy"))
    )


def _capitals(word: str) -> str:
    """Each part of a word with a capital: jean-luc, o’neil, mcdonald."""
    made = "".join(part[:1].upper() + part[1:] for part in _PARTS.split(word))
    return f"Mc{made[2:3].upper()}{made[3:]}" if made.startswith("Mc") and len(made) > 4 else made
