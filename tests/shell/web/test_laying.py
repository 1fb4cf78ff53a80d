"""Form, record page and list follow the layout of one's role; what a role may not see is shown by none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast, a_contact, a_deal, a_record, a_stage, an_account
from tests.kernel.reckoned.defining import a_field
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.kernel.identity.models import Role

PARTS = {
    "sections": [
        {"label_en": "The deal", "fields": ["name", "stage", "amount", "source"]},
        {"label_en": "Money matters", "fields": ["probability"], "collapsed": True},
    ],
    "hidden": ["description", "owner"],
    "related": [],
    "columns": ["name", "source"],
}
DT = re.compile(r"<dt>(.*?)</dt>")


@pytest.fixture
def role(cast: Cast) -> Any:
    """The role of sales persons, with a layout of its own."""
    held = Role.objects.get(key="sales", workspace_id=cast.root.workspace_id)
    a_stage(cast.ada)
    a_record("layouts", cast.root, object="deals", role=held.pk, parts=PARTS)
    return held


def names_on_form(html: str) -> list[str]:
    """The fields of a form in their order."""
    skipped = {"csrfmiddlewaretoken", "amount_currency", "language", "next", "once"}
    found = (name for name, _value in sent(html.partition("<main")[2]))
    return list(dict.fromkeys(name for name in found if name not in skipped and not name.startswith("has_")))


def test_the_form_follows(cast: Cast, role: Any) -> None:
    html = browser_of(cast.ada).get("/deals/new").content.decode()

    assert names_on_form(html) == ["name", "stage", "amount", "source", "probability"]
    assert html.index("The deal") < html.index("Money matters")
    assert "description" in names_on_form(browser_of(cast.max).get("/deals/new").content.decode())


def test_the_page_of_a_record_follows(cast: Cast, role: Any) -> None:
    deal = a_deal(cast.ada, description="Not for this page")

    html = browser_of(cast.ada).get(f"/deals/{deal.pk}").content.decode()

    assert DT.findall(html)[:4] == ["Stage", "Amount", "Source", "Probability"]
    assert "Not for this page" not in html


def test_the_list_begins_with_the_columns_of_the_role(cast: Cast, role: Any) -> None:
    a_deal(cast.ada, source="fair")

    heads = re.findall(r'<th[^>]*data-column="(\w+)"', browser_of(cast.ada).get("/deals").content.decode())

    assert heads == ["name", "source"]


def test_what_a_role_may_not_see_no_layout_shows(cast: Cast, role: Any) -> None:
    deal = a_deal(cast.ada, source="a secret source")
    role.fields = {"deals": {"source": "hidden"}}
    role.save()
    browser = browser_of(cast.ada)

    pages = [browser.get(path).content.decode() for path in ("/deals/new", f"/deals/{deal.pk}", "/deals")]

    assert [("source" in names_on_form(pages[0])), *("secret source" in page for page in pages[1:])] == [False] * 3
    assert "<dt>Source</dt>" not in pages[1]


def test_what_no_record_may_lack_is_asked_for_wherever_the_layout_left_it(cast: Cast, role: Any) -> None:
    a_record("field-rules", cast.root, object="deals", field="description", required_when="source = 'fair'")
    browser = browser_of(cast.ada)

    told = browser.post("/deals/new/react", {"source": "fair"}).json()["fields"]["description"]
    html = browser.get("/deals/new").content.decode()

    assert told == {"shown": True, "required": True}
    assert 'data-control="description" hidden' in html


def test_related_lists_follow_and_those_left_out_are_not_asked_for(cast: Cast) -> None:
    account = an_account(cast.ada)
    a_contact(cast.ada, full_name="Zhang Wei", account=account.pk, email="zhang@example.com", job_title="Buyer")
    browser, page = browser_of(cast.ada), f"/accounts/{account.pk}"
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        browser.get(page)
    before = len(asked)
    related = [
        {"list": "contacts", "fields": ["email"]}, {"list": "deals", "hidden": True},
        {"list": "subsidiaries", "hidden": True},
    ]  # fmt: skip
    a_record("layouts", cast.root, object="accounts", parts={"related": related})
    browser.get(page)

    with CaptureQueriesContext(connection) as asked:
        html = browser.get(page).content.decode()

    assert "zhang@example.com" in html
    assert "Subsidiaries" not in html
    assert len(asked) == before - 2


def test_relations_stand_among_the_related_lists_where_the_layout_puts_them(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    browser, page = browser_of(cast.ada), f"/deals/{deal.pk}"

    def order() -> list[str]:
        return re.findall(r"<h2>(Relations|Deal line items)", browser.get(page).content.decode())

    before = order()
    related = [{"list": "line_items"}, {"list": "relations_to"}]
    a_record("layouts", cast.root, object="deals", parts={"related": related})
    laid = order()

    assert (before, laid) == (["Relations", "Deal line items"], ["Deal line items", "Relations"])


def test_an_administrator_lays_out_by_the_form_and_takes_it_back(cast: Cast) -> None:
    a_stage(cast.ada)
    browser, address = browser_of(cast.root), "/settings/objects/deals/layouts/everybody"
    form = {
        "item": [
            "section", "field:name", "field:stage", "section", "collapsed", "field:amount", "rest", "field:source",
        ],
        "label_en": ["First", "Second"], "label_zh": ["一", "二"],
        "list": ["list:line_items", "shown", "column:quantity"], "column": ["name", "amount"],
    }  # fmt: skip

    assert browser.post(address, form).status_code == 302
    laid = names_on_form(browser_of(cast.ada).get("/deals/new").content.decode())
    drawn = browser.get(address).content.decode()
    assert browser.post(f"{address}/drop").status_code == 302
    back = names_on_form(browser_of(cast.ada).get("/deals/new").content.decode())

    assert laid[:3] == ["name", "stage", "amount"]
    assert "source" not in laid
    assert "description" in laid, "what the layout does not name stands at its end"
    assert 'value="二"' in drawn
    assert back[:2] == ["name", "account"]


def test_only_administrators_lay_out(cast: Cast) -> None:
    for path in ("/settings/objects/deals/layouts", "/settings/objects/deals/rules"):
        assert browser_of(cast.ada).get(path).status_code == 403


def test_short_lists_of_the_same_object_are_told_apart_by_the_field_that_leads_here(cast: Cast) -> None:
    for plural, name in (("deals", "supplier"), ("accounts", "carrier")):
        a_field(cast.root, plural, name, "reference", target="accounts")
    account = an_account(cast.ada)

    html = browser_of(cast.ada).get(f"/accounts/{account.pk}").content.decode()

    headed = [head.strip() for head in re.findall(r'<section class="panel"><h2>([^<]*)', html)]
    wanted = ("Deals", "Deals by “Supplier”", "Subsidiaries", "Accounts by “Carrier”")
    assert [headed.count(each) for each in wanted] == [1, 1, 1, 1]
    settings = browser_of(cast.root).get("/settings/objects/accounts/layouts/everybody").content.decode()
    assert [each in settings for each in wanted] == [True] * 4
