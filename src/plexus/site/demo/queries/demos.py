"""Which workspace is a demo, what people added to it, and whether somebody works with data of his own."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from plexus.kernel.identity.models import User
from plexus.kernel.journal.models import Change
from plexus.kernel.workspaces.models import Workspace

# The owner sees over the walls between workspaces.
OWNER = "owner"
# The top-level domain that RFC 2606 keeps for examples.
NOWHERE = ".example"


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
    own = Workspace.objects.using(OWNER).exclude(settings__contains={"demo": True}).order_by("created_at", "id")
    return own.values_list("pk", flat=True).first()


def somebody_can_sign_in() -> bool:
    """Whether anybody has a password or has signed in before; made-up people, at impossible addresses, do not count."""
    logins = User.objects.filter(is_active=True).exclude(email__endswith=NOWHERE)
    with_password = logins.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="")
    return with_password.exists() or logins.filter(last_login__isnull=False).exists()
