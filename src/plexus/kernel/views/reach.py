"""Who has a view besides whoever made it: everybody, a role, or a team with the teams below it."""

from __future__ import annotations

from django.db.models import F, Q

from plexus.kernel.access.compiled import Compiled
from plexus.kernel.identity.actor import Actor

ABOVE = """{key} IN (
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM identity_team WHERE id = %s
        UNION SELECT t.id, t.parent_id FROM identity_team t JOIN above a ON t.id = a.parent_id
    )
    SELECT id FROM above
)"""


def reached(actor: Actor) -> Q:
    """The condition that a view is shared with an actor."""
    found = Q(audience="everybody")
    if actor.role_id:
        found |= Q(audience="role", shared_role_id=actor.role_id)
    if actor.team_id:
        within = Q(shared_team_id__in=actor.team_ids) | Q(Compiled(ABOVE, (actor.team_id,), F("shared_team_id")))
        found |= Q(audience="team") & within
    return found
