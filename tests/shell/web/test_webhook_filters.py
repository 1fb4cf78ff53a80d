"""The filter of a webhook is built in the dialog of lists and stands in its form as a sentence."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from tests.casting import NOW, Cast
from tests.signing import browser_of

from plexus.kernel.records.acting import acting
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.models import Webhook

IN_WUXI = {"field": "city", "op": "eq", "value": "Wuxi"}
PART = {"HX-Request": "true"}
ASK = "/settings/webhooks/filter"


def _said(page: str) -> str:
    return unescape(re.findall(r'<p class="sentence">([^<]*)</p>', page)[0])


def test_the_dialog_of_the_chosen_object_leads_back_into_the_form(cast: Cast) -> None:
    browser = browser_of(cast.ada)

    way = browser.get(ASK, {"objects": "accounts", "filter": json.dumps(IN_WUXI)}, headers=PART)
    dialog = browser.get(way["Location"], headers=PART).content.decode()
    given = unescape(re.findall(r'name="list" value="([^"]*)"', dialog)[0])
    answer = browser.post("/accounts/filter", {"list": given, "text": json.dumps(IN_WUXI)}, headers=PART)
    part = answer.content.decode()

    assert way["Location"].startswith("/accounts/filter?into=webhook&filter=")
    assert "Use this filter" in dialog
    assert "Save as a view" not in dialog
    assert (answer.status_code, answer["HX-Reswap"], answer["HX-Trigger-After-Settle"]) == (200, "none", "close-dialog")
    assert 'id="built-filter" hx-swap-oob="true"' in part
    assert json.loads(unescape(re.findall(r'name="filter" value="([^"]*)"', part)[0])) == IN_WUXI
    assert _said(part) == "City is “Wuxi”"


@pytest.mark.parametrize("objects", [[], ["accounts", "contacts"]])
def test_a_filter_is_asked_for_when_one_object_is_chosen(cast: Cast, objects: list[str]) -> None:
    answer = browser_of(cast.ada).get(ASK, {"objects": objects}, headers=PART)

    assert answer.status_code == 204
    assert "Choose exactly one object first" in answer["HX-Trigger"]


def test_the_form_says_what_is_filtered_and_keeps_it_through_a_fault(cast: Cast, settings: Any) -> None:
    settings.PLEXUS_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    browser = browser_of(cast.root)
    with acting(cast.root):
        values = {"name": "ERP", "url": "http://127.0.0.1:9/", "objects_told": ["accounts"], "filter": IN_WUXI}
        made = managing.create_webhook(actor=cast.root, values=values, now=NOW).webhook

    assert _said(browser.get(f"/settings/webhooks/{made.pk}").content.decode()) == "City is “Wuxi”"

    typed = {"name": "", "url": "", "objects": ["accounts"], "filter": json.dumps(IN_WUXI)}
    page = browser.post("/settings/webhooks", typed)

    assert page.status_code == 422
    assert _said(page.content.decode()) == "City is “Wuxi”"
    assert Webhook.objects.filter(name="").count() == 0


def test_a_filter_is_taken_away_again(cast: Cast) -> None:
    part = browser_of(cast.ada).get(ASK, {"off": "1"}, headers=PART).content.decode()

    assert 'name="filter" value=""' in part
    assert "Add a filter" in part
    assert "Remove the filter" not in part
