"""The site's chore: sessions that have expired."""

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from plexus.kernel.jobs.registry import chore


@chore("site.stale_sessions")
def delete_stale_sessions() -> None:
    """Delete what nobody can be signed in by any more."""
    Session.objects.filter(expire_date__lt=Now()).delete()
