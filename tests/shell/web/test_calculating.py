"""The settings of formulas and roll-ups: what a draft says, what a filter's rows make, and what is refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, an_account
from tests.kernel.reckoned.asking import compare
from tests.kernel.reckoned.defining import a_field, a_formula, a_roll_up
from tests.signing import browser_of

from plexus.kernel.schema.models import FieldDefinition

pytestmark = pytest.mark.django_db
NEW = "/settings/objects/{}/fields/new"


def drafted(cast: Cast, plural: str, **sent: Any) -> Any:
    """What the form says of a draft."""
    answer = browser_of(cast.root).post(NEW.format(plural), {"way": "draft", **sent})
    assert answer.status_code == 200
    return answer.context["form"].reckoned


def test_a_draft_of_a_formula_tells_its_kind_and_its_values(cast: Cast) -> None:
    for amount in ("10", "30"):
        a_deal(cast.ada, name=f"Deal {amount}", amount=amount)

    found = drafted(cast, "deals", type="formula", expression="amount * 2", places="0")

    assert (found.told, found.wrong, found.marked) == ("This gives: Money.", False, None)
    assert [(each.title, each.value) for each in found.samples] == [
        ("Deal 30", "¥\N{NO-BREAK SPACE}60"),
        ("Deal 10", "¥\N{NO-BREAK SPACE}20"),
    ]
    assert {each.written for each in found.readable[0].fields} >= {"amount", "probability", "name"}
    assert "account.city" in {each.written for group in found.readable for each in group.fields}


def test_a_draft_of_a_formula_marks_its_error(cast: Cast) -> None:
    found = drafted(cast, "deals", type="formula", expression="amount * probabilty / 100")

    assert (found.told, found.wrong) == ("There is no field “probabilty” (place 10).", True)
    assert (found.marked.before, found.marked.wrong, found.marked.after) == ("amount * ", "probabilty", " / 100")
    assert found.samples == ()


def test_nothing_is_kept_of_a_draft(cast: Cast) -> None:
    drafted(cast, "deals", type="formula", expression="amount * 2", label_en="Twice")

    assert not FieldDefinition.objects.filter(workspace_id=cast.root.workspace_id).exists()


def test_a_roll_up_is_made_with_the_rows_of_its_filter(cast: Cast) -> None:
    account = an_account(cast.ada, name="Hengtong")
    for amount in ("10", "30", "50"):
        a_deal(cast.ada, account=account.pk, amount=amount)
    sent = {
        "type": "rollup", "label_en": "Large deals", "list": "deals", "list_was": "deals", "function": "sum",
        "field": "amount", "currency": "CNY", "node": "row:0.0", "0.join": "all", "0.0.pick": "field:amount",
        "0.0.was": "field:amount", "0.0.op": "gte", "0.0.value": "30",
    }  # fmt: skip

    found = drafted(cast, "accounts", **sent)
    answer = browser_of(cast.root).post(NEW.format("accounts"), sent)

    assert [(each.title, each.value) for each in found.samples] == [("Hengtong", "¥\N{NO-BREAK SPACE}80")]
    assert answer.status_code == 302
    row = FieldDefinition.objects.get(workspace_id=cast.root.workspace_id)
    assert row.options == {
        "list": "deals", "function": "sum", "field": "amount", "currency": "CNY",
        "where": compare("amount", "gte", "30"),
    }  # fmt: skip


def test_another_list_begins_with_no_filter(cast: Cast) -> None:
    sent = {
        "type": "rollup", "list": "contacts", "list_was": "deals", "function": "count", "node": "row:0.0",
        "0.0.pick": "field:amount", "0.0.was": "field:amount", "0.0.op": "gte", "0.0.value": "30",
    }  # fmt: skip

    found = drafted(cast, "accounts", **sent)

    assert (found.list, found.rows.parts, found.told) == ("contacts", (), "This gives: Whole number.")


def test_a_filter_that_rows_cannot_show_is_kept_as_it_is(cast: Cast) -> None:
    moment = compare("created_at", "gt", "2026-01-01T10:00:00Z")
    row = a_roll_up(cast.root, "accounts", "fresh", "deals", "count", where=moment)
    browser = browser_of(cast.root)

    page = browser.get(f"/settings/fields/{row.pk}")
    kept = page.context["form"].reckoned.kept
    sent = {"label_en": "Fresh ones", "list": "deals", "list_was": "deals", "function": "count", "where_kept": kept}
    browser.post(f"/settings/fields/{row.pk}", {**sent, "version": row.version})

    row = FieldDefinition.objects.get(pk=row.pk)
    assert (row.label_en, row.options["where"]) == ("Fresh ones", moment)


def test_what_is_read_is_not_retired_and_the_page_says_by_what(cast: Cast) -> None:
    cost = a_field(cast.root, "deals", "cost", "decimal")
    a_formula(cast.root, "deals", "margin", "amount(amount) - cost")

    answer = browser_of(cast.root).post(f"/settings/fields/{cost.pk}/retire", follow=True)

    assert "“Margin” of deals is calculated from it and could not be any more." in answer.text
    assert FieldDefinition.objects.get(pk=cost.pk).retired_at is None


def test_what_cannot_be_calculated_is_marked_and_told(cast: Cast) -> None:
    cost = a_field(cast.root, "deals", "cost", "decimal")
    margin = a_formula(cast.root, "deals", "margin", "cost * 2")
    FieldDefinition.objects.filter(pk=cost.pk).update(retired_at=NOW)
    browser = browser_of(cast.root)

    shown = browser.get("/settings/objects/deals")
    page = browser.get(f"/settings/fields/{margin.pk}")

    assert [line.marks for line in shown.context["added"]] == [("cannot be calculated",)]
    assert page.context["form"].reckoned.told == "There is no field “cost” (place 1)."


def test_a_sales_person_comes_to_none_of_it(cast: Cast) -> None:
    browser = browser_of(cast.ada)

    assert browser.get(NEW.format("deals")).status_code == 403
    assert browser.post(NEW.format("deals"), {"type": "formula", "expression": "1"}).status_code == 403


def test_what_is_wrong_with_the_values_to_choose_stands_at_them(cast: Cast) -> None:
    answer = browser_of(cast.root).post(NEW.format("deals"), {"type": "choice", "label_en": "State"})

    page = answer.content.decode()
    assert answer.status_code == 422
    said = ("Values to choose from", "A choice needs at least one", "Fast to filter and sort by")
    values, wrong, below = map(page.index, said)
    assert values < wrong < below


def test_a_formula_whose_input_is_retired_comes_back_after_it_and_the_page_says_so(cast: Cast) -> None:
    budget = a_field(cast.root, "deals", "budget", "money")
    double = a_formula(cast.root, "deals", "double", "budget * 2")
    browser = browser_of(cast.root)
    for each in (double, budget):
        browser.post(f"/settings/fields/{each.pk}/retire")

    too_soon = browser.post(f"/settings/fields/{double.pk}/reinstate", follow=True)
    for each in (budget, double):
        browser.post(f"/settings/fields/{each.pk}/reinstate")

    assert too_soon.redirect_chain == [("/settings/objects/deals", 302)]
    assert "“Double” stays retired. There is no field “budget” (place 1)." in too_soon.content.decode()
    assert not FieldDefinition.objects.exclude(retired_at=None).exists()
