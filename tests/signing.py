"""Browsers and programs of the tests: clients that are signed in, and who the API takes a token for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.test import Client, RequestFactory

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.identity.queries import logins
from plexus.shell.api import limiting
from plexus.shell.api.problems import Unauthenticated

PASSWORD = "a calm river in spring"
SIGN_IN = "/sign-in"
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


def login_of(actor: Actor) -> User:
    """The login of somebody of the cast, with PASSWORD."""
    assert actor.user_id is not None
    user = logins.login_of(actor.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def actor_of_token(secret: str) -> Actor | None:
    """Whom the door of the API takes a token for; nobody where it refuses."""
    try:
        return limiting.enter(RequestFactory().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}))[0]
    except Unauthenticated:
        return None


def id_of(actor: Actor) -> UUID:
    """The person behind somebody of the cast."""
    assert actor.person_id is not None
    return actor.person_id


def browser_of(actor: Actor) -> Client:
    """A browser in which somebody of the cast is signed in."""
    client = Client()
    client.force_login(login_of(actor))
    return client


def signs_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> int:
    """Fill in the sign-in page; gives the status of the answer."""
    return client.post(SIGN_IN, {"login": email, "password": password, **more}).status_code


def is_signed_in(client: Client) -> bool:
    """Whether the browser has a session of a login."""
    return "_auth_user_id" in client.session


def undo_of(answer: Any) -> str:
    """The address at which the toast of an answer takes back what was done."""
    return str(json.loads(answer["HX-Trigger"])["toast"]["undo"])


def offered_in(answer: Any) -> str:
    """What the button of the toast of an answer is called; nothing where it is Undo."""
    return str(json.loads(answer["HX-Trigger"])["toast"]["label"])


def said_in(answer: Any) -> str:
    """What the toast of an answer says."""
    return str(json.loads(answer["HX-Trigger"])["toast"]["text"])
