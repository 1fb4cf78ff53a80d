"""Formulas and roll-ups through the API, exports and imports: made, described, read, asked for, and never written."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db.models import Q
from tests.casting import Cast, a_deal, an_account
from tests.kernel.reckoned.defining import a_formula, a_roll_up
from tests.shell.api.asking import Api, quoted

from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types import Unfit
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export
from plexus.shell.importing.destinations import Destinations

pytestmark = pytest.mark.django_db
FORMULA = {"object": "deals", "name": "weighted", "type": "formula", "label_en": "Weighted"}


def test_an_integrator_makes_a_formula_and_a_roll_up_and_asks_for_them(cast: Cast) -> None:
    api = Api(cast.root)
    formula = api.post("/custom-fields", FORMULA | {"options": {"expression": "amount * probability / 100"}})
    rolled = api.post(
        "/custom-fields",
        {
            "object": "accounts", "name": "pipeline_value", "type": "rollup", "label_en": "Pipeline value",
            "options": {"list": "deals", "function": "sum", "field": "weighted", "currency": "CNY"},
        },
    )  # fmt: skip
    account = an_account(cast.ada, name="Hengtong")
    deal = a_deal(cast.ada, account=account.pk, amount="1000", probability=30)

    one = api.get(f"/deals/{deal.pk}").json()
    over = {"field": "pipeline_value", "op": "gte", "value": "300"}
    found = api.get("/accounts" + quoted(filter=over, sort="-pipeline_value", fields="name,pipeline_value")).json()
    through = api.get("/deals" + quoted(fields="account.pipeline_value", sort="-weighted")).json()

    assert (formula.status_code, rolled.status_code) == (201, 201)
    assert one["weighted"] == {"amount": "300.00", "currency": "CNY"}
    three_hundred = {"amount": "300.00", "currency": "CNY"}
    assert [(each["name"], each["pipeline_value"]) for each in found["data"]] == [("Hengtong", three_hundred)]
    assert [each["account.pipeline_value"] for each in through["data"]] == [three_hundred]


def test_a_formula_that_makes_no_sense_is_a_problem_at_its_options(cast: Cast) -> None:
    answer = Api(cast.root).post("/custom-fields", FORMULA | {"options": {"expression": "amount * probabilty"}})

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("options", "unknown_field")
    assert error["message"] == "There is no field “probabilty” (place 10)."


def test_the_schema_says_that_it_is_calculated_and_read_only(cast: Cast) -> None:
    a_formula(cast.root, "deals", "weighted", "amount * probability / 100")
    a_roll_up(cast.root, "accounts", "held", "deals", "count")
    api = Api(cast.ada)

    described = {each["name"]: each for each in api.get("/schema/accounts").json()["fields"]}
    schemas = api.get("/openapi.json").json()["components"]["schemas"]

    held = {name: described["held"][name] for name in ("type", "writable", "computed", "sortable", "required")}
    assert held == {"type": "integer", "writable": False, "computed": "rollup", "sortable": True, "required": False}
    assert "computed" not in described["name"]
    assert schemas["Accounts"]["properties"]["held"]["readOnly"] is True
    assert schemas["Accounts"]["properties"]["held"]["type"] == ["integer", "null"]
    assert schemas["Deals"]["properties"]["weighted"]["readOnly"] is True
    assert "held" not in schemas["AccountsCreate"]["properties"]
    assert "weighted" not in schemas["DealsUpdate"]["properties"]


def test_nobody_writes_what_is_calculated(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "held", "deals", "count")
    account = an_account(cast.ada)
    api = Api(cast.root)

    answers = [
        api.patch(f"/accounts/{account.pk}", {"held": 5}),
        api.post("/accounts", {"name": "New", "held": 5}),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [("held", "read_only")]


def test_an_export_holds_it(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "held", "deals", "count")
    account = an_account(cast.ada, name="Hengtong")
    a_deal(cast.ada, account=account.pk)
    with acting(cast.ada):
        about = registry.of(cast.ada.workspace_id).object("accounts")
        out = io.BytesIO()
        write_export(cast.ada, about, Q(), Wanted("csv", fields=("name", "held")), out)

    assert list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))) == [{"name": "Hengtong", "held": "1"}]


def test_a_hidden_input_is_nowhere_in_the_api(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "total", "deals", "sum", of="amount")
    account = an_account(cast.ada)
    api = Api(cast.ada)
    hide(cast, {"deals": {"amount": "hidden"}})

    def told(path: str) -> list[Any]:
        answer = api.get(path)
        return [answer.status_code, [each["code"] for each in answer.json().get("errors", ())]]

    by_filter = "/accounts" + quoted(filter={"field": "NAME", "op": "gt", "value": 5})
    assert "total" not in api.get(f"/accounts/{account.pk}").json()
    assert "total" not in {each["name"] for each in api.get("/schema/accounts").json()["fields"]}
    for path in ("/accounts?fields=NAME", "/accounts?sort=NAME", by_filter):
        assert told(path.replace("NAME", "total")) == told(path.replace("NAME", "nonsense")), path


def hide(cast: Cast, fields: Any) -> None:
    """Let the sales role not see some fields."""
    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields=fields)


def test_no_column_of_a_file_leads_to_it(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "held", "deals", "count")

    with acting(cast.root):
        destinations = Destinations(cast.root, registry.of(cast.root.workspace_id).object("accounts"))
        with pytest.raises(Unfit) as refused:
            destinations.of("held")

    assert refused.value.code == "read_only"
    assert "held" not in set(destinations.paths())


def test_groups_are_made_by_it_and_figures_taken_of_it(cast: Cast) -> None:
    a_roll_up(cast.root, "accounts", "held", "deals", "count")
    a_formula(cast.root, "deals", "doubled", "amount * 2")
    for name, amounts in (("One", ("1",)), ("Two", ("10", "20"))):
        account = an_account(cast.ada, name=name)
        for amount in amounts:
            a_deal(cast.ada, account=account.pk, amount=amount)

    answer = Api(cast.ada).get("/deals/aggregate" + quoted(group="account.held", measure="count,sum:doubled"))

    assert answer.status_code == 200, answer.text
    found = {each["group"]["account.held"]: each["figures"] for each in answer.json()["data"]}
    assert {key: (each["count"], each["sum:doubled"]) for key, each in found.items()} == {
        1: (1, [{"amount": "2.00", "currency": "CNY"}]),
        2: (2, [{"amount": "60.00", "currency": "CNY"}]),
    }
