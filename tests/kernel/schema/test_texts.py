"""A text that nobody can see is none."""

from __future__ import annotations

import pytest

from plexus.kernel.schema.fitting import text_of


@pytest.mark.parametrize("unseen", ["", "  ", "\u200b\u200d\ufeff", "\u202e\u2066", "\u3164", "\u2800 \u00a0"])
def test_a_text_of_joiners_and_blanks_alone_is_empty(unseen: str) -> None:
    assert text_of(unseen) == ""


@pytest.mark.parametrize("seen", ["张伟", "👩‍👩‍👧", "a\u200bb", "\ue000", "०", "é"])
def test_a_text_with_anything_to_see_stays_as_it_is(seen: str) -> None:
    assert text_of(f" {seen} ") == seen
