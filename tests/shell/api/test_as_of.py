"""Lists and records of the API at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from tests.casting import Cast, a_cast
from tests.shell.api.asking import Api, quoted

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def api() -> Api:
    """The program of an administrator, whose requests commit."""
    with transaction.atomic():
        people: Cast = a_cast()
        return Api(people.root)


def moment() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, datetime)
    return at.isoformat()


def made(api: Api, **values: Any) -> str:
    return str(api.post("/accounts", values).json()["id"])


def test_a_list_at_a_moment_has_the_rows_values_and_count_of_then(api: Api) -> None:
    first, second = made(api, name="First", city="Wuxi"), made(api, name="Second", city="Suzhou")
    then = moment()
    api.patch(f"/accounts/{first}", {"city": "Suzhou"})
    api.delete(f"/accounts/{second}")
    made(api, name="Third", city="Wuxi")
    in_wuxi = {"field": "city", "op": "eq", "value": "Wuxi"}

    whole = api.get("/accounts" + quoted(as_of=then, fields="name,city", sort="name")).json()
    some = api.get("/accounts" + quoted(as_of=then, filter=in_wuxi, fields="name")).json()

    assert [(row["name"], row["city"]) for row in whole["data"]] == [("First", "Wuxi"), ("Second", "Suzhou")]
    assert whole["count"] == {"value": 2, "exact": True}
    assert [row["name"] for row in some["data"]] == ["First"]


def test_pages_of_the_past_follow_one_another(api: Api) -> None:
    for each in ("A", "B", "C"):
        made(api, name=each)
    then = moment()
    for row in api.get("/accounts?fields=name").json()["data"]:
        api.patch(f"/accounts/{row['id']}", {"name": "Z" + row["name"]})

    first = api.get("/accounts" + quoted(as_of=then, sort="-name", limit="2", fields="name")).json()
    rest = api.get(
        "/accounts" + quoted(as_of=then, sort="-name", limit="2", fields="name", cursor=first["next"])
    ).json()

    assert [row["name"] for row in first["data"] + rest["data"]] == ["C", "B", "A"]
    assert rest["next"] is None


def test_a_reference_is_opened_as_it_stood(api: Api) -> None:
    parent = made(api, name="Holding", city="Wuxi")
    child = made(api, name="Child", parent=parent)
    then = moment()
    api.patch(f"/accounts/{parent}", {"name": "Group", "city": "Suzhou"})

    listed = api.get("/accounts" + quoted(as_of=then, expand="parent", sort="name")).json()["data"]
    one = api.get(f"/accounts/{child}" + quoted(as_of=then, expand="parent")).json()

    assert (listed[0]["parent"]["name"], listed[0]["parent"]["city"]) == ("Holding", "Wuxi")
    assert (one["parent"]["name"], one["parent"]["city"]) == ("Holding", "Wuxi")


def test_what_is_no_moment_is_refused(api: Api) -> None:
    answer = api.get(f"/accounts?as_of={quote('last Monday')}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "as_of"


def test_a_record_that_was_not_there_yet_says_so_to_whoever_may_see_it_now(api: Api) -> None:
    before = moment()
    path = f"/accounts/{made(api, name='First')}"

    answer = api.get(path + quoted(as_of=before))
    unknown = api.get("/accounts/01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2" + quoted(as_of=before))

    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.json()["detail"] == "This record was not there at that moment. Choose another one."
    assert answer.json()["type"] == unknown.json()["type"]
    assert "may not see it" in unknown.json()["detail"]
