"""The outside contract, promise by promise: names, filters, paging both ways, values; over every object."""

from __future__ import annotations

from typing import Any

import pytest
from tests import casting
from tests.shell.api.asking import Api, quoted
from tests.shell.api.makers import MAKERS

from plexus.kernel.query.tree import Op
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
EVERY = sorted(each.plural for each in registry.standard())
every_object = pytest.mark.parametrize("objects", EVERY)
ALWAYS = "id created_at created_by updated_at updated_by version"
NAMES = {
    "accounts": "name kind industry website phone email street city region country postal_code employees "
    "annual_revenue founded_year parent lifecycle_stage owner tags external_id team",
    "contacts": "full_name family_name given_name job_title department account emails email phones phone street city "
    "region country postal_code birthday language lifecycle_stage source owner tags external_id team",
    "deals": "name account contact pipeline stage amount probability expected_close_on opened_on closed_on outcome "
    "lost_reason source owner tags external_id team",
    "products": "name code category price unit active external_id",
    "deal-line-items": "deal product quantity unit_price discount_percent total",
    "activities": "kind subject body happened_at duration_minutes direction outcome related owner team",
    "tasks": "subject body due_at done_at priority related owner team",
}
OPERATORS = "eq ne lt lte gt gte in not_in between contains not_contains starts_with empty not_empty"
FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("accounts", {"field": "city", "op": "eq", "value": "上海"}),
    ("accounts", {"and": [{"field": "city", "op": "empty"}, {"field": "name", "op": "starts_with", "value": "A"}]}),
    ("accounts", {"or": [{"field": "city", "op": "not_empty"}, {"not": {"field": "name", "op": "eq", "value": "A"}}]}),
    ("contacts", {"field": "account.industry", "op": "contains", "value": "Mach"}),
    ("accounts", {"related": "deals", "where": {"field": "outcome", "op": "eq", "value": "won"}, "exists": False}),
    ("accounts", {"related": "deals", "where": {}, "count": {"op": "gte", "value": 2}}),
    ("accounts", {"related": "deals", "sum": {"field": "amount", "op": "gte", "value": "1000"}}),
    ("deals", {"field": "expected_close_on", "op": "eq", "value": {"relative": "next_7_days"}}),
    ("deals", {"field": "owner", "op": "eq", "value": {"me": True}}),
    ("deals", {"field": "owner", "op": "eq", "value": {"my_team": True}}),
    ("deals", {"field": "amount", "op": "between", "value": ["1", "2"]}),
]


@pytest.mark.parametrize("objects", NAMES)
def test_objects_and_fields_have_their_promised_names(api: Api, objects: str) -> None:
    fields = {each["name"] for each in api.get(f"/schema/{objects}").json()["fields"]}

    assert set(f"{ALWAYS} {NAMES[objects]}".split()) - fields == set()


def test_the_promised_operators_are_those_that_there_are(api: Api) -> None:
    offered = {
        operator
        for objects in EVERY
        for field in api.get(f"/schema/{objects}").json()["fields"]
        for operator in field["operators"]
    }

    assert offered == set(OPERATORS.split()) == {each.value for each in Op}


@pytest.mark.parametrize(("objects", "asked"), FILTERS)
def test_every_kind_of_filter_is_answered(api: Api, objects: str, asked: dict[str, Any]) -> None:
    answer = api.get(f"/{objects}{quoted(filter=asked)}")

    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == {"data", "next", "previous", "count"}
    assert answer.json()["count"] == {"value": 0, "exact": True}


@every_object
def test_pages_lead_on_and_back_over_the_same_records(api: Api, objects: str) -> None:
    for _number in range(5):
        assert api.post(f"/{objects}", MAKERS[objects](api.actor)).status_code == 201
    every = [row["id"] for row in api.get(f"/{objects}?sort=-created_at").json()["data"]]

    cursor: str | None = ""
    pages = []
    while cursor is not None:
        page = api.get(f"/{objects}{quoted(sort='-created_at', limit='2', cursor=cursor)}").json()
        pages.append(page)
        cursor = page["next"]
    back = api.get(f"/{objects}{quoted(sort='-created_at', limit='2', cursor=pages[-1]['previous'])}").json()

    assert [row["id"] for page in pages for row in page["data"]] == every
    assert pages[0]["previous"] is None
    assert [row["id"] for row in back["data"]] == [row["id"] for row in pages[-2]["data"]]
    assert {page["count"]["value"] for page in pages} == {len(every)}


@every_object
def test_only_the_fields_asked_for_are_answered(api: Api, objects: str) -> None:
    record = api.post(f"/{objects}", MAKERS[objects](api.actor)).json()
    title = registry.standard().object(objects).described.title
    asked = f"fields={title},created_by,created_by.name&expand=created_by"

    (listed,) = [row for row in api.get(f"/{objects}?{asked}").json()["data"] if row["id"] == record["id"]]
    one = api.get(f"/{objects}/{record['id']}?fields={title}").json()

    assert set(listed) == {"id", title, "created_by", "created_by.name"}
    assert listed["created_by"]["id"] == str(api.actor.person_id)
    assert listed["created_by"]["version"] >= 1
    assert set(one) >= {"id", title}
    assert set(one) <= {"id", title, "version"}


def test_values_have_their_promised_form(api: Api) -> None:
    account = api.post(
        "/accounts", {"name": "恒通", "external_id": "E-1", "annual_revenue": {"amount": "1234.50"}}
    ).json()
    api.post(
        "/contacts", {"full_name": "张伟", "emails": [{"value": "a@b.cn"}], "account": {"by": {"external_id": "E-1"}}}
    )

    deal = api.post("/deals", {
        "name": "Lathes", "stage": str(casting.a_stage(api.actor).pk), "account": account["id"],
        "contact": {"by": {"email": "a@b.cn"}}, "amount": {"amount": "1234.50", "currency": "CNY"},
        "expected_close_on": "2026-12-24",
    }).json()  # fmt: skip

    assert deal["amount"] == {"amount": "1234.50", "currency": "CNY"}
    assert deal["account"] == {"id": account["id"], "object": "accounts", "name": "恒通"}
    assert deal["contact"]["name"] == "张伟"
    assert deal["expected_close_on"] == "2026-12-24"
    assert deal["created_at"].endswith(("Z", "+00:00"))


@every_object
def test_every_object_describes_itself_and_is_on_the_list(api: Api, objects: str) -> None:
    listed = {each["name"]: each for each in api.get("/schema").json()["data"]}

    described = api.get(f"/schema/{objects}").json()

    assert listed[objects].items() <= described.items()
    assert described["rights"] == {"create": "all", "read": "all", "update": "all", "delete": "all"} | {
        name: level for name, level in described["rights"].items() if name not in {"create", "read", "update", "delete"}
    }
    assert described["title_field"] in {each["name"] for each in described["fields"]}
