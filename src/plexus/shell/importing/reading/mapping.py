"""Which column goes to which field: proposals with a score and a reason, each field used once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from plexus.shell.importing.reading import synonyms
from plexus.shell.importing.reading.profiling import ColumnProfile
from plexus.shell.importing.reading.traditional import simplified

LEAST = 0.55
FUZZY = 0.88
EMPTY_MALUS = 0.2
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_PREFIX = re.compile(r"\A([a-z]+|[\u4e00-\u9fff]{2,3})(?: - |[.:：/])\s*", re.IGNORECASE)
_PREFIXES = {
    "accounts": "account company organization organisation 客户 公司",
    "contacts": "contact person lead 联系人",
    "deals": "deal opportunity 商机",
    "products": "product 产品",
    "activities": "activity note 活动",
    "tasks": "task activity 任务",
    "deal-line-items": "product 产品",
}
_OTHER_UNIT = re.compile(r"second|秒", re.IGNORECASE)
_UNTOUCHED = re.compile(r"\(do not modify\)|_checksum\Z|system ?modstamp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may fill. `kind` is a kind of converter, or `reference`."""

    key: str
    label_en: str
    label_zh: str
    kind: str = "text"
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do with one column: the field it should fill (None: leave it out), and why.

    `reason` is one of exact, synonym, similar, content and none; the score is between 0 and 1.
    """

    index: int
    header: str
    target: str | None
    score: float
    reason: str


def propose(
    headers: Sequence[str],
    profiles: Sequence[ColumnProfile | None],
    targets: Sequence[Target],
    *,
    object_name: str = "",
) -> list[Proposal]:
    """One proposal for each header, in their order; the best pairs are taken first."""
    pairs = sorted(
        (
            (-score, index, place, reason)
            for index, header in enumerate(headers)
            for place, target in enumerate(targets)
            for score, reason in [_judge(header, profiles[index], target, object_name)]
            if score >= LEAST
        ),
    )
    chosen: dict[int, Proposal] = {}
    used: set[int] = set()
    for negative, index, place, reason in pairs:
        if index not in chosen and place not in used:
            used.add(place)
            key = targets[place].key
            chosen[index] = Proposal(index, headers[index], key, round(-negative, 3), reason)
    return [chosen.get(index, Proposal(index, header, None, 0.0, "none")) for index, header in enumerate(headers)]


def beside(header: str, key: str, object_name: str) -> str:
    """The other field that a header means as well as the one it was given to; empty without."""
    other = synonyms.beside(object_name, key)
    words = {plain(word) for word in synonyms.of_field(object_name, other)} if other else set()
    return other if words & _names(header, object_name).keys() else ""


def missing(proposals: Sequence[Proposal], targets: Sequence[Target]) -> tuple[str, ...]:
    """The required fields that no column fills."""
    used = {proposal.target for proposal in proposals}
    return tuple(target.key for target in targets if target.required and target.key not in used)


@lru_cache(maxsize=4096)
def plain(header: str, *, brackets: bool = False) -> str:
    """A header without case, punctuation and (unless kept) what stands in brackets."""
    text = simplified(unicodedata.normalize("NFKC", header)).removesuffix("__c").replace("IDs", "Ids")
    bare = text if brackets else _BRACKETS.sub(" ", text).strip() or text
    words = re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", bare)).strip().casefold()
    return re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", words)


def _judge(header: str, profile: ColumnProfile | None, target: Target, object_name: str) -> tuple[float, str]:
    if _UNTOUCHED.search(header) or _in_other_unit(header, target.key):
        return 0.0, "none"
    score, reason = _by_name(header, target, object_name)
    if profile is None or not profile.count:
        return score, reason
    if profile.count == profile.empty:
        return max(0.0, score - EMPTY_MALUS), reason
    agreement = _agreement(profile, target.kind)
    if score < LEAST and profile.kind == _TELLING.get(target.kind):
        return 0.56 + _fullness(profile), "content"
    return min(1.0, max(0.0, score + agreement)), reason


@lru_cache(maxsize=65536)
def _by_name(header: str, target: Target, object_name: str) -> tuple[float, str]:
    names = _names(header, object_name)
    labels = {plain(target.key), plain(target.label_en), plain(target.label_zh)}
    words = _words(target.synonyms, object_name, target.key)
    exact = [0.96 - malus for name, malus in names.items() if name in labels]
    if exact:
        return max(exact), "exact"
    known = [0.94 - words[name] * 0.002 - malus for name, malus in names.items() if name in words]
    if known:
        return max(known), "synonym"
    grams = _grams_of_words(target.synonyms, object_name, target.key)
    near = [name for name in names if len(_grams(name) & grams) >= _shared(name)]
    best = max((_similar(name, word) for name in near for word in words), default=0.0)
    return (best * 0.75, "similar") if best >= FUZZY else (0.0, "none")


@lru_cache(maxsize=1024)
def _names(header: str, object_name: str) -> dict[str, float]:
    """The ways to read a header, each with what it costs: less of the header costs more."""
    prefix = _PREFIX.match(header)
    own = _PREFIXES.get(object_name, "").split()
    bare = header[prefix.end() :] if prefix and prefix[1].lower() in own else header
    spoken = plain(header)
    found: dict[str, float] = {}
    for name, malus in (
        (plain(header, brackets=True), 0.0),
        (spoken, 0.01),
        (plain(bare), 0.01),
        (spoken.replace(" ", ""), 0.01),
        (re.sub(r" \d+\Z", "", spoken), 0.03),
    ):
        if name:
            found.setdefault(name, malus)
    return found


def _in_other_unit(header: str, key: str) -> bool:
    """Whether a column of seconds would fill a field of minutes."""
    return key.endswith("_minutes") and _OTHER_UNIT.search(header) is not None


@lru_cache(maxsize=1024)
def _words(given: tuple[str, ...], object_name: str, key: str) -> dict[str, int]:
    """Each synonym without punctuation, with its rank."""
    known = (*given, *synonyms.of_field(object_name, key))
    ranks: dict[str, int] = {}
    for rank, word in enumerate(known):
        ranks.setdefault(plain(word), min(rank, 60))
    return ranks


@lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[str]:
    """Two letters at a time."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


@lru_cache(maxsize=1024)
def _grams_of_words(given: tuple[str, ...], object_name: str, key: str) -> frozenset[str]:
    """The pairs of letters in all words for a field."""
    return frozenset().union(*map(_grams, _words(given, object_name, key)))


@lru_cache(maxsize=4096)
def _shared(name: str) -> int:
    """How many pairs of letters a name has at least in common with a word that is similar enough.

    Of two such words, whose lengths are `a` and at least 2/3 of it, 0.44 of all letters stand in blocks in both, in at
    most 0.12 of their number and one more: fewer pairs than 0.32 × 5/3 of `a` less one cannot be shared.
    """
    repeated = len(name) - 1 - len(_grams(name))
    return max(1, int(0.53 * len(name) - 1) - repeated)


@lru_cache(maxsize=65536)
def _similar(left: str, right: str) -> float:
    shorter = min(len(left), len(right))
    if shorter < 3 or abs(len(left) - len(right)) > shorter // 2 or len(_grams(left) & _grams(right)) < _shared(left):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= FUZZY else 0.0


_TELLING = {"email": "email", "emails": "email", "phone": "phone", "phones": "phone", "url": "url"}
_AGREEING = {
    "email": {"email"}, "phone": {"phone", "integer", "decimal"}, "url": {"url"}, "uuid": {"uuid"},
    "emails": {"email"}, "phones": {"phone", "integer", "decimal"},
    "date": {"date", "datetime"}, "datetime": {"date", "datetime"}, "yes_no": {"yes_no"},
    "integer": {"integer"}, "decimal": {"decimal", "integer", "money", "percent"},
    "money": {"money", "decimal", "integer"}, "percent": {"percent", "decimal", "integer"},
}  # fmt: skip
_NAMELIKE = frozenset({"text", "reference", "choice"})


def _agreement(profile: ColumnProfile, kind: str) -> float:
    """How much the content speaks for (up to 0.04) or against (down to -0.4) this kind."""
    agreeing = _AGREEING.get(kind)
    if agreeing is None:
        odd = kind in _NAMELIKE and profile.kind in {"email", "url", "date", "datetime", "money"}
        return -0.15 if odd else 0.0
    looks = {look.kind for look in profile.looks}
    if looks & agreeing or profile.kind in agreeing:
        return 0.04
    if profile.partly & agreeing:
        return -0.1
    return -0.4 if kind in _TELLING or profile.distinct > 1 else -0.1


def _fullness(profile: ColumnProfile) -> float:
    return 0.02 * (1 - profile.empty_share)
