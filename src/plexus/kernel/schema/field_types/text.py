"""Text in one line and in many, e-mail, phone and web addresses."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import EQUALITY, PRESENCE, WORDS, Unfit, text_of
from plexus.kernel.values.markup import is_visible, sanitised
from plexus.kernel.values.refusals import gettext_noop as _

MAIL = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+\.[^\s@<>,;:\"\\()\[\].]{2,}")
PHONE = re.compile(r"[+(]?[\d\s().\-/+*#]{3,}(?:\s*(?:ext|x|转)\.?\s*\d+)?", re.IGNORECASE)


class Text(FieldType):
    """One line of text."""

    key: ClassVar[str] = "text"
    operators = EQUALITY | PRESENCE | WORDS
    textual: ClassVar[bool] = True
    empty: ClassVar[Any] = ""

    def convert(self, value: Any, field: Field) -> str:
        return " ".join(text_of(value, limit=field.max_length or 1000).split())

    def operand(self, value: Any, field: Field) -> str:
        return text_of(value, limit=1000)

    def json_schema(self, field: Field) -> dict[str, Any]:
        limit = {"maxLength": field.max_length} if field.max_length else {}
        return {"type": ["string", "null"]} | limit


class LongText(Text):
    """Text in several lines."""

    key = "long_text"
    sortable = False

    def convert(self, value: Any, field: Field) -> str:
        return text_of(value, limit=field.max_length or 100_000)


class RichText(LongText):
    """Text with headings, lists and links: HTML of which only what is harmless is kept."""

    key = "rich_text"

    def convert(self, value: Any, field: Field) -> str:
        text = sanitised(text_of(value, limit=100_000))
        return text if is_visible(text) else ""

    def example(self, field: Field) -> str:
        return "<p>Serviced in <strong>March</strong>.</p>"


class AutoNumber(Text):
    """A running number that the product draws when a record is made."""

    key = "auto_number"

    def example(self, field: Field) -> str:
        return "M-0042"


class Email(Text):
    """An e-mail address."""

    key = "email"

    def convert(self, value: Any, field: Field) -> str:
        text = text_of(value, limit=254)
        if not MAIL.fullmatch(text):
            raise Unfit(
                "not_an_email", _("“%(value)s” is not an e-mail address. Write it like name@example.com."), value=text
            )
        return text

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "email", "maxLength": 254}

    def example(self, field: Field) -> str:
        return "zhang.wei@example.com"


class Phone(Text):
    """A telephone number as people write it."""

    key = "phone"

    def convert(self, value: Any, field: Field) -> str:
        text = text_of(value, limit=50)
        if not PHONE.fullmatch(text):
            raise Unfit(
                "not_a_phone", _("“%(value)s” is not a phone number. Write it like +86 138 1234 5678."), value=text
            )
        return text

    def example(self, field: Field) -> str:
        return "+86 138 1234 5678"


class Url(Text):
    """A web address; `https://` is put before a bare host name."""

    key = "url"

    def convert(self, value: Any, field: Field) -> str:
        text = text_of(value, limit=field.max_length or 500)
        full = text if "://" in text else f"https://{text}"
        if not _is_web_address(full):
            raise Unfit(
                "not_a_url", _("“%(value)s” is not a web address. Write it like https://example.com."), value=text
            )
        return full

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "uri"}

    def example(self, field: Field) -> str:
        return "https://example.com"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not re.search(r"\s|[<>\"]", text)
