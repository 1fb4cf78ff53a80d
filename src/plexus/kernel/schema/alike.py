"""Whether two things would be called the same on one page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from plexus.kernel.schema.field import LANGUAGES, Label


def said_already(labels: Iterable[Label], *, english: str, chinese: str) -> bool:
    """Whether one of the labels reads in some language as this label would."""
    known = list(labels)
    for language in LANGUAGES:
        mine = (english or chinese) if language == "en" else (chinese or english)
        with override(language):
            if mine.strip().casefold() in {str(each).strip().casefold() for each in known}:
                return True
    return False
