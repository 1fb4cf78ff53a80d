"""Inviting people, changing their place in the company, letting them go and taking them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from plexus.kernel.access.rights import Verb
from plexus.kernel.identity.actions import links
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, User
from plexus.kernel.identity.queries import logins
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.administration.actions import addresses

CHANGEABLE = frozenset({"name", "email", "job_title", "team", "manager", "role"})
EMAIL_NEEDED = _("An invitation needs an e-mail address.")
IS_HERE = _("%(name)s works here already and signs in with this e-mail address.")
WAS_HERE = _("%(name)s worked here with this e-mail address. Reactivate that person instead.")
OWN_MANAGER = _("Nobody is his or her own manager.")


class SignsInHimself(Refusal):
    """The login also works elsewhere: a link made here would open the other company too."""

    message = _("%(name)s already signs in to another company here, with a password of her or his own.")


class HasNoLogin(Refusal):
    """There is nothing to sign in to."""

    message = _("%(name)s has no e-mail address to sign in with, or is not active.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invited person, and the path of the link to hand over; none where the person signs in already."""

    person: Person
    path: str | None


def invite(*, actor: Actor, values: Mapping[str, Any], now: datetime) -> Invitation:
    """A new person with a login; raises `NotAllowed`, `Invalid`, or `Taken` that says who has the address."""
    _must_administer(actor)
    email = str(values.get("email") or "").strip().lower()
    if not email:
        raise Invalid(fields=[FieldError("email", "required", EMAIL_NEEDED)])
    if held := Person.objects.filter(workspace_id=actor.workspace_id, email__iexact=email).first():
        told = IS_HERE if held.active else WAS_HERE
        raise Taken(fields=[FieldError("email", "taken", told, {"name": held.name})])
    with causing(actor=actor, action="people.invite"):
        given = {**_known(values), "email": email}
        row = changing.create(actor=actor, about=_people(actor), values=given, now=now, action="people.invite")
        person = _give_login(actor, cast("Person", row), email, now)
        return Invitation(person, _link(person, now))


def give_link(*, actor: Actor, person_id: UUID, now: datetime) -> str:
    """The path of a one-time link for a person who cannot get in; raises `SignsInHimself` or `HasNoLogin`."""
    _must_administer(actor)
    with causing(actor=actor, action="people.link", person=person_id):
        person = the_person(actor, person_id)
        if person.user is None or not person.active:
            raise HasNoLogin(name=person.name)
        if works_elsewhere(person.user, actor.workspace_id):
            raise SignsInHimself(name=person.name)
        return links.make_link(person.user, now=now)


def change(
    *, actor: Actor, person_id: UUID, values: Mapping[str, Any], now: datetime, version: int | None = None
) -> Person:
    """Another name, address, role, team or manager; the last administrator stays one; raises `Invalid`."""
    _must_administer(actor)
    given = _known(values)
    if given.get("manager") == str(person_id):
        raise Invalid(fields=[FieldError("manager", "own_manager", OWN_MANAGER)])
    with causing(actor=actor, action="people.change"):
        held = the_person(actor, person_id)
        if _is_another(held.email, given):
            given |= _address(actor, held, str(given["email"] or ""))
        row = changing.update(
            actor=actor, about=_people(actor), record_id=person_id, values=given, now=now, version=version
        )
    return cast("Person", row)


def _is_another(email: str, given: Mapping[str, Any]) -> bool:
    return "email" in given and str(given["email"] or "").strip().lower() != email.lower()


def _address(actor: Actor, held: Person, email: str) -> dict[str, Any]:
    """The address as it is kept; a login that opens this company alone moves along with it."""
    if held.user is None:
        return {"email": email}
    if works_elsewhere(held.user, actor.workspace_id):
        raise SignsInHimself(name=held.name)
    given = addresses.checked(held.user, email)
    addresses.move_login(held.user, given)
    return {"email": given}


def deactivate(*, actor: Actor, person_id: UUID, now: datetime) -> Person:
    """From now on the person neither signs in here nor do her tokens work; what she owns stays hers."""
    return _set_active(actor, person_id, now, active=False, action="people.deactivate")


def reactivate(*, actor: Actor, person_id: UUID, now: datetime) -> Person:
    """The person works here again, with the same role."""
    return _set_active(actor, person_id, now, active=True, action="people.reactivate")


def rename_oneself(*, actor: Actor, name: str, now: datetime) -> None:
    """The one thing of one's own person that everybody may change."""
    changing.update(
        actor=replace(actor, is_administrator=True),
        about=_people(actor),
        record_id=cast("UUID", actor.person_id),
        values={"name": name},
        now=now,
        action="people.rename_oneself",
    )


def _set_active(actor: Actor, person_id: UUID, now: datetime, *, active: bool, action: str) -> Person:
    _must_administer(actor)
    with changing.changing(actor=actor, about=_people(actor), record_id=person_id, now=now, action=action) as person:
        person.active = active
    return cast("Person", person)


def _give_login(actor: Actor, made: Person, email: str, now: datetime) -> Person:
    user = logins.login_by_email(email) or User.objects.create_user(email, None, name=made.name)
    with changing.changing(actor=actor, about=_people(actor), record_id=made.pk, now=now) as person:
        person.user = user
    return cast("Person", person)


def _link(person: Person, now: datetime) -> str | None:
    user = cast("User", person.user)
    if user.has_usable_password() or works_elsewhere(user, person.workspace_id):
        return None
    return links.make_link(user, now=now)


def works_elsewhere(user: User, workspace_id: UUID) -> bool:
    """Whether the login opens another company too."""
    return any(each.workspace_id != workspace_id for each in logins.workspaces_of(user.pk))


def the_person(actor: Actor, person_id: UUID) -> Person:
    """The person, locked; raises `NotFound` or `NotAllowed`."""
    row = changing.locked(actor, _people(actor), person_id, Verb.UPDATE)
    return cast("Person", row)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in CHANGEABLE}


def _people(actor: Actor) -> Object:
    return registry.of(actor.workspace_id).object("people")


def _must_administer(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed
