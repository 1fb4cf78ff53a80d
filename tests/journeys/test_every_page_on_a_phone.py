"""Every page on a phone: nothing that keeps somebody out, nothing in the console, nothing wider than the screen."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations_on_a_phone
from tests.journeys.pages import OUTSIDE, addresses
from tests.journeys.visiting import LANGUAGES, PHONE

LISTS = ("contacts", "activities", "products")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_keeps_anybody_out_on_a_phone(visit: Visiting, language: str) -> None:
    found: list[Any] = []
    with visit(PHONE) as admin:
        for path in OUTSIDE:
            admin.go(path)
            found += violations_on_a_phone(admin)
        admin.come_in("administrator", language)
        for path in [*addresses(admin), *(f"/{each}" for each in LISTS)]:
            admin.go(path)
            found += violations_on_a_phone(admin)
    assert not found


def test_no_page_of_a_seller_is_wider_than_a_phone(visit: Visiting) -> None:
    wide = []
    with visit(PHONE) as seller:
        seller.come_in("sales")
        for path in ("/", "/deals/board", "/dashboard", "/deals/new", "/settings", *(f"/{each}" for each in LISTS)):
            seller.go(path)
            if seller.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
    assert not wide
