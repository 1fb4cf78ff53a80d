"""Taking away a second step that was lost: the phone is gone, and the recovery codes with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, User
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.administration.actions.people import HasNoLogin, the_person, works_elsewhere


class NoSecondStep(Refusal):
    """There is nothing to take away."""

    message = _("%(name)s signs in without a second step.")


class OwnSecondStep(Refusal):
    """One's own is switched off where the password is asked for first."""

    message = _("Switch your own second step off under Settings → Signing in.")


class GuardsAnotherCompany(Refusal):
    """The second step also guards another company's data, which no administrator of this one may open."""

    message = _(
        "%(name)s signs in to another company here too. "
        "Whoever runs this Plexus can do it: plexus user reset-second-step %(email)s"
    )


def has_second_step(user: User | None) -> bool:
    """Whether a code is asked for besides the password."""
    return user is not None and Authenticator.objects.filter(user_id=user.pk).exists()


def with_second_step(people: Iterable[Person]) -> frozenset[UUID | None]:
    """Those logins of some people that a code is asked of."""
    logins = [each.user_id for each in people if each.user_id]
    return frozenset(Authenticator.objects.filter(user_id__in=logins).values_list("user_id", flat=True))


def codes_left(user: User) -> int:
    """How many recovery codes of a login were not used yet."""
    codes = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


def reset_second_step(*, actor: Actor, person_id: UUID, now: datetime) -> Person:
    """From now on the password alone signs this person in, and all sessions end; raises a Refusal."""
    if not actor.is_administrator:
        raise NotAllowed
    if person_id == actor.person_id:
        raise OwnSecondStep
    with causing(actor=actor, action="people.reset_second_step", person=person_id):
        person = the_person(actor, person_id)
        user = person.user
        if user is None:
            raise HasNoLogin(name=person.name)
        if not actor.is_system and works_elsewhere(user, actor.workspace_id):
            raise GuardsAnotherCompany(name=person.name, email=user.email)
        if not has_second_step(user):
            raise NoSecondStep(name=person.name)
        Authenticator.objects.filter(user_id=user.pk).delete()
        end_sessions(user)
    return person


def end_sessions(user: User, *, but: str = "") -> None:
    """Sign a login out everywhere, but for the session of this key."""
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=but):
        session.end()
