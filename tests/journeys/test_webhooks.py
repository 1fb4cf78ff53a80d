"""Somebody has another program told what changes: by clicking from the first page to a message that has arrived."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visiting
from tests.journeys.looking import violations
from tests.journeys.visiting import DESK, PHONE
from tests.shell.hooks.listening import Heard, listening


def _is_signed(secret: str, heard: Heard) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{heard.name}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return heard.headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize(("size", "theme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_a_webhook_is_made_tested_and_removed(visit: Visiting, size: tuple[int, int], theme: str) -> None:
    with listening() as listener, visit(size, theme) as seller:
        seller.come_in("sales")
        page = seller.page
        if size == DESK:
            page.get_by_role("link", name="Settings").first.click()
        else:
            seller.go("/settings")
        page.get_by_role("link", name="Webhooks").click()
        page.get_by_label("Name").fill("ERP")
        page.get_by_label("Address").fill("https://192.168.0.1/hooks")
        page.get_by_role("button", name="Make the webhook").click()
        expect(page.get_by_text("The address leads into a private network.")).to_be_visible()
        found = violations(seller)
        page.get_by_label("Address").fill(listener.url)
        page.get_by_label("Accounts").check()
        page.get_by_role("button", name="Make the webhook").click()
        secret = page.locator("[data-secret]").inner_text()
        found += violations(seller)

        page.get_by_role("button", name="Send a test").click()
        expect(page.locator(".tag", has_text="Delivered")).to_be_visible(timeout=30_000)
        found += violations(seller)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.locator(".crumb a").click()
        expect(page.get_by_text("1 arrived · 0 waiting · 0 given up")).to_be_visible()
        hidden = page.locator("[data-secret]").count()
        found += violations(seller)
        page.get_by_role("button", name="Pause").click()
        expect(page.locator(".tag", has_text="paused")).to_be_visible()
        page.get_by_role("button", name="Remove the webhook").click()
        expect(page.get_by_text("A webhook tells another program at once")).to_be_visible()

    assert [each.said["type"] for each in listener.heard] == ["webhook.test"]
    assert _is_signed(secret, listener.heard[0])
    assert (found, wide, hidden, seller.troubles) == ([], False, 0, [])
