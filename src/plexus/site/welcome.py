"""What a new Plexus offers first: a link by which its first administrator signs in, and data to look at."""

from django.utils import timezone

from plexus.site import language
from plexus.site.demo.actions import beginning, founding, living
from plexus.site.demo.queries import demos


def sign_in_link(origin: str) -> str | None:
    """A one-time link for the first administrator at this origin; None once somebody can sign in."""
    path = beginning.first_link(language.of_machine(), now=timezone.now())
    return f"{origin}{path}" if path else None


def load_demo() -> None:
    """Found the demo as of today, in the language of the machine, unless it is there or somebody works here already."""
    if not demos.exists(founding.SLUG) and not demos.somebody_can_sign_in():
        now = timezone.now()
        demo = founding.found_demo(now=now, language=language.of_machine())
        living.live(demo.workspace_id, now=now)
