"""What a new Plexus offers first: a link by which its first administrator signs in, and data to look at."""

import os

from django.utils import timezone, translation

from plexus.kernel.identity.actions import links
from plexus.kernel.identity.queries import logins
from plexus.kernel.workspaces.models import Workspace
from plexus.shell.administration.actions import first


def sign_in_link(origin: str) -> str | None:
    """A one-time link for the first administrator at this origin; None once somebody can sign in."""
    if logins.somebody_can_sign_in():
        return None
    # The owner sees over the walls between workspaces.
    found = Workspace.objects.using("owner").order_by("created_at", "id").values_list("pk", flat=True).first()
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    language = "zh-hans" if spoken.startswith("zh") else "en"
    with translation.override(language):
        user = first.first_administrator(found, language=language)
    return f"{origin}{links.make_link(user, now=timezone.now())}" if user else None


def load_demo() -> None:
    """Fill an empty database with a small made-up company. Does nothing the second time."""
