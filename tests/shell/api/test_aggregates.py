"""Groups and figures through the API: as written, under rights, as of a moment, within bounds, over every object."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from tests import casting
from tests.casting import Cast
from tests.conformance import tailored
from tests.shell.api.asking import Api, quoted
from tests.shell.api.makers import MAKERS

from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
EVERY = sorted(each.plural for each in registry.standard())


def test_deals_by_month_and_owner_with_amounts_in_each_currency(api: Api, cast: Cast) -> None:
    for owner, amount, currency, day in (
        (cast.ada, "100", "CNY", "2026-03-16"), (cast.ada, "50.5", "EUR", "2026-03-20"),
        (cast.ben, "70", "CNY", "2026-04-01"),
    ):  # fmt: skip
        casting.a_deal(owner, amount={"amount": amount, "currency": currency}, expected_close_on=day)
    asked = quoted(group="expected_close_on:month,owner", measure="count,sum:amount,mean:amount", limit="1")

    found = api.get(f"/deals/aggregate{asked}").json()

    ada = {"id": str(cast.ada.person_id), "object": "people", "name": "Ada"}
    cny, eur = {"amount": "100.00", "currency": "CNY"}, {"amount": "50.50", "currency": "EUR"}
    in_march = {"field": "expected_close_on", "op": "between", "value": ["2026-03-01", "2026-03-31"]}
    assert found["data"] == [
        {
            "group": {"expected_close_on:month": "2026-03-01", "owner": ada},
            "figures": {"count": 2, "sum:amount": [cny, eur], "mean:amount": [cny, eur]},
            "filter": {"and": [in_march, {"field": "owner", "op": "eq", "value": ada["id"]}]},
        }
    ]
    assert found["rest"]["groups"] == 1
    assert found["rest"]["figures"]["sum:amount"] == [{"amount": "70.00", "currency": "CNY"}]
    assert found["total"]["figures"]["mean:amount"] == [{"amount": "85.00", "currency": "CNY"}, eur]
    listed = api.get("/deals" + quoted(filter=found["data"][0]["filter"])).json()
    assert listed["count"] == {"value": 2, "exact": True}


def test_figures_are_written_as_their_fields(api: Api) -> None:
    for employees in (1, 2, 4):
        api.post("/accounts", {"name": f"A{employees}", "employees": employees, "city": "Wuxi"})
    asked = quoted(group="city", measure="sum:employees,mean:employees,max:employees,distinct:name,max:created_at")

    (group,) = api.get(f"/accounts/aggregate{asked}").json()["data"]

    newest = api.get("/accounts?sort=-created_at&limit=1").json()["data"][0]["created_at"]
    assert group["group"] == {"city": "Wuxi"}
    assert group["figures"] == {
        "sum:employees": 7, "mean:employees": "2.3333", "max:employees": 4, "distinct:name": 3,
        "max:created_at": newest,
    }  # fmt: skip


def test_without_groups_the_whole_is_told_and_of_nothing_there_is_nothing(api: Api) -> None:
    found = api.get("/deals/aggregate" + quoted(measure="count,sum:amount,max:amount,mean:probability")).json()

    figures = {"count": 0, "sum:amount": [], "max:amount": [], "mean:probability": None}
    assert found == {"data": [], "rest": None, "total": {"figures": figures}}


@pytest.mark.parametrize("objects", EVERY)
def test_every_object_is_counted_by_each_field_that_makes_groups(api: Api, objects: str) -> None:
    assert api.post(f"/{objects}", MAKERS[objects](api.actor)).status_code == 201
    total = api.get(f"/{objects}").json()["count"]["value"]
    asked = 0

    for field in registry.standard().object(objects).fields.values():
        answer = api.get(f"/{objects}/aggregate" + quoted(group=field.name, sort=field.name))
        if answer.status_code == 422:
            assert answer.json()["errors"][0]["code"] == "not_a_group", field.name
            continue
        found = answer.json()
        assert sum(each["figures"]["count"] for each in found["data"]) == total, field.name
        for group in found["data"]:
            listed = api.get(f"/{objects}" + quoted(filter=group["filter"], limit="1")).json()
            assert listed["count"]["value"] == group["figures"]["count"], group["filter"]
        asked += 1

    assert asked >= 5


def test_a_hidden_field_and_one_that_is_not_there_are_refused_alike(cast: Cast) -> None:
    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"annual_revenue": "hidden"}})
    api = Api(cast.ada)

    for part, name in (("group", "{}"), ("measure", "sum:{}"), ("measure", "count:{}")):
        hidden, unknown = (
            api.get("/accounts/aggregate" + quoted(**{part: name.format(field)})).json()
            for field in ("annual_revenue", "nothing")
        )
        assert str(hidden).replace("annual_revenue", "nothing") == str(unknown)
        assert unknown["errors"][0]["code"] == "unknown_field"


def test_who_may_not_read_an_object_is_told_so(cast: Cast) -> None:
    api = Api(cast.ada, scopes=("contacts:read",))

    assert api.get("/accounts/aggregate").status_code == 403
    assert api.get("/contacts/aggregate").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [{"limit": "1001"}, {"limit": "0"}, {"groups": "city"}, {"filter": "{"}, {"group": "city:month"},
     {"measure": "sum:city"}, {"sort": "-sum:employees"}, {"group": "a,b,c"}, {"as_of": "then"}],
)  # fmt: skip
def test_what_does_not_fit_is_named(api: Api, asked: dict[str, str]) -> None:
    answer = api.get(f"/accounts/aggregate{quoted(**asked)}")

    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_custom_fields_and_objects_are_grouped_and_measured(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", name="margin", label_en="Margin", kind="money")
    tailored.a_field(cast.root, "accounts", name="grade", label_en="Grade")
    api = Api(cast.root)
    for grade, amount, currency in (("A", "10", "CNY"), ("a", "5", "CNY"), ("B", "7", "USD")):
        api.post("/accounts", {"name": grade, "grade": grade, "margin": {"amount": amount, "currency": currency}})

    asked = quoted(group="grade", measure="count,sum:margin", sort="grade")
    found = api.get(f"/accounts/aggregate{asked}").json()["data"]

    assert [(each["group"]["grade"].upper(), each["figures"]) for each in found] == [
        ("A", {"count": 2, "sum:margin": [{"amount": "15.00", "currency": "CNY"}]}),
        ("B", {"count": 1, "sum:margin": [{"amount": "7.00", "currency": "USD"}]}),
    ]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_figures_of_a_moment_are_those_of_then() -> None:
    with transaction.atomic():
        api = Api(casting.a_cast().root)
    first = api.post("/accounts", {"name": "First", "city": "Wuxi", "employees": 5}).json()["id"]
    api.post("/accounts", {"name": "Second", "city": "Suzhou", "employees": 1})
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        then = cursor.fetchone()[0].isoformat()
    api.patch(f"/accounts/{first}", {"city": "Suzhou", "employees": 50})

    asked: dict[str, Any] = {"group": "city,owner", "measure": "count,sum:employees", "sort": "city,owner"}
    now = api.get("/accounts/aggregate" + quoted(**asked)).json()["data"]
    past = api.get("/accounts/aggregate" + quoted(**asked, as_of=then)).json()["data"]

    assert [(each["group"]["city"], each["figures"]) for each in now] == [
        ("Suzhou", {"count": 2, "sum:employees": 51}),
    ]
    assert [(each["group"]["city"], each["group"]["owner"]["name"], each["figures"]) for each in past] == [
        ("Suzhou", "Root", {"count": 1, "sum:employees": 1}),
        ("Wuxi", "Root", {"count": 1, "sum:employees": 5}),
    ]
