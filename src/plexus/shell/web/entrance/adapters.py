"""How allauth fits Plexus: nobody signs up by himself, and second factors are kept encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from plexus.kernel.values.boxes import box


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **known: Any
    ) -> None:
        """What allauth says, but for the greeting: who comes in sees that he is in."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *more, **known)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings-security")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The secrets of second factors are encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return box(settings.SECRET_KEY, "plexus second factors")
