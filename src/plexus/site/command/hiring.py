"""People and their tokens from the command line: whoever may use it on this machine acts with every right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plexus.crm.relations.actions import starting as relating
from plexus.crm.sales.actions import starting
from plexus.kernel.identity import roles
from plexus.kernel.identity.actions import logins
from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.identity.actions.tokens import NewToken
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.shell.administration.actions import people, tokens
from plexus.shell.administration.queries import listing
from plexus.site import language
from plexus.site.command import workspaces
from plexus.site.command.workspaces import NoSuchPerson

FIRST_SLUG = "main"


class NoSuchRole(Refusal):
    """No role has this key or name."""

    message = gettext_noop("There is no role “%(role)s”. There are: %(known)s.")


class NoSuchTeam(Refusal):
    """No team has this name."""

    message = gettext_noop("There is no team “%(team)s”.")


@dataclass(frozen=True, slots=True)
class Hired:
    """Who was added, and the address where a password is chosen, if one still must be."""

    email: str
    name: str
    person: UUID
    role: str
    workspace: str
    sign_in: str | None

    def words(self) -> dict[str, Any]:
        """All but the link."""
        return {name: value for name, value in asdict(self).items() if name != "sign_in"}


@transaction.atomic
def hire(
    *,
    workspace: str | None,
    email: str,
    name: str,
    role: str | None,
    team: str | None,
    password: str | None,
    origin: str,
) -> Hired:
    """A person with a login; the first one founds the workspace. Raises a Refusal, and then nothing is kept.

    `origin` is what the link begins with.
    """
    actor = _operator_or_founder(workspace)
    now = timezone.now()
    with acting(actor):
        values = {
            "name": name or email.partition("@")[0],
            "email": email,
            "role": _role(actor, role),
            "team": _team(actor, team) if team else None,
        }
        invited = people.invite(actor=actor, values=values, now=now)
        user = invited.person.user
        if password is not None and user is not None:
            logins.choose_password(user, password)
        held = listing.person(actor, invited.person.pk)
    path = invited.path if password is None else None
    sign_in = f"{origin}{path}" if path else None
    return Hired(held.email, held.name, held.pk, held.role.name, actor.workspace_slug, sign_in)


@transaction.atomic
def make_token(*, workspace: str | None, email: str, name: str, scopes: Sequence[str], days: int | None) -> NewToken:
    """A token of a person who works in the workspace; raises a Refusal."""
    actor = workspaces.operator(workspaces.chosen(workspace))
    now = timezone.now()
    with acting(actor):
        person = somebody(actor, email)
        if not person.active or actor_of_person(person.pk) is None:
            raise NoSuchPerson(email=email)
        expires_at = now + timedelta(days=days) if days is not None else None
        return tokens.create_token(
            actor=actor, person_id=person.pk, name=name, scopes=scopes, now=now, expires_at=expires_at
        )


def somebody(actor: Actor, email: str) -> Person:
    """Who has this address here, working or not; raises `NoSuchPerson`."""
    person = next((each for each in listing.people(actor) if _same(each.email, email)), None)
    if person is None:
        raise NoSuchPerson(email=email)
    return person


def _operator_or_founder(slug: str | None) -> Actor:
    try:
        return workspaces.operator(workspaces.chosen(slug))
    except workspaces.NoWorkspace:
        founder = workspaces.operator(
            found_workspace(slug=slug or FIRST_SLUG, name=_("My company"), language=language.of_machine())
        )
        starting.start_selling(founder, now=timezone.now())
        relating.start_relating(founder, now=timezone.now())
        return founder


def _role(actor: Actor, wanted: str | None) -> str:
    known = listing.roles(actor)
    if wanted is None:
        wanted = roles.SALES if any(each.user_id for each in listing.people(actor)) else roles.ADMINISTRATOR
    found = next((each for each in known if wanted in {each.key, each.name}), None)
    if found is None:
        raise NoSuchRole(role=wanted, known=", ".join(each.key for each in known))
    return str(found.pk)


def _team(actor: Actor, wanted: str) -> str:
    found = next((each.team for each in listing.teams(actor) if each.team.name == wanted), None)
    if found is None:
        raise NoSuchTeam(team=wanted)
    return str(found.pk)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
