"""What a human being decides about his or her own login."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models.functions import Now

from plexus.kernel.identity.models import User
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _

THEMES = frozenset({"", "light", "dark", "system"})
NOT_OFFERED = _("“%(value)s” is not offered.")
CHOSEN = ("language", "theme", "time_zone")


class PreferenceRefused(Refusal):
    """A preference has a value that is not offered."""

    message = _("Some fields need attention.")


class PasswordTooWeak(Refusal):
    """The password validators object."""

    message = _("Choose another password.")


def set_preferences(user: User, *, chosen: Mapping[str, str], languages: Collection[str]) -> None:
    """Keep language, theme or time zone, whichever are given; empty means: as the workspace or the browser says.

    Raises `PreferenceRefused`.
    """
    faults = [
        FieldError(name, "not_offered", NOT_OFFERED, {"value": value})
        for name, value in chosen.items()
        if not _offered(name, value, languages)
    ]
    if faults:
        raise PreferenceRefused(fields=faults)
    for name, value in chosen.items():
        setattr(user, name, value)
    user.save(update_fields=[name for name in CHOSEN if name in chosen])


def choose_password(user: User, password: str) -> None:
    """Set a password that the validators accept; every session but the present one ends by it.

    Raises `PasswordTooWeak`.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak(
            fields=[FieldError("password", "too_weak", "%(reason)s", {"reason": reason}) for reason in error.messages]
        ) from error
    user.set_password(password)
    user.save(update_fields=["password"])


def rename(user: User, name: str) -> None:
    """Keep the name that the login shows where no workspace is chosen."""
    user.name = name
    user.save(update_fields=["name"])


def forget_stale_sessions() -> None:
    """Delete what nobody can be signed in by any more."""
    Session.objects.filter(expire_date__lt=Now()).delete()


def _offered(name: str, value: Any, languages: Collection[str]) -> bool:
    match name:
        case "language":
            return value == "" or value in languages
        case "theme":
            return value in THEMES
        case "time_zone":
            return value == "" or value in available_timezones()
        case _:
            return False
