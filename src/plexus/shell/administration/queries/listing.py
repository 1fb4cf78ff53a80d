"""What the settings pages list: people, teams as a tree, roles, tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from allauth.usersessions.models import UserSession

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Role, Team, Token, User
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.workspaces.models import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Branch:
    """A team with its depth in the tree and how many people are in it."""

    team: Team
    depth: int
    members: int

    @property
    def steps(self) -> range:
        """One for each level above, to indent by."""
        return range(self.depth)


def people(actor: Actor) -> tuple[Person, ...]:
    """Everybody, the active first, by name."""
    rows = Person.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    return tuple(rows.select_related("team", "role", "manager", "user").order_by("-active", "name", "id"))


def person(actor: Actor, person_id: UUID) -> Person:
    """One of them; raises `NotFound`."""
    rows = Person.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pk=person_id)
    return _found(rows.select_related("team", "role", "manager", "user").first())


def teams(actor: Actor) -> tuple[Branch, ...]:
    """The teams in the order of their tree."""
    rows = Team.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).order_by("name", "id")
    count: dict[UUID | None, int] = {}
    working = Person.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, active=True)
    for team_id in working.values_list("team_id", flat=True):
        count[team_id] = count.get(team_id, 0) + 1
    return tuple(_tree(list(rows), count))


def _tree(rows: list[Team], count: dict[UUID | None, int]) -> Iterator[Branch]:
    known = {team.pk for team in rows}
    under: dict[UUID | None, list[Team]] = {}
    for team in rows:
        under.setdefault(team.parent_id if team.parent_id in known else None, []).append(team)

    def walk(parent: UUID | None, depth: int) -> Iterator[Branch]:
        for team in under.get(parent, ()):
            yield Branch(team, depth, count.get(team.pk, 0))
            yield from walk(team.pk, depth + 1)

    return walk(None, 0)


def team(actor: Actor, team_id: UUID) -> Team:
    """One team; raises `NotFound`."""
    return _found(Team.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pk=team_id).first())


def roles(actor: Actor) -> tuple[Role, ...]:
    """The roles, the administrators' first."""
    rows = Role.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    return tuple(rows.order_by("-is_administrator", "created_at", "id"))


def role(actor: Actor, role_id: UUID) -> Role:
    """One role; raises `NotFound`."""
    return _found(Role.objects.filter(workspace_id=actor.workspace_id, deleted_at=None, pk=role_id).first())


def holders(actor: Actor, role_id: UUID) -> tuple[Person, ...]:
    """Who has a role, whether working here or not, the active first."""
    return tuple(each for each in people(actor) if each.role_id == role_id)


def tokens(actor: Actor) -> tuple[Token, ...]:
    """One's own tokens that are not revoked, the newest first."""
    rows = Token.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
    return tuple(rows.filter(person__pk__in=[actor.person_id]).order_by("-created_at"))


def sessions(user: User) -> list[UserSession]:
    """Where a login is signed in; what has ended is forgotten on the way."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return found


def company(actor: Actor) -> Workspace:
    """The company itself."""
    return Workspace.objects.get(pk=actor.workspace_id)


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row
