"""Which workspace is a demo, what people added to it, and whether somebody works with data of his own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.cache import cache
from django.db.models import Q, QuerySet

from plexus.kernel.identity.models import Person, User
from plexus.kernel.journal.models import Change
from plexus.kernel.workspaces.models import Workspace

# The owner sees over the walls between workspaces.
OWNER = "owner"
# The top-level domain that RFC 2606 keeps for examples.
NOWHERE = ".example"
# What the settings of a workspace say instead of `true` from the moment on that somebody removes it.
GOING = "going"
MADE_UP = Q(settings__contains={"demo": True}) | Q(settings__contains={"demo": GOING})


@dataclass(frozen=True)
class Removal:
    """How far the removal of a demo is; `total` is nothing while that is not known."""

    state: Literal["going", "gone", "stayed"]
    done: int = 0
    total: int | None = None


def is_demo(workspace_id: UUID) -> bool:
    """Whether the workspace in scope is a demo."""
    return Workspace.objects.filter(pk=workspace_id, settings__demo=True).exists()


def language_of(workspace_id: UUID) -> str:
    """The language of the workspace in scope."""
    return Workspace.objects.values_list("language", flat=True).get(pk=workspace_id)


def exists(slug: str) -> bool:
    """Whether there is a workspace of this short name."""
    return Workspace.objects.using(OWNER).filter(slug=slug).exists()


def added_by_people(workspace: Workspace) -> int:
    """How many records came to a demo after it was founded; for whoever sees its journal."""
    changes = Change.objects.using(workspace._state.db).filter(workspace_id=workspace.pk, op="I")
    # What has no cause at all came with the workspace itself, such as its roles.
    later = changes.filter(cause_id__isnull=False).exclude(cause_id=workspace.settings.get("demo_cause"))
    return later.values("record_id").distinct().count()


def added_here(workspace_id: UUID) -> int:
    """The same of the workspace in scope."""
    return added_by_people(Workspace.objects.get(pk=workspace_id))


def own_workspace() -> UUID | None:
    """The oldest workspace that is no demo."""
    own = Workspace.objects.using(OWNER).exclude(MADE_UP).order_by("created_at", "id")
    return own.values_list("pk", flat=True).first()


def somebody_can_sign_in() -> bool:
    """Whether anybody has a password or has signed in before; made-up people, at impossible addresses, do not count."""
    logins = User.objects.filter(is_active=True).exclude(email__endswith=NOWHERE)
    with_password = logins.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="")
    return with_password.exists() or logins.filter(last_login__isnull=False).exists()


def working_only_in(workspace_id: UUID) -> QuerySet[User]:
    """The logins that work in a demo and in no other workspace."""
    persons = Person.objects.using(OWNER).filter(user__isnull=False)
    here, elsewhere = persons.filter(workspace_id=workspace_id), persons.exclude(workspace_id=workspace_id)
    logins = User.objects.using(OWNER).filter(pk__in=here.values("user_id"))
    return logins.exclude(pk__in=elsewhere.values("user_id"))


def going() -> list[UUID]:
    """The demos that somebody removes."""
    return list(Workspace.objects.using(OWNER).filter(settings__contains={"demo": GOING}).values_list("pk", flat=True))


def slug_of_going(workspace_id: UUID) -> str | None:
    """The short name of a demo that somebody removes; nothing of any other workspace."""
    found = Workspace.objects.using(OWNER).filter(pk=workspace_id, settings__contains={"demo": GOING})
    return found.values_list("slug", flat=True).first()


def told_under(workspace_id: UUID) -> str:
    """Where a worker tells how far it is."""
    return f"demo-removal-{workspace_id}"


def removal_of(workspace_id: UUID) -> Removal:
    """How far the removal of a demo is that somebody asked for."""
    kept = Workspace.objects.using(OWNER).filter(pk=workspace_id).values_list("settings", flat=True).first()
    if kept is None:
        return Removal("gone")
    if kept.get("demo") != GOING:
        return Removal("stayed")
    done, total = cache.get(told_under(workspace_id)) or (0, None)
    return Removal("going", done, total)
