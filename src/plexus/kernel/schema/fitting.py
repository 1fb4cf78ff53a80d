"""Whether a value fits a field: the refusal, the families of comparisons, and clean text."""

from __future__ import annotations

from typing import Any
from unicodedata import category

from plexus.kernel.values.refusals import gettext_noop as _

EQUALITY = frozenset({"eq", "ne", "in", "not_in"})
ORDER = frozenset({"lt", "lte", "gt", "gte", "between"})
PRESENCE = frozenset({"empty", "not_empty"})
WORDS = frozenset({"contains", "not_contains", "starts_with"})
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that are drawn as nothing


class Unfit(ValueError):
    """A value does not fit its field; `code` is stable, `message` a template with `%(name)s` places."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.code, self.message, self.params = code, message, params
        super().__init__(message % params)


NOT_TEXT = _("Expected text, got %(got)s.")


def text_of(value: Any, *, limit: int = 100_000) -> str:
    """The value as clean text; raises `Unfit` for what is none, holds NUL, or is longer than the limit."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit("not_text", NOT_TEXT, got=type(value).__name__)
    text = str(value).strip()
    if "\x00" in text:
        raise Unfit("bad_character", _("The text holds a NUL character. Remove it."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unfit("bad_character", _("The text holds half of a character pair. Remove it.")) from error
    if len(text) > limit:
        raise Unfit(
            "too_long",
            _("The text is %(length)d characters long; at most %(limit)d fit."),
            length=len(text),
            limit=limit,
        )
    return text if any(map(_is_seen, text)) else ""


def _is_seen(character: str) -> bool:
    """Whether anybody sees a character: joiners and marks of direction alone make no name."""
    return category(character) not in UNSEEN and character not in BLANK
