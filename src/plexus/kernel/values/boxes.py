"""Boxes for secrets that have to be read again: encrypted under the installation's key, each purpose apart."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet


def box(key: str, purpose: str) -> Fernet:
    """What encrypts and decrypts for one purpose; nothing that another purpose's box made opens in it."""
    made = hashlib.sha256(purpose.encode() + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
