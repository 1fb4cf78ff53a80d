"""Logins, one-time links, persons, teams, roles and tokens."""

from plexus.kernel.identity.models.link import Link
from plexus.kernel.identity.models.person import Person
from plexus.kernel.identity.models.role import Role
from plexus.kernel.identity.models.team import Team
from plexus.kernel.identity.models.token import Token
from plexus.kernel.identity.models.user import User, UserManager

__all__ = ["Link", "Person", "Role", "Team", "Token", "User", "UserManager"]
