"""People, teams and roles as objects."""

from __future__ import annotations

from plexus.kernel.identity.models import Person, Role, Team
from plexus.kernel.schema.object import Description
from plexus.kernel.schema.registry import register as register_object


def register() -> None:
    """Describe people, teams and roles; called while apps load."""
    register_object(
        Person,
        Description(
            plural="people",
            icon="contact-round",
            columns=("name", "email", "team", "role", "manager", "active"),
            form=("name", "email", "job_title", "team", "manager", "role", "active"),
            summary=("job_title", "team"),
            searched=("name",),
            keys=("email",),
            sort=("name",),
            match=("external_id", "email", "name"),
            fallbacks={"role": "sales"},
            in_rail=False,
            administered=True,
        ),
    )
    register_object(
        Team,
        Description(
            plural="teams",
            icon="users-round",
            columns=("name", "parent"),
            form=("name", "parent"),
            sort=("name",),
            match=("external_id", "name"),
            in_rail=False,
            administered=True,
        ),
    )
    register_object(
        Role,
        Description(
            plural="roles",
            icon="shield",
            columns=("name", "key", "is_administrator"),
            sort=("name",),
            match=("key",),
            in_rail=False,
            administered=True,
        ),
    )
