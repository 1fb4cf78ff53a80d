"""Whoever only reads is offered nothing that would then be refused: every link opens, no button changes anything."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.casting import Cast, a_contact, a_deal, a_task, an_account
from tests.signing import browser_of

ASKED = re.compile(r'(?:href|hx-get|data-bulk-url)="(/[^"#]*)"')
# A cell with `data-field` is edited in place.
SENT = re.compile(r'(?:hx-post|hx-put|hx-delete|data-undo|data-bulk-url|data-field|data-move-url)="([^"]+)"')
FORMS = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
# What is one's own: how one looks at things, what one follows and keeps in lists, and where one is signed in.
OWN = re.compile(
    r"/(language|sign-out|me/|settings|workspaces|first-steps|notifications|lists|[a-z-]+/(columns|export|views)"
    r"|[a-z-]+/bulk/((un)?follow|add-to-list|remove-from-list)|[a-z-]+/[0-9a-f-]{36}/(actions/)?((un)?follow|add-to-list))"
)
NOT_PAGES = re.compile(r"\.(css|js|png|svg)|^/(static|api)/|^/sign-out")


@pytest.fixture
def pages(cast: Cast) -> list[str]:
    """Lists, records, tools and settings, with something on each."""
    account = an_account(cast.ada)
    contact = a_contact(cast.ada, account=account.pk)
    deal = a_deal(cast.ada, account=account.pk)
    task = a_task(cast.ada, deal)
    plurals = ("accounts", "contacts", "deals", "tasks", "activities", "products", "tags", "stages", "pipelines")
    return [
        "/", "/deals/board", "/dashboard", "/trash", "/settings", "/settings/rights", "/search/palette?q=new",
        *(f"/{plural}" for plural in plurals), f"/accounts/{account.pk}", f"/contacts/{contact.pk}",
        f"/deals/{deal.pk}", f"/tasks/{task.pk}", f"/deals/{deal.pk}/history",
    ]  # fmt: skip


def _gets(browser: Client, address: str) -> Any:
    return browser.get(address, headers={"HX-Request": "true"} if "/ask" in address else {})


def test_every_link_that_is_shown_opens(cast: Cast, pages: list[str]) -> None:
    browser = browser_of(cast.lee)
    asked: set[str] = set()
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        asked |= {unescape(each) for each in ASKED.findall(answer.text) if not NOT_PAGES.search(each)}

    statuses = {address: _gets(browser, address).status_code for address in asked}

    assert {address: status for address, status in statuses.items() if status >= 400} == {}
    assert len(asked) > 40


def test_no_button_that_is_shown_changes_what_belongs_to_others(cast: Cast, pages: list[str]) -> None:
    browser = browser_of(cast.lee)

    found: dict[str, set[str]] = {}
    for page in pages:
        text = browser.get(page).text
        changing = {unescape(each) for each in (*SENT.findall(text), *FORMS.findall(text)) if not OWN.match(each)}
        found |= {page: changing} if changing else {}

    assert found == {}


def test_a_colleagues_record_offers_no_change_that_would_be_refused(cast: Cast) -> None:
    deal = a_deal(cast.ada)

    own, colleagues = (browser_of(each).get(f"/deals/{deal.pk}").text for each in (cast.ada, cast.ben))

    for offered in (
        f"/deals/{deal.pk}/edit",
        f"/deals/{deal.pk}/delete",
        f"/deals/{deal.pk}/actions/win",
        "data-field=",
    ):
        assert offered in own
        assert offered not in colleagues


def test_whoever_may_write_nothing_is_not_offered_to_import(cast: Cast) -> None:
    reader, seller = browser_of(cast.lee), browser_of(cast.ada)

    for page in ("/", "/accounts", "/search/palette?q=import", "/imports"):
        assert "/imports/new" not in reader.get(page).text, page
        assert "/imports/new" in seller.get(page).text, page
    assert reader.get("/imports/new").status_code == 403
    assert "/imports/new?object=products" not in seller.get("/products").text
