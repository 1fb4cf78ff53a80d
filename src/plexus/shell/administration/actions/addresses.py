"""The e-mail address that a login signs in with, changed by its owner or by an administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import User
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

NOT_AN_ADDRESS = _("This is not an e-mail address.")
TAKEN = _("Somebody else signs in with this e-mail address already.")


def change_own_address(*, actor: Actor, user: User, email: str, now: datetime) -> None:
    """Sign in with another address from now on, and be reached by it here; raises `Invalid` or `Taken`."""
    with causing(actor=actor, action="people.change_own_address"):
        given = checked(user, email)
        changing.update(
            actor=replace(actor, is_administrator=True),
            about=registry.of(actor.workspace_id).object("people"),
            record_id=cast("UUID", actor.person_id),
            values={"email": given},
            now=now,
        )
        move_login(user, given)


def checked(user: User, email: str) -> str:
    """The address as it is kept; raises `Invalid` for what is none or belongs to another login."""
    given = email.strip().lower()
    try:
        validate_email(given)
    except ValidationError as error:
        raise Invalid(fields=[FieldError("email", "not_an_address", NOT_AN_ADDRESS)]) from error
    if User.objects.filter(email__iexact=given).exclude(pk=user.pk).exists():
        raise Invalid(fields=[FieldError("email", "taken", TAKEN)])
    return given


def move_login(user: User, email: str) -> None:
    """Put the login under a checked address; the old one opens nothing any more, nor do links sent to it."""
    EmailAddress.objects.filter(user_id=user.pk).delete()
    user.email = email
    user.save(update_fields=["email"])
