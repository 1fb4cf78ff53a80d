"""Addresses in one form: each part in its place, postal codes as their country writes them; nothing is thrown away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from plexus.kernel.values import addresses, texts

# How countries are called, in English, Chinese and their own language, and by their codes.
COUNTRIES = {
    "CN": ("china", "中国", "中华人民共和国", "p.r.china", "pr china", "prc", "chn"),
    "US": ("united states", "united states of america", "usa", "u.s.a.", "u.s.", "america", "美国"),
    "CA": ("canada", "加拿大", "can"),
    "GB": ("united kingdom", "great britain", "uk", "u.k.", "england", "scotland", "wales", "英国", "gbr"),
    "DE": ("germany", "deutschland", "德国", "deu"),
    "FR": ("france", "法国", "fra"),
    "IT": ("italy", "italia", "意大利", "ita"),
    "ES": ("spain", "españa", "西班牙", "esp"),
    "NL": ("netherlands", "the netherlands", "nederland", "holland", "荷兰", "nld"),
    "JP": ("japan", "日本", "jpn"),
    "KR": ("south korea", "korea", "republic of korea", "韩国", "kor"),
    "AU": ("australia", "澳大利亚", "aus"),
    "IN": ("india", "印度", "ind"),
    "BR": ("brazil", "brasil", "巴西", "bra"),
}
_CODES = {name: code for code, names in COUNTRIES.items() for name in (code.lower(), *names)}
# The signs of a postal code without spaces and dashes, and how its country writes them.
POSTAL: dict[str, tuple[re.Pattern[str], str]] = {
    "GB": (re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})"), r"\1 \2"),
    "CA": (re.compile(r"([A-Z]\d[A-Z])(\d[A-Z]\d)"), r"\1 \2"),
    "NL": (re.compile(r"([1-9]\d{3})([A-Z]{2})"), r"\1 \2"),
    "US": (re.compile(r"(\d{5})(\d{4})"), r"\1-\2"),
    "JP": (re.compile(r"(\d{3})(\d{4})"), r"\1-\2"),
    "BR": (re.compile(r"(\d{5})(\d{3})"), r"\1-\2"),
}
_STATE = re.compile(r"\A[A-Za-z]{2}\Z")
# What stands behind the street, in one line, in countries that write the code before the city or behind the state.
_LINES: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(
        ("DE", "FR", "IT", "ES"), re.compile(r"\A(?P<street>[^,]*\S),\s*(?P<code>\d{5})\s+(?P<city>[^,\d]+?)\Z")
    ),
    "NL": re.compile(r"\A(?P<street>[^,]*\S),\s*(?P<code>\d{4}\s?[A-Za-z]{2})\s+(?P<city>[^,\d]+?)\Z"),
    "US": re.compile(
        r"\A(?P<street>.*\S),\s*(?P<city>[^,\d]+?),\s*(?P<region>[A-Za-z]{2}),?\s+(?P<code>\d{5}(?:-\d{4})?)\Z"
    ),
    "CA": re.compile(
        r"\A(?P<street>.*\S),\s*(?P<city>[^,\d]+?),\s*(?P<region>[A-Za-z]{2}),?\s+"
        r"(?P<code>[A-Za-z]\d[A-Za-z]\s?\d[A-Za-z]\d)\Z"
    ),
    "GB": re.compile(
        r"\A(?P<street>.*\S),\s*(?P<city>[^,\d]+?),?\s+(?P<code>[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2})\Z"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """The parts of an address as they stand in its fields."""

    street: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    postal_code: str = ""


def code_of(country: str) -> str:
    """The code of a country by its name or code; blank where it is none that we know."""
    return _CODES.get(" ".join(country.lower().split()), "")


def written(place: Place, *, home: str = "CN") -> Place:
    """The address in its one form; one that names no country is read as of the country that it looks like, or home."""
    plain = Place(*(texts.written(getattr(place, name)) for name in Place.__slots__))
    while (parted := _parted(plain, home)) != plain:
        plain = parted
    return _coded(plain, home)


def _parted(place: Place, home: str) -> Place:
    """The address after one step of putting what stands in the street into fields that are empty."""
    steps: tuple[Callable[[Place, str], Place | None], ...] = (_chinese, _district, _without_country, _in_line)
    return next((found for step in steps if (found := step(place, home)) is not None), place)


def _chinese(place: Place, _home: str) -> Place | None:
    """Province, city and postal code out of a Chinese street, where no other stands in their fields."""
    found = addresses.part(place.street)
    if found is None or not _agree((place.region, found.region), (place.city, found.city)):
        return None
    if found.postal_code and place.postal_code not in {"", found.postal_code}:
        return None
    code = found.postal_code or place.postal_code
    return replace(
        place, street=found.street, region=place.region or found.region, city=place.city or found.city,
        postal_code=code,
    )  # fmt: skip


def _agree(*pairs: tuple[str, str]) -> bool:
    """Whether what a field holds is what was found, were it called shorter or not at all."""
    return all(not held or not found or held == found for held, found in pairs)


def _district(place: Place, _home: str) -> Place | None:
    """The district out of a Chinese street whose city is known."""
    name = addresses.district_of(place.street) if place.city and place.district == "" else ""
    rest = place.street.removeprefix(name).lstrip(" ,，")
    return replace(place, street=rest, district=name) if name and rest else None


def _without_country(place: Place, _home: str) -> Place | None:
    """The country off the end of a street, where its field is empty."""
    street, comma, last = place.street.rpartition(",")
    name = last.strip()
    if place.country or place.city or not comma or not street.strip() or not code_of(name):
        return None
    if len(name) == 2 and name.upper() not in {"UK", "US"}:
        return None  # CA is California more often than Canada.
    return replace(place, street=street.strip(), country=name)


def _in_line(place: Place, home: str) -> Place | None:
    """City, state and postal code out of a street in one line, as the country writes it."""
    code = code_of(place.country) if place.country else home
    found = _LINES[code].match(place.street) if code in _LINES and not (place.city or place.postal_code) else None
    region = found.groupdict().get("region", "") if found else ""
    if found is None or (region and place.region not in {"", region}):
        return None
    return replace(
        place, street=found["street"], city=found["city"].strip(), postal_code=found["code"],
        region=region or place.region,
    )  # fmt: skip


def _coded(place: Place, home: str) -> Place:
    """Postal code and state as the country writes them."""
    country = code_of(place.country) if place.country else home
    pattern, shown = POSTAL.get(country, (None, ""))
    bare = re.sub(r"[\s-]", "", place.postal_code).upper()
    found = pattern.fullmatch(bare) if pattern else None
    code = found.expand(shown) if found else place.postal_code
    states = country in {"US", "CA", "AU"} and _STATE.match(place.region)
    return replace(place, postal_code=code, region=place.region.upper() if states else place.region)
