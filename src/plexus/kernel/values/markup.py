"""Formatted text as people write it into a page: HTML of which nothing can act."""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

TAGS = frozenset(
    {"p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "a", "blockquote", "code",
     "pre", "hr", "table", "thead", "tbody", "tr", "th", "td"}
)  # fmt: skip
_TAG = re.compile(r"<[^>]*>|&nbsp;|\s")
_MARK = re.compile(r"<[^>]*>")
_ENDS_A_LINE = re.compile(r"<br\s*/?>|</(?:p|h[1-6]|li|tr|blockquote|pre)>|<hr\s*/?>")


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


def seen(html: str) -> str:
    """What a reader sees of formatted text, without marks: each paragraph and each item in a line of its own."""
    lines = (" ".join(unescape(_MARK.sub("", line)).split()) for line in _ENDS_A_LINE.sub("\n", html).split("\n"))
    return "\n".join(line for line in lines if line)


def marked(text: str) -> str:
    """Plain text as formatted text that shows the same: each line a paragraph."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
