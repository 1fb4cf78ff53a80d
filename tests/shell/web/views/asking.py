"""What the tests of views ask of pages."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.test import Client
from tests.casting import NOW
from tests.conformance import making

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.views.models import View

ACCOUNTS, VIEWS = making.of("accounts"), making.of("views")
SHANGHAI = {"field": "city", "op": "eq", "value": "Shanghai"}
TAB = re.compile(r'<a href="([^"]*)"( aria-current="page")?>([^<]*)</a>')
GROUP = re.compile(r'<b>([^<]*)</b><span class="count">([^<]*)</span></button>')
LANE = re.compile(r'data-lane="([^"]*)" data-label="([^"]*)"')


def a_view(owner: Actor, **values: Any) -> View:
    """A view of accounts in Shanghai."""
    given = {"object": "accounts", "name": "Shanghai", "filter": json.dumps(SHANGHAI), **values}
    with acting(owner):
        return changing.create(actor=owner, about=VIEWS, values=given, now=NOW)  # type: ignore[return-value]


def body(browser: Client, path: str) -> str:
    """A page as text."""
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def tabs(page: str) -> dict[str, bool]:
    """The tabs of a list, and which of them is open."""
    return {name: bool(current) for _url, current, name in TAB.findall(page.partition("</nav>")[2])}


def names(page: str) -> set[str]:
    """The titles of the rows."""
    return set(
        re.findall(
            r'<span class="cell">(?:<span class="face.*?</span>)?<span><a href="/accounts/[^"]*">([^<]*)</a>', page
        )
    )


def group_counts(page: str) -> dict[str, str]:
    """The groups of a table with their counts, in their order."""
    return dict(GROUP.findall(page))


def lanes(page: str) -> dict[str, list[str]]:
    """The lanes of a board by label, each with the titles of its cards."""
    found = {}
    for part in page.split("<section ")[1:]:
        if lane := LANE.search(part):
            found[lane[2]] = re.findall(r'data-card="[^"]*".*?<a href="[^"]*"[^>]*>([^<]*)</a>', part, re.DOTALL)
    return found


def days(page: str) -> dict[str, list[str]]:
    """The days of a calendar that hold entries, each with their titles."""
    found = {}
    for part in page.split('data-day="')[1:]:
        if entries := re.findall(r"<b>([^<]*)</b>", part):
            found[part[:10]] = entries
    return found
