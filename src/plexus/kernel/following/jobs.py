"""Telling people, minute by minute."""

from __future__ import annotations

from django.db import connections

from plexus.kernel.following.actions.telling import tell
from plexus.kernel.jobs.registry import chore

MOST_BATCHES = 20
KEPT_DAYS = 90
WORKSPACES = "SELECT id FROM workspaces_workspace"
FORGET = "DELETE FROM following_notice WHERE at < now() - interval '%(days)s days'"


@chore("following.tell", each_minute=True)
def tell_all() -> None:
    """Tell what came since the last time, workspace by workspace; a mass of changes goes on in the next minute."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(WORKSPACES)
        workspaces = [key for (key,) in cursor.fetchall()]
    for workspace_id in workspaces:
        for _batch in range(MOST_BATCHES):
            if not tell(workspace_id):
                break


@chore("following.forget")
def forget() -> None:
    """Delete notices of long ago, of every workspace."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(FORGET, {"days": KEPT_DAYS})
