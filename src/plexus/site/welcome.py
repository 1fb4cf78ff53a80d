"""What a new Plexus offers first: a link by which its first administrator signs in, and data to look at."""

from uuid import UUID

from django.utils import timezone, translation

from plexus.kernel.identity.actions import links
from plexus.kernel.identity.models import User
from plexus.kernel.workspaces.models import Workspace
from plexus.shell.administration.actions import first
from plexus.site import language
from plexus.site.demo.actions import founding

# The owner sees over the walls between workspaces.
OWNER = "owner"


def sign_in_link(origin: str) -> str | None:
    """A one-time link for the first administrator at this origin; None once somebody can sign in."""
    if _somebody_can_sign_in():
        return None
    path = first_link(_own_workspace())
    return f"{origin}{path}" if path else None


def first_link(workspace_id: UUID | None) -> str | None:
    """The path of a one-time link for the first administrator of a workspace, or of a new one where there is none."""
    spoken = language.of_machine()
    with translation.override(spoken):
        user = first.first_administrator(workspace_id, language=spoken)
    return links.make_link(user, now=timezone.now()) if user else None


def load_demo() -> None:
    """Found the demo as of today, in the language of the machine. Does nothing the second time."""
    if not Workspace.objects.using(OWNER).filter(slug=founding.SLUG).exists():
        founding.found_demo(now=timezone.now(), language=language.of_machine())


def _own_workspace() -> UUID | None:
    """The oldest workspace that is no demo."""
    own = Workspace.objects.using(OWNER).exclude(settings__demo=True).order_by("created_at", "id")
    return own.values_list("pk", flat=True).first()


def _somebody_can_sign_in() -> bool:
    """Whether anybody has a password or has signed in before; the made-up people of the demo do not count."""
    made_up = User.objects.using(OWNER).filter(persons__workspace__settings__demo=True, email__endswith=".example")
    logins = User.objects.using(OWNER).filter(is_active=True).exclude(pk__in=made_up.values("pk"))
    return any(each.last_login or each.has_usable_password() for each in logins.only("password", "last_login")[:1000])
