"""What a browser finds wrong with a page that it shows: axe's verdicts, and what is wider than the screen."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from tests.journeys.visiting import Visitor

# A page, or a panel of it, whose content sticks out to the side.
OVERFLOWS = """() => document.documentElement.scrollWidth > innerWidth
    || [...document.querySelectorAll("main .panel")].some((panel) => panel.scrollWidth > panel.clientWidth + 1)"""
# What a theme can break; the rest of a page is the same in both.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
AGAIN = "options => axe.run(document, options)"


def violations(visitor: Visitor, *, themes: tuple[str, ...] = ("dark",)) -> list[Any]:
    """What axe finds in the page as it is, and in its colours when the theme changes; each with the first element."""
    found = _told(visitor, "", Axe().run(visitor.page).response)
    for theme in themes:
        visitor.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += _told(visitor, theme, visitor.page.evaluate(AGAIN, COLOURS))
    if themes:
        visitor.page.emulate_media(color_scheme="light")
    return found


def violations_on_a_phone(visitor: Visitor) -> list[Any]:
    """What axe finds in the page of a phone, and whether it is wider than the screen."""
    found = _told(visitor, "phone", Axe().run(visitor.page).response)
    if visitor.page.evaluate(OVERFLOWS):
        found.append((visitor.page.url, "phone", "wider than the screen", ""))
    return found


def _told(visitor: Visitor, how: str, response: Any) -> list[Any]:
    broken = response["violations"]
    return [(visitor.page.url, how, each["id"], each["nodes"][0]["html"][:200]) for each in broken]
