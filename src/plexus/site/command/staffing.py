"""People who are there already: who they are, letting them in again, letting them go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.records.acting import acting
from plexus.shell.administration.actions import people, second_step
from plexus.shell.administration.queries import listing
from plexus.site.command import hiring, workspaces

Told = tuple[str, dict[str, Any]]


def everybody(workspace: str | None) -> Iterator[dict[str, Any]]:
    """Who works here, and how they sign in."""
    with _operating(workspace) as actor:
        yield from [_entry(each) for each in listing.people(actor)]


def give_link(workspace: str | None, email: str, origin: str) -> str:
    """A one-time link for somebody who cannot get in; raises a Refusal."""
    with _operating(workspace) as actor:
        person = hiring.somebody(actor, email)
        return origin + people.give_link(actor=actor, person_id=person.pk, now=timezone.now())


def reset_second_step(workspace: str | None, email: str) -> str:
    """The password alone signs in from now on; what to tell. Raises a Refusal."""
    return _change(workspace, email, second_step.reset_second_step, _("%(name)s signs in with the password alone now."))


def deactivate(workspace: str | None, email: str) -> str:
    """Let somebody go; what to tell. Raises a Refusal."""
    return _change(workspace, email, people.deactivate, _("%(name)s cannot sign in any more."))


def reactivate(workspace: str | None, email: str) -> str:
    """Take somebody back; what to tell. Raises a Refusal."""
    return _change(workspace, email, people.reactivate, _("%(name)s can sign in again."))


def _change(workspace: str | None, email: str, change: Callable[..., Person], words: str) -> str:
    with _operating(workspace) as actor:
        person = hiring.somebody(actor, email)
        change(actor=actor, person_id=person.pk, now=timezone.now())
        return words % {"name": person.name}


@contextmanager
def _operating(workspace: str | None) -> Iterator[Actor]:
    actor = workspaces.operator(workspaces.chosen(workspace))
    with acting(actor):
        yield actor


def _entry(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role.name,
        "team": person.team.name if person.team else None,
        "active": person.active,
        "second_step": second_step.has_second_step(person.user),
        "last_login": person.user.last_login if person.user else None,
    }
