"""Who has a view besides whoever made it: everybody, a role, or a team with the teams below it.

What a view shows is another matter: a list opens it for each reader without what that reader may not see. Its
definition as a record is for those who may know everything that it names.
"""

from __future__ import annotations

from django.db.models import Q

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.views.uses import unknown_to


def readers(actor: Actor) -> Q:
    """The condition that an actor reads the definition of somebody else's view."""
    unknown = unknown_to(actor, registry.of(actor.workspace_id))
    return reached(actor) & ~Q(uses__overlap=unknown) if unknown else reached(actor)


def reached(actor: Actor) -> Q:
    """The condition that a view is shared with an actor."""
    found = Q(audience="everybody")
    if actor.role_id:
        found |= Q(audience="role", shared_role_id=actor.role_id)
    if actor.team_id:
        found |= Q(audience="team", shared_team_id__in=(*actor.team_ids, *actor.above_ids))
    return found
