"""What may be chosen in settings: languages, themes, time zones, currencies, countries."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]


def languages(empty: str = "") -> Choices:
    """The languages by their own names."""
    known = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", empty), *known] if empty else known


def themes() -> Choices:
    """Light, dark, or like the system."""
    return [
        ("", _("As this browser chose")),
        ("light", _("Light")),
        ("dark", _("Dark")),
        ("system", _("Like the system")),
    ]


def time_zones(empty: str = "") -> Choices:
    """Every time zone by its name."""
    known = [(name, name.replace("_", " ")) for name in _zones()]
    return [("", empty), *known] if empty else known


def currencies() -> Choices:
    """Every currency by code and name in the reader's language."""
    named = _locale().currencies
    return [(code, f"{code} · {named[code]}") for code in sorted(list_currencies()) if code in named]


def countries() -> Choices:
    """Every country by its name in the reader's language."""
    named = _locale().territories
    found = [
        (code, name)
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "EZ", "UN", "XA", "XB"}
    ]
    return sorted(found, key=lambda each: each[1])


def _locale() -> Locale:
    return Locale.parse("zh_Hans_CN" if (get_language() or "en").startswith("zh") else "en")


@cache
def _zones() -> tuple[str, ...]:
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    )
