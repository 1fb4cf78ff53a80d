"""Who may pass to a page. What is not marked wants a person of a workspace: nothing opens by being forgotten."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)
_MARK = "plexus_gate"
_OWN = "plexus_ones_own"


class Gate(StrEnum):
    """What a page wants to know of whoever asks."""

    OPEN = "open"
    TOKEN = "token"  # noqa: S105 - no secret, a kind of door
    LOGIN = "login"
    PERSON = "person"


def open_to_all(view: V) -> V:
    """A page for strangers: signing in, health."""
    return _marked(view, Gate.OPEN)


def by_token(view: V) -> V:
    """An address of the API, whose own door finds the actor of the token."""
    return _marked(view, Gate.TOKEN)


def for_login(view: V) -> V:
    """A page for whoever signed in, with or without a workspace; no workspace is in scope and no transaction open."""
    return _marked(view, Gate.LOGIN)


def ones_own(view: V) -> V:
    """A person's page about the login alone, such as its password: nobody else is shown it, whoever sees as whom."""

    @wraps(view)
    def passed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    setattr(passed, _OWN, True)
    return cast("V", passed)


def is_ones_own(view: Any) -> bool:
    """Whether a page is about the login alone."""
    return getattr(view, _OWN, False)


def gate_of(view: Any) -> Gate:
    """The mark of a view."""
    return getattr(view, _MARK, Gate.PERSON)


def _marked(view: V, gate: Gate) -> V:
    @wraps(view)
    def passed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    setattr(passed, _MARK, gate)
    return cast("V", passed)
