"""One-time sign-in links: made for a login, used once, within a day."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from plexus.kernel.identity.models import Link, User
from plexus.kernel.identity.queries.actors import digest_of
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

LASTS = timedelta(hours=24)
PLACE = "/welcome/"


class LinkSpent(Refusal):
    """The link was used, replaced, is too old, or never was."""

    message = _("This link does not work any more. Links work once, and for 24 hours. Ask for a new one.")


@transaction.atomic
def make_link(user: User, *, now: datetime) -> str:
    """The path of a link that signs this login in once; it ends the links that were made for it before."""
    user.links.filter(used_at=None).update(used_at=now)
    secret = secrets.token_urlsafe(32)
    user.links.create(digest=digest_of(secret), made_at=now, expires_at=now + LASTS)
    return f"{PLACE}{secret}"


def owner_of_link(secret: str, *, now: datetime) -> User:
    """Whom a link would sign in; nothing is used up. Raises `LinkSpent`."""
    link = (
        Link.objects.select_related("user").filter(digest=digest_of(secret), used_at=None, expires_at__gt=now).first()
    )
    if link is None or not link.user.is_active:
        raise LinkSpent
    return link.user


@transaction.atomic
def use_link(secret: str, *, now: datetime) -> User:
    """Whom a link signs in, now and never again, even when two ask at once. Raises `LinkSpent`."""
    user = owner_of_link(secret, now=now)
    used = Link.objects.filter(digest=digest_of(secret), used_at=None).update(used_at=now)
    if not used:
        raise LinkSpent
    return user
