"""Boxes for secrets: the key and the purpose open them, nothing else does."""

from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken

from plexus.kernel.values.boxes import box


def test_what_was_put_in_comes_out_of_the_same_box() -> None:
    kept = box("a key", "webhooks").encrypt(b"whsec_1")

    assert b"whsec_1" not in kept
    assert box("a key", "webhooks").decrypt(kept) == b"whsec_1"


@pytest.mark.parametrize(("key", "purpose"), [("another key", "webhooks"), ("a key", "second factors")])
def test_another_key_or_purpose_opens_nothing(key: str, purpose: str) -> None:
    kept = box("a key", "webhooks").encrypt(b"whsec_1")

    with pytest.raises(InvalidToken):
        box(key, purpose).decrypt(kept)
