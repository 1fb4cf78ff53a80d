"""A yes or no that nobody said is shown as nothing, and saving the form for another field's sake does not say it."""

from __future__ import annotations

import re

import pytest
from tests.casting import Cast, an_account, fresh
from tests.conformance import tailored
from tests.shell.web.forms import sent
from tests.shell.web.views.asking import a_view, body
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


def test_nobody_said_is_neither_yes_nor_no(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "yes_no")
    row = an_account(cast.root, name="Acme")
    browser, path = browser_of(cast.root), f"/accounts/{row.pk}/edit"
    form = dict(sent(browser.get(path).content.decode().partition("data-draft")[2]))

    saved = browser.post(path, form | {"city": "Wuxi"})

    assert saved.status_code == 302, saved.content
    assert (fresh(row).city, fresh(row).custom) == ("Wuxi", {})
    assert browser.post(path, form | {"version": "2", "c_yes_no": "true"}).status_code == 302
    assert fresh(row).custom == {"c_yes_no": True}
    again = dict(sent(browser.get(path).content.decode().partition("data-draft")[2]))
    assert browser.post(path, {name: text for name, text in again.items() if name != "c_yes_no"}).status_code == 302
    assert fresh(row).custom == {"c_yes_no": False}


def test_a_list_tells_no_from_what_nobody_said(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "yes_no")
    for name, more in (("Unsaid", {}), ("No", {"c_yes_no": False}), ("Yes", {"c_yes_no": True})):
        an_account(cast.root, name=name, **more)
    view = a_view(cast.root, name="All", filter="", columns=["name", "c_yes_no"])

    page = body(browser_of(cast.root), f"/accounts?view={view.pk}&layout=table")

    shown = {name: _words(page, name) for name in ("Unsaid", "No", "Yes")}
    assert shown == {"Unsaid": "—", "No": "No", "Yes": "✓Yes"}


def _words(page: str, name: str) -> str:
    """What stands in the cell of a record's row."""
    row = next(part for part in page.split("<tr")[1:] if f">{name}</a>" in part)
    cell = row.partition('data-field="c_yes_no">')[2].partition("</td>")[0]
    return re.sub(r"<[^>]+>", "", cell)
