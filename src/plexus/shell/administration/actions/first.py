"""The first administrator: there before anybody is, and introduced by her- or himself on the first page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from plexus.kernel.identity import roles
from plexus.kernel.identity.actions.founding import add_person, found_workspace
from plexus.kernel.identity.models import User
from plexus.kernel.identity.models.person import administrators
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError, Refusal, gettext_noop
from plexus.kernel.workspaces.scope import inside
from plexus.shell.administration.actions.company import change_with_names

UNNAMED = "admin@localhost"
SLUG = "main"
NEEDED = gettext_noop("This field is required.")


class AddressTaken(Refusal):
    """Another login has this e-mail address."""

    message = gettext_noop("Somebody else signs in with this e-mail address already.")


@transaction.atomic
def first_administrator(workspace_id: UUID | None, *, language: str) -> User | None:
    """The administrator who signs in first: the oldest of a workspace, or of a new one where there is none."""
    if workspace_id is None:
        home = found_workspace(slug=SLUG, name=_("My company"), language=language)
        made = add_person(workspace_id=home.pk, name=_("Administrator"), email=UNNAMED, role_key=roles.ADMINISTRATOR)
        return made.user
    with inside(workspace_id):
        found = administrators(workspace_id).select_related("user").order_by("created_at", "id").first()
        return found.user if found else None


@transaction.atomic
def introduce(user: User, *, name: str, email: str, company: str, language: str, now: datetime, **wishes: str) -> None:
    """Give the first administrator a name and an address to sign in with, and the company its name.

    `wishes` may be the company's currency, time_zone and country; what is empty stays as it is.
    """
    email = email.strip().lower()
    asked = {"company": company, "name": name, "email": email}
    if missing := [FieldError(each, "required", NEEDED) for each, value in asked.items() if not value]:
        raise Invalid(fields=missing)
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise AddressTaken
    found = actor_of_login(user.pk)
    if found is None or found.person_id is None:
        return
    actor = replace(found, language=language)
    about = registry.of(actor.workspace_id).object("people")
    with acting(actor), causing(actor=actor, action="people.introduce"):
        values = {"name": name, "email": email}
        changing.update(actor=actor, about=about, record_id=found.person_id, values=values, now=now)
        wanted = {field: value for field, value in wishes.items() if value}
        change_with_names(actor=actor, values={"name": company, "language": language, **wanted}, now=now)
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
