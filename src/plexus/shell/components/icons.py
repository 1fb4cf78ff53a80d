"""Icons, drawn on the server from the Lucide set."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide as draw

UNKNOWN = "shapes"
# The place of an icon where others of the same list have one.
BLANK = "blank"


@lru_cache(maxsize=512)
def icon_html(name: str) -> SafeString:
    """The icon as decorative SVG. An unknown name draws a neutral sign: objects made at run time choose freely."""
    if name == BLANK:
        return SafeString('<svg class="i" aria-hidden="true" focusable="false"></svg>')
    attributes: dict[str, Any] = {"class": "i", "aria_hidden": "true", "focusable": "false", "stroke_width": "1.6"}
    try:
        drawn = draw(name, **attributes)
    except IconDoesNotExist:
        drawn = draw(UNKNOWN, **attributes)
    return mark_safe(drawn)  # noqa: S308 - drawn from the packaged set, no outside text
