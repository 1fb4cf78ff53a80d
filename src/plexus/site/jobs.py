"""The site's chore: sessions that have expired."""

from plexus.kernel.identity.actions import logins
from plexus.kernel.jobs.registry import chore


@chore("site.stale_sessions")
def delete_stale_sessions() -> None:
    """Delete what nobody can be signed in by any more."""
    logins.forget_stale_sessions()
