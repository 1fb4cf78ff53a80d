"""Sensible guesses for a new company, from what the browser says; the person sees and changes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plexus.shell.components.forms import Control, Option
from plexus.shell.web import choices

ASKED = ("language", "currency", "time_zone")
WORLD = "001"
USUAL = {"CN": "Asia/Shanghai", "US": "America/New_York", "GB": "Europe/London", "DE": "Europe/Berlin"}


def controls(request: HttpRequest, errors: Mapping[str, tuple[str, ...]]) -> Iterator[Control]:
    """Language, time zone and currency of the company; the browser corrects the last two by where it is."""
    country = territory(request.headers.get("Accept-Language", ""), get_language() or "en")
    posted = request.POST
    language = posted.get("language", get_language() or "en")
    zone = posted.get("time_zone") or USUAL.get(country) or _first_zone(country)
    currency = posted.get("currency") or currency_of(country)
    everybody = _("Everybody can choose another for herself or himself.")
    in_sums = _("Sums are in this currency.")
    for name, label, known, guess, hint in (
        ("language", _("Language"), choices.languages(), language, everybody),
        ("time_zone", _("Time zone"), choices.time_zones(), zone, ""),
        ("currency", _("Currency"), choices.currencies(), currency, in_sums),
    ):
        options = tuple(Option(value, words, chosen=value == guess) for value, words in known)
        yield Control(name, label, kind="select", options=options, errors=errors.get(name, ()), hint=hint)


def chosen(posted: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, and the country that the time zone lies in."""
    found = {name: posted.get(name, "") for name in ASKED}
    return found | {"country": _country_of_zone(found["time_zone"])}


def territory(accepted: str, language: str) -> str:
    """The country that a browser's first language speaks of, such as CN or GB; that of the language otherwise."""
    for text in (accepted.partition(",")[0].partition(";")[0].strip(), language):
        try:
            known = Locale.parse(text, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        if known.territory and known.territory.isalpha():
            return known.territory
        likely = get_global("likely_subtags").get(known.language, "")
        if likely:
            return str(likely).rpartition("_")[2]
    return "US"


def currency_of(country: str) -> str:
    """What is paid with in a country today."""
    found = get_territory_currencies(country)
    return str(found[0]) if found else "USD"


@cache
def currency_by_zone() -> dict[str, str]:
    """The currency of each time zone that can be chosen, for the browser to choose from."""
    zones = (zone for zone, _label in choices.time_zones())
    return {zone: currency_of(country) for zone in zones if (country := _country_of_zone(zone))}


def _country_of_zone(zone: str) -> str:
    aliases = get_global("zone_aliases")
    country = str(get_global("zone_territories").get(aliases.get(zone, zone), ""))
    return "" if country == WORLD else country


def _first_zone(country: str) -> str:
    found = (zone for zone, _label in choices.time_zones() if _country_of_zone(zone) == country)
    return next(found, "Asia/Shanghai")
