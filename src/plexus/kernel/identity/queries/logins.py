"""What is known of logins before any workspace is in scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from plexus.kernel.identity.models import User


@dataclass(frozen=True, slots=True)
class OfWorkspace:
    """A workspace that a login may enter."""

    workspace_id: UUID
    slug: str
    name: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A made-up person of the demo workspace, in whose place a visitor may look around."""

    role: str
    role_name: str
    name: str
    user_id: UUID


def workspaces_of(user_id: UUID) -> tuple[OfWorkspace, ...]:
    """The workspaces in which a login is an active person, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT workspace_id, slug, name, person_id FROM identity_workspaces(%s)", [user_id])
        return tuple(OfWorkspace(*row) for row in cursor.fetchall())


def demo_entries() -> tuple[DemoEntry, ...]:
    """One person of each role that the demo offers; empty where there is no demo workspace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT role, role_name, name, user_id FROM identity_demo_entries()")
        return tuple(DemoEntry(*row) for row in cursor.fetchall())


def somebody_can_sign_in() -> bool:
    """Whether any login has a password or has signed in before."""
    with_password = User.objects.filter(is_active=True).exclude(password__startswith="!").exclude(password="")  # noqa: S106
    return with_password.exists() or User.objects.filter(is_active=True, last_login__isnull=False).exists()


def preferences_of(user_id: UUID | None) -> dict[str, Any]:
    """What a login prefers to see; nothing of whoever has none."""
    known = User.objects.filter(pk=user_id) if user_id else User.objects.none()
    return known.values_list("preferences", flat=True).first() or {}


def login_of(user_id: UUID) -> User:
    """The login with this id."""
    return User.objects.get(pk=user_id)


def login_by_email(email: str) -> User | None:
    """The login with this address, however it is written."""
    return User.objects.filter(email__iexact=email).first()
