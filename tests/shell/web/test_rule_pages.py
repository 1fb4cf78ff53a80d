"""The pages on which administrators write rules: what they say while somebody types, count and offer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.casting import Cast, a_deal, a_record
from tests.kernel.reckoned.defining import a_field
from tests.signing import browser_of

from plexus.kernel.expressions.checking import check
from plexus.kernel.expressions.functions import overloads
from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldRule, RuleDefinition
from plexus.kernel.values.refusals import Refusal
from plexus.shell.web.settings.objects import field_rules, rules
from plexus.shell.web.settings.objects.functions import functions

NEW = "/settings/objects/deals/rules/new"
GUIDE = Path(__file__).parents[3] / "docs/how-to/write-rules.md"
OBJECTS = ("deals", "contacts", "accounts")


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The administrator's."""
    return browser_of(cast.root)


def said(browser: Client, expression: str, **more: str) -> str:
    """What the page says of an expression while it is typed."""
    return browser.post(NEW, {"way": "check", "refuse_when": expression, **more}).content.decode()


def test_the_page_says_what_is_wrong_and_where(browser: Client) -> None:
    html = said(browser, "source = 'x' and amuont > 1")

    assert "There is no field “amuont” (place 18)." in html
    assert "source = &#x27;x&#x27; and <mark>amuont</mark> &gt; 1" in html
    assert "It can be understood." in said(browser, "is_empty(source)")


def test_it_says_so_in_chinese_too(browser: Client) -> None:
    browser.cookies["django_language"] = "zh-hans"

    html = said(browser, "amount")

    assert "金额" in html
    assert "needed" not in html


def test_a_rule_is_made_changed_switched_off_and_on(browser: Client) -> None:
    form = {"refuse_when": "is_empty(source)", "message_en": "Say where it came from.", "field": "source"}
    assert browser.post(NEW, form).status_code == 302
    rule = RuleDefinition.objects.get()

    changed = browser.post(f"/settings/rules/{rule.pk}", form | {"message_zh": "请填写来源。", "version": "1"})
    stale = browser.post(f"/settings/rules/{rule.pk}", form | {"version": "1"})
    browser.post(f"/settings/rules/{rule.pk}/switch", {"to": "off"})
    off = RuleDefinition.objects.get().retired_at
    browser.post(f"/settings/rules/{rule.pk}/switch", {"to": "on"})

    rule.refresh_from_db()
    assert (changed.status_code, stale.status_code) == (302, 412)
    assert (rule.message_zh, off is None, rule.retired_at) == ("请填写来源。", False, None)


def test_a_rule_over_a_retired_field_stays_off_and_the_page_says_so(cast: Cast, browser: Client) -> None:
    grade = a_field(cast.root, "deals", "grade", "text")
    browser.post(NEW, {"refuse_when": "grade = 'x'", "message_en": "No x."})
    rule = RuleDefinition.objects.get()
    browser.post(f"/settings/rules/{rule.pk}/switch", {"to": "off"})
    browser.post(f"/settings/fields/{grade.pk}/retire")

    answer = browser.post(f"/settings/rules/{rule.pk}/switch", {"to": "on"}, follow=True)

    assert answer.redirect_chain == [("/settings/objects/deals/rules", 302)]
    assert "“No x.” stays off. There is no field “grade” (place 1)." in answer.content.decode()
    assert RuleDefinition.objects.get().retired_at is not None


def test_what_is_wrong_keeps_what_was_typed(browser: Client) -> None:
    answer = browser.post(NEW, {"refuse_when": "amuont > 1", "message_en": "No."})

    assert answer.status_code == 422
    assert "amuont &gt; 1" in answer.content.decode()
    assert RuleDefinition.objects.count() == 0


def test_a_draft_is_tried_on_the_records_that_there_are_and_leads_to_their_list(cast: Cast, browser: Client) -> None:
    for number in range(3):
        a_deal(cast.ada, name=f"Large {number}", amount={"amount": "5000", "currency": "CNY"})
    a_deal(cast.ada, name="Small", amount={"amount": "5", "currency": "CNY"})

    html = browser.post(NEW, {"way": "try", "refuse_when": "amount > money(1000, 'CNY')"}).content.decode()
    (address,) = re.findall(r'href="([^"]+)"', html)
    listed = browser.get(address.replace("&amp;", "&")).content.decode()

    assert "3 of 4 records break this rule." in html
    assert [name for name in ("Large 0", "Large 1", "Large 2", "Small") if name in listed] == [
        "Large 0", "Large 1", "Large 2",
    ]  # fmt: skip
    assert RuleDefinition.objects.count() == 0


def test_what_breaks_a_rule_is_exported_alone(cast: Cast, browser: Client) -> None:
    a_deal(cast.ada, name="Large", amount={"amount": "5000", "currency": "CNY"})
    a_deal(cast.ada, name="Small", amount={"amount": "5", "currency": "CNY"})

    answer: Any = browser.get("/deals/export", {"breaks": "amount > money(1000, 'CNY')", "format": "csv"})
    content = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()

    assert "Large" in content
    assert "Small" not in content


def test_nobody_else_asks_lists_by_expression(cast: Cast) -> None:
    assert browser_of(cast.ada).get("/deals", {"breaks": "true"}).status_code == 403


def test_the_rules_of_a_field_are_kept_counted_and_taken_away(cast: Cast, browser: Client) -> None:
    a_deal(cast.ada, source="fair")
    a_deal(cast.ada, source="fair", description="Seen")
    address = "/settings/objects/deals/field-rules/description"

    counted = browser.post(address, {"way": "try", "required_when": "source = 'fair'"}).content.decode()
    browser.post(address, {"required_when": "source = 'fair'", "default": "", "visible_when": ""})
    kept = FieldRule.objects.get(deleted_at=None)
    browser.post(address, {"required_when": "", "default": "", "visible_when": ""})

    assert "1 of 2 records lacks it" in counted
    assert (kept.object, kept.field, kept.required_when) == ("deals", "description", "source = 'fair'")
    assert FieldRule.objects.filter(deleted_at=None).count() == 0


def test_a_rule_that_changed_fields_broke_stops_nobody(cast: Cast) -> None:
    a_record("custom-rules", cast.root, object="deals", refuse_when="true", message_en="Never.")
    RuleDefinition.objects.update(refuse_when="gone = 1")

    a_deal(cast.ada)


def test_every_function_is_described_and_every_example_makes_sense(cast: Cast) -> None:
    named = {name for name in overloads() if name.isidentifier()}
    offered = {each.name: each for each in functions()}

    assert named == offered.keys()
    assert [name for name, each in offered.items() if not each.words] == []
    for each in offered.values():
        if each.name not in {"and", "or", "not"}:
            assert _makes_sense(cast, each.example), each.example


def test_every_example_of_the_guide_makes_sense(cast: Cast) -> None:
    guide = [
        text for line in GUIDE.read_text().splitlines() if line.startswith("|") for text in re.findall("`(.+?)`", line)
    ]
    offered = [each for known in (rules.EXAMPLES, field_rules.EXAMPLES) for texts in known.values() for each in texts]

    assert len(guide) >= 8
    assert [each for each in (*guide, *offered) if not _makes_sense(cast, each)] == []


def _makes_sense(cast: Cast, expression: str) -> bool:
    with acting(cast.root):
        schema = registry.of(cast.root.workspace_id)
        return any(_checks(expression, schema.object(plural), schema) for plural in OBJECTS)


def _checks(expression: str, about: Any, schema: Any) -> bool:
    try:
        check(expression, about, schema)
    except Refusal:
        return False
    return True


def test_pages_are_for_administrators_alone(cast: Cast) -> None:
    assert Role.objects.get(pk=str(cast.ada.role_id)).is_administrator is False
    for path in (NEW, "/settings/objects/deals/field-rules/source", "/settings/objects/deals/layouts/everybody"):
        assert browser_of(cast.ada).get(path).status_code == 403
        assert browser_of(cast.ada).post(path, {"way": "check", "refuse_when": "true"}).status_code == 403
