"""What the site has done beside requests: sessions that have expired go, and demos that somebody removes."""

from uuid import UUID

from plexus.kernel.identity.actions import logins
from plexus.kernel.jobs.registry import chore, errand
from plexus.site.demo.actions import going
from plexus.site.demo.queries import demos


@chore("site.stale_sessions")
def delete_stale_sessions() -> None:
    """Delete what nobody can be signed in by any more."""
    logins.forget_stale_sessions()


@errand(going.ERRAND, due=demos.going)
def remove_demo(workspace_id: UUID) -> None:
    """Remove a demo."""
    going.finish(workspace_id)
