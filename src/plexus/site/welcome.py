"""What a new Plexus offers first: a link by which its first administrator signs in, and data to look at."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from plexus.crm.sales.actions import starting
from plexus.kernel.identity.actions import links
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.shell.administration.actions import first
from plexus.site import language
from plexus.site.demo.actions import founding
from plexus.site.demo.queries import demos


def sign_in_link(origin: str) -> str | None:
    """A one-time link for the first administrator at this origin; None once somebody can sign in."""
    path = first_link(language.of_machine(), now=timezone.now())
    return f"{origin}{path}" if path else None


@transaction.atomic
def first_link(spoken: str, *, now: datetime) -> str | None:
    """The path of that link. Where there is no workspace but a demo, one is founded with what selling needs first."""
    if demos.somebody_can_sign_in():
        return None
    own = demos.own_workspace()
    with translation.override(spoken):
        user = first.first_administrator(own, language=spoken)
        if own is None and user is not None and (administrator := actor_of_login(user.pk)):
            starting.start_selling(administrator, now=now)
    return links.make_link(user, now=now) if user else None


def load_demo() -> None:
    """Found the demo as of today, in the language of the machine, unless it is there or somebody works here already."""
    if not demos.exists(founding.SLUG) and not demos.somebody_can_sign_in():
        founding.found_demo(now=timezone.now(), language=language.of_machine())
