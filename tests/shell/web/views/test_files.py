"""What goes into a file from a view, and what the filter builder keeps as one."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

from tests.casting import Cast
from tests.conformance import making
from tests.shell.web.views.asking import SHANGHAI, a_view, body
from tests.signing import browser_of

from plexus.kernel.records.acting import acting
from plexus.kernel.views.models import View


def test_an_export_takes_the_rows_the_order_and_the_columns_of_the_view(cast: Cast) -> None:
    for name, city in (("Beta", "Shanghai"), ("Acme", "Shanghai"), ("Gamma", "Wuxi")):
        making.minimal("accounts", cast.ada, name=name, city=city, industry="Steel")
    view = a_view(cast.ada, columns=["name", "industry", "city"], sort="-name", layout="grouped", group_by="city")
    browser = browser_of(cast.ada)
    page = body(browser, f"/accounts?view={view.pk}")
    dialog = re.search(r'hx-get="(/accounts/export/ask\?query=[^"]*)"', page)
    assert dialog

    asked = browser.get(dialog[1]).content.decode()
    ticked = re.findall(r'name="column" value="(\w+)" checked', asked)
    query = re.search(r'name="query" value="([^"]*)"', asked)
    assert query
    form = {"query": html.unescape(query[1]), "format": "csv", "column": ticked}
    answer = browser.post("/accounts/export/ask", form, headers={"HX-Request": "true"})
    file = b"".join(browser.get(answer["HX-Redirect"]))

    assert ticked == ["name", "industry", "city"]
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig")))) == [
        ["Name", "Industry", "City"], ["Beta", "Steel", "Shanghai"], ["Acme", "Steel", "Shanghai"],
    ]  # fmt: skip


def test_the_filter_builder_leads_to_the_dialog_that_keeps_its_filter_as_a_view(cast: Cast) -> None:
    browser = browser_of(cast.ada)

    answer = browser.post("/accounts/filter", {"text": json.dumps(SHANGHAI), "list": "sort=-name", "keep": "1"})
    address = answer["Location"]
    dialog = browser.get(address)

    assert urlsplit(address).path == "/accounts/views/new"
    assert json.loads(parse_qs(urlsplit(address).query)["filter"][0]) == SHANGHAI
    assert html.escape(address) in dialog.content.decode()
    browser.post(address, {"name": "East", "audience": "nobody"})
    with acting(cast.ada):
        kept = View.objects.get()
    assert (json.loads(kept.filter), kept.sort) == (SHANGHAI, "-name")


def test_the_filter_builder_keeps_nothing_that_has_faults(cast: Cast) -> None:
    wrong = {"field": "hooves", "op": "empty"}

    answer = browser_of(cast.ada).post("/accounts/filter", {"text": json.dumps(wrong), "list": "", "keep": "1"})

    assert answer.status_code == 422


def test_a_filtered_list_without_a_view_offers_to_keep_it(cast: Cast) -> None:
    browser = browser_of(cast.ada)

    assert 'class="unsaved"' in body(browser, "/accounts?sort=-name")
    assert 'class="unsaved"' not in body(browser, "/accounts")
