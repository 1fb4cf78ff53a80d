"""Phone numbers: kept as E.164, shown as the reader's country writes them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

_CHINESE_MOBILE = re.compile(r"\A(?:\+?86|0086)?(1[3-9]\d{9})\Z")
_EXTENSION = re.compile(r"\s*(?:转|轉|分机|分機)\s*")
# Lists show the same numbers again and again; writing one takes longer than the rest of its cell.
SHOWN = 20_000
_FILLING = re.compile(r"[\s\-‐-―().]+")


class PhoneUnreadable(Refusal):
    """A text was expected to be a phone number and is none."""

    message = _("“%(text)s” is not a phone number of %(region)s. Add the country code, as in +86.")


def normalise(text: str, *, region: str = "CN") -> str:
    """The number as E.164, with `;ext=` when it has an extension.

    Without a country code the number must be a valid one of `region`; with one it need only
    have a possible length, since new ranges open every month.

    Raises `PhoneUnreadable`.
    """
    if len(text) > 80:
        raise PhoneUnreadable(text=text[:80], region=region)
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("tel:")
    plain = _EXTENSION.sub(" ext ", plain)
    bare = _FILLING.sub("", plain)
    mobile = _CHINESE_MOBILE.match(bare)
    if mobile and (region == "CN" or len(bare) > 11):
        return "+86" + mobile[1]
    number = _parsed(plain, region)
    if number is None:
        raise PhoneUnreadable(text=text[:80], region=region)
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


def written(text: str, *, region: str = "CN") -> str:
    """The number in its one form, as people can read it: E.164, and the extension behind a word."""
    return normalise(text, region=region).replace(";ext=", " ext ")


@lru_cache(maxsize=SHOWN)
def display(e164: str, *, region: str = "CN") -> str:
    """The number as people in `region` write it; what is no E.164 comes back unchanged."""
    try:
        number = phonenumbers.parse(e164, None)
    except NumberParseException:
        return e164
    home = phonenumbers.region_code_for_country_code(number.country_code or 0) == region
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def is_phone(text: str, *, region: str = "CN") -> bool:
    """Whether `normalise` would take the text."""
    try:
        normalise(text, region=region)
    except PhoneUnreadable:
        return False
    return True


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(_with_plus(text), region)
    except NumberParseException:
        return None
    if text.startswith(("+", "00")):
        return number if phonenumbers.is_possible_number(number) else None
    return number if phonenumbers.is_valid_number(number) else None


def _with_plus(text: str) -> str:
    return "+" + text[2:] if text.startswith("00") else text
