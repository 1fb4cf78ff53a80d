"""Beginning in earnest: the company of one's own, beside the demo or without one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from plexus.crm.relations.actions import starting as relating
from plexus.crm.sales.actions import starting
from plexus.kernel.identity.actions import links
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.shell.administration.actions import first
from plexus.site.demo.queries import demos


@transaction.atomic
def first_link(spoken: str, *, now: datetime) -> str | None:
    """The path of a one-time link for the first administrator; None once somebody can sign in.

    Where there is no workspace but a demo, one is founded with what selling needs first.
    """
    if demos.somebody_can_sign_in():
        return None
    own = demos.own_workspace()
    with translation.override(spoken):
        user = first.first_administrator(own, language=spoken)
        if own is None and user is not None and (administrator := actor_of_login(user.pk)):
            starting.start_selling(administrator, now=now)
            relating.start_relating(administrator, now=now)
    return links.make_link(user, now=now) if user else None
