"""What kind the values of a column are of, judged on its most frequent texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from plexus.shell.importing.reading import days, looks
from plexus.shell.importing.reading.spellings import USUAL, Spelling

ENOUGH = 0.8
PARTLY = 0.5
LONGEST = 512
JUDGED = 400
CERTAIN = 8
REGIONS = ("CN", "US", "GB", "DE", "FR", "IN", "JP", "BR", "AU", "TW", "HK", "SG")


@dataclass(frozen=True, slots=True)
class Look:
    """A kind the values may be of, the share that are, and the spelling that fits most of them.

    `ambiguous` asks a person to choose between `spelling` and `alternatives`.
    """

    kind: str
    share: float
    spelling: Spelling = USUAL
    alternatives: tuple[Spelling, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether another spelling fits as well."""
        return bool(self.alternatives)


@dataclass(frozen=True)
class Column:
    """The distinct texts with their counts, and how many cells of each typed kind there are."""

    texts: Counter[str]
    typed: Counter[str]
    region: str

    @property
    def filled(self) -> int:
        return self.texts.total() + self.typed.total()

    @cached_property
    def judged(self) -> list[tuple[str, int]]:
        """The most frequent texts, on which the others are judged."""
        return self.texts.most_common(JUDGED)

    def share(self, fits: Callable[[str], bool], typed: tuple[str, ...] = ()) -> float:
        """The share of filled cells that fit, judged on the most frequent texts."""
        judged = self.judged
        known = sum(self.typed[kind] for kind in typed)
        weight = sum(times for _text, times in judged) + self.typed.total()
        return (known + sum(times for text, times in judged if len(text) <= LONGEST and fits(text))) / max(1, weight)


def choices_of(column: Column) -> tuple[str, ...]:
    """The texts of a column that looks like a choice: few, short, often repeated; else none."""
    few = 2 <= len(column.texts) <= min(50, column.texts.total() // 2)
    short = max(map(len, column.texts), default=0) <= 60
    return tuple(text for text, _times in column.texts.most_common()) if few and short else ()


def looks_of(column: Column) -> Iterator[Look]:
    """What a column may hold, with the share of its cells that fits: `ENOUGH` to be sure, else at least `PARTLY`."""
    for judge in _JUDGES:
        look = judge(column)
        if look is not None and look.share >= PARTLY:
            yield look


def _uuid(column: Column) -> Look:
    return Look("uuid", column.share(looks.is_uuid))


def _email(column: Column) -> Look:
    return Look("email", column.share(looks.is_email))


def _url(column: Column) -> Look:
    return Look("url", column.share(looks.is_url))


def _phone(column: Column) -> Look:
    regions = dict.fromkeys((column.region, *REGIONS))
    best = Look("phone", 0.0)
    for region in regions:
        share = column.share(lambda text, here=region: looks.is_phone(text, here))  # type: ignore[misc]
        if share > best.share + 0.05:
            best = Look("phone", share, Spelling(region=region))
        if best.share >= ENOUGH or (share == 0.0 == best.share and region == "US"):
            break
    return best


def _yes_no(column: Column) -> Look | None:
    if len(column.texts) > 4 or (set(column.texts) <= {"0", "1"} and not column.typed["yes_no"]):
        return None
    return Look("yes_no", column.share(looks.is_yes_or_no, ("yes_no",)))


def _zero_one(column: Column) -> Look | None:
    return Look("yes_no", 1.0) if set(column.texts) == {"0", "1"} and not column.typed else None


def _day(column: Column) -> Look | None:
    """The order that the most values allow; the whole column is read, not a sample."""
    typed = column.typed["date"] + column.typed["datetime"]
    read = (
        {order: sum(times for text, times in column.texts.items() if days.read(text, order)) for order in days.ORDERS}
        if _may_be_days(column)
        else dict.fromkeys(days.ORDERS, 0)
    )
    most = max(read.values())
    if not most + typed:
        return None
    fitting = [order for order in days.ORDERS if read[order] == most]
    best, *others = _preferred(column, fitting) if most else ["YMD"]
    return Look(
        _day_kind(column, best),
        (most + typed) / column.filled,
        Spelling(order=best),
        tuple(Spelling(order=order) for order in others),
    )


def _may_be_days(column: Column) -> bool:
    return column.share(lambda text: any(days.read(text, order) for order in days.ORDERS)) >= 0.5


def _preferred(column: Column, fitting: list[str]) -> list[str]:
    """The fitting orders, the likeliest first; only those that would change a day."""
    if len(fitting) == 1 or ("YMD" in fitting and not any(map(days.is_open, column.texts))):
        return fitting[:1] if "YMD" not in fitting else ["YMD"]
    dotted = sum(times for text, times in column.texts.items() if "/" not in text)
    wanted = ("DMY", "MDY", "YMD") if dotted * 2 > column.texts.total() else ("MDY", "DMY", "YMD")
    return [order for order in wanted if order in fitting]


def _day_kind(column: Column, order: str) -> str:
    for text in column.texts:
        moment = days.read(text, order)
        if isinstance(moment, datetime) and moment.time().isoformat() != "00:00:00":
            return "datetime"
    return "datetime" if column.typed["datetime"] else "date"


def _serial(column: Column) -> Look | None:
    """Bare numbers that would be days between 1990 and 2060 in a spreadsheet."""
    share = column.share(lambda text: looks.is_integer(text) and 32874 <= float(_bare(text)) <= 58804)
    return Look("date", share * 0.9, Spelling(order="serial")) if share > 0.99 else None


def _bare(text: str) -> str:
    return text.replace(",", "").replace("'", "").replace(" ", "")


def _percent(column: Column) -> Look | None:
    mark, others = _decimal_mark(column)
    share = column.share(lambda text: looks.percent(text, mark) is not None)
    return Look("percent", share, Spelling(decimal_mark=mark), others)


def _money(column: Column) -> Look | None:
    named = Counter[str]()
    for text, times in column.judged:
        found = looks.currency(text)
        if found:
            named[found] += times
    if not named:
        return None
    mark, others = _decimal_mark(column)
    share = named.total() / max(1, sum(times for _t, times in column.judged))
    currency = named.most_common(1)[0][0]
    return Look("money", share, Spelling(decimal_mark=mark, currency=currency), others)


def _integer(column: Column) -> Look:
    return Look("integer", column.share(looks.is_integer, ("integer",)))


def _decimal(column: Column) -> Look | None:
    mark, others = _decimal_mark(column)
    share = column.share(lambda text: looks.is_decimal(text, mark), ("integer", "decimal"))
    return Look("decimal", share, Spelling(decimal_mark=mark), others)


def _decimal_mark(column: Column) -> tuple[str, tuple[Spelling, ...]]:
    """The mark that reads the most values; the other one too when every value allows both."""
    texts = [_digits(text) for text, _times in column.judged]
    marked = [text for text in texts if "," in text or "." in text]
    point = sum(looks.number(text, ".") is not None for text in marked)
    comma = sum(looks.number(text, ",") is not None for text in marked)
    if point == comma and marked:
        if len(marked) >= CERTAIN and all("," in text for text in marked):
            return ".", ()
        best = "." if all("," in text for text in marked) or "." in marked[0] else ","
        other = "," if best == "." else "."
        return best, (Spelling(decimal_mark=other),)
    return (",", ()) if comma > point else (".", ())


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char in ",.'")


_JUDGES: tuple[Callable[[Column], Look | None], ...] = (
    _uuid, _email, _url, _day, _phone, _yes_no, _percent, _money, _integer, _decimal, _zero_one,
    _serial,
)  # fmt: skip
