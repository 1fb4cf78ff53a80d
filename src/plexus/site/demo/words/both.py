"""A word in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Both(NamedTuple):
    """The same word in English and in simplified Chinese."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """The word in a language; English for any that is not Chinese."""
        return self.zh if language.startswith("zh") else self.en
