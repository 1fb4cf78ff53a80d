"""How this browser wants to see things: theme, rail and density, from cookies that the browser sets."""

from django.http import HttpRequest

from plexus.shell.components.navigation import Appearance

THEMES = {"light", "dark", "system"}


def _one_of(request: HttpRequest, name: str, known: set[str], usual: str) -> str:
    value = request.COOKIES.get(name, usual)
    return value if value in known else usual


def _chosen_theme(request: HttpRequest) -> str:
    """What the person chose elsewhere, for a browser that has not been told yet."""
    actor = getattr(request, "actor", None)
    return getattr(actor, "theme", "") or "system"


def appearance(request: HttpRequest) -> dict[str, Appearance]:
    """A context processor: `appearance` for the document."""
    return {
        "appearance": Appearance(
            theme=_one_of(request, "theme", THEMES, _chosen_theme(request)),
            rail=_one_of(request, "rail", {"wide", "narrow"}, "wide"),
            density=_one_of(request, "density", {"comfortable", "compact"}, "comfortable"),
            folded=frozenset(request.COOKIES.get("folded", "").split(".")) - {""},
        )
    }
