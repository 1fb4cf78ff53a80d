"""Formatted text as people write it into a page: HTML of which nothing can act."""

from __future__ import annotations

import re

import nh3

TAGS = frozenset(
    {"p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "a", "blockquote", "code",
     "pre", "hr", "table", "thead", "tbody", "tr", "th", "td"}
)  # fmt: skip
_TAG = re.compile(r"<[^>]*>|&nbsp;|\s")


def sanitised(html: str) -> str:
    """The same text without scripts, styles, frames, forms and foreign schemes; links open apart and tell nothing."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def is_visible(html: str) -> bool:
    """Whether a reader would see anything of it."""
    return bool(_TAG.sub("", html))
