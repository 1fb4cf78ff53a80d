"""Founding a workspace: the company, its standard roles and its first administrator."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from plexus.kernel.identity import roles
from plexus.kernel.identity.models import Person, Role, User
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import Workspace
from plexus.kernel.workspaces.scope import enter, inside


class WorkspaceExists(Refusal):
    """A workspace with this short name is there already."""

    message = _("There is a workspace “%(slug)s” already. Choose another short name.")


def found_workspace(
    *, slug: str, name: str, language: str = "zh-hans", time_zone: str = "Asia/Shanghai", currency: str = "CNY"
) -> Workspace:
    """A new workspace with the standard roles in its language; raises `WorkspaceExists`."""
    workspace = Workspace(slug=slug, name=name, language=language, time_zone=time_zone, currency=currency)
    with inside(workspace.id):
        made = Workspace.objects.bulk_create([workspace], ignore_conflicts=True)
        if not Workspace.objects.filter(pk=made[0].pk).exists():
            raise WorkspaceExists(slug=slug)
        with override(language):
            Role.objects.bulk_create(Role(workspace=workspace, **roles.as_values(role)) for role in roles.STANDARD)
    return workspace


@transaction.atomic
def add_person(
    *,
    workspace_id: UUID,
    name: str,
    email: str = "",
    role_key: str = roles.SALES,
    password: str | None = None,
    team_id: UUID | None = None,
) -> Person:
    """A person of a workspace; an e-mail address gives him a login, made or found by that address."""
    enter(workspace_id)
    user = _login(email, name, password) if email else None
    role = Role.objects.get(workspace_id=workspace_id, key=role_key)
    return Person.objects.create(
        workspace_id=workspace_id, name=name, email=email, user=user, role=role, team_id=team_id
    )


def _login(email: str, name: str, password: str | None) -> User:
    known = User.objects.filter(email=email.lower()).first()
    return known or User.objects.create_user(email, password, name=name)
