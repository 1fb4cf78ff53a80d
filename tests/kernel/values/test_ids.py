"""Ids in texts."""

from __future__ import annotations

from uuid import UUID

import pytest

from plexus.kernel.values.ids import id_in

KEY = UUID("0190f4a1-7c00-7000-8000-00000000002a")


@pytest.mark.parametrize("text", [str(KEY), str(KEY).upper(), KEY.hex, f"{{{KEY}}}"])
def test_an_id_is_found_however_it_is_written(text: str) -> None:
    assert id_in(text) == KEY


@pytest.mark.parametrize("text", ["", "accounts", str(KEY)[:-1], f" {KEY}", "p-1"])
def test_whatever_else_a_text_says_is_no_id(text: str) -> None:
    assert id_in(text) is None
