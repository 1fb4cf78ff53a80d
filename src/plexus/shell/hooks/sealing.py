"""The secrets that sign messages: made here, shown once, kept encrypted under a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from plexus.kernel.values.boxes import box

PREFIX = "whsec_"
LENGTH = 32


class SecretLost(Exception):
    """The secret was encrypted under another key than today's."""


def new_secret() -> str:
    """A fresh secret as its reader wants it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def seal(secret: str) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret that was kept; raises `SecretLost`."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretLost from error


def signature(secret: str, name: str, timestamp: int, body: bytes) -> str:
    """The signature of a message by Standard Webhooks: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{name}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def _box() -> Fernet:
    return box(settings.SECRET_KEY, "plexus webhooks")
