"""Views through the API: made, shared, changed and deleted by programs, under the rights of whoever asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.casting import Cast
from tests.shell.api.asking import Api, quoted
from tests.signing import browser_of

from plexus.kernel.identity.models import Role

pytestmark = pytest.mark.django_db
SHANGHAI = {"field": "city", "op": "eq", "value": "Shanghai"}
SECRET = {"field": "industry", "op": "eq", "value": "Secret steel"}
VIEW = {
    "object": "accounts", "name": "East", "layout": "grouped", "group_by": "owner", "sort": "-name",
    "filter": json.dumps(SHANGHAI), "columns": ["name", "city:140"], "measures": ["employees:sum"],
}  # fmt: skip


def named(api: Api) -> list[str]:
    """The names of the views that a program reads."""
    return [each["name"] for each in api.get("/views?sort=name").json()["data"]]


def blind(cast: Cast, **fields: str) -> None:
    """Hide fields of accounts from the role of the readers."""
    Role.objects.filter(pk=str(cast.lee.role_id)).update(fields={"accounts": fields})


def test_a_program_makes_shares_changes_deletes_and_restores_a_view(adas: Api, cast: Cast) -> None:
    bens = Api(cast.ben)

    made = adas.post("/views", VIEW)
    assert made.status_code == 201, made.content
    path = f"/views/{made.json()['id']}"
    assert {name: made.json()[name] for name in VIEW} == VIEW
    assert (made.json()["audience"], made.json()["owner"]["id"]) == ("nobody", str(cast.ada.person_id))
    assert named(bens) == []
    assert bens.get(path).status_code == 404

    shared = adas.patch(path, {"audience": "team", "shared_team": str(cast.east.pk)}, If_Match='"1"')
    assert shared.status_code == 200, shared.content
    assert named(bens) == ["East"]
    assert bens.patch(path, {"name": "Mine"}).status_code == 403
    assert bens.delete(path).status_code == 403
    assert named(Api(cast.cyd)) == []

    assert adas.delete(path).status_code == 204
    assert (named(adas), named(bens)) == ([], [])
    assert adas.post(f"{path}/restore").status_code == 200
    assert named(bens) == ["East"]


def test_a_view_is_kept_by_its_external_id_and_found_by_a_filter(adas: Api) -> None:
    first = adas.put("/views/by/external_id/east", VIEW)
    second = adas.put("/views/by/external_id/east", VIEW | {"name": "Far East"})

    assert (first.status_code, second.status_code) == (201, 200)
    asked = quoted(filter={"field": "object", "op": "eq", "value": "accounts"}, fields="name,layout")
    assert [(each["name"], each["layout"]) for each in adas.get(f"/views{asked}").json()["data"]] == [
        ("Far East", "grouped")
    ]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"object": "horses"}, "object", "unknown_object"),
        ({"filter": json.dumps({"field": "hooves", "op": "empty"})}, "filter", "unknown_field"),
        ({"sort": "hooves"}, "sort", "not_sortable"),
        ({"columns": ["hooves"]}, "columns", "unknown_field"),
        ({"group_by": "hooves"}, "group_by", "unfit"),
        ({"measures": ["city:sum"]}, "measures", "unfit"),
        ({"audience": "team"}, "shared_team", "required"),
        ({"first_for": ["x"]}, "first_for", "read_only"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(adas: Api, values: dict[str, Any], field: str, code: str) -> None:
    answer = adas.post("/views", VIEW | values)

    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert named(adas) == []


@pytest.mark.parametrize(
    "part",
    [
        {"filter": json.dumps(SECRET)}, {"sort": "industry"}, {"columns": ["industry"]}, {"group_by": "industry"},
        {"board_by": "kind"}, {"measures": ["employees:sum"]}, {"measures": ["sum:employees"]},
        {"filter": json.dumps({"related": "contacts", "where": {"field": "account.industry", "op": "not_empty"}})},
    ],
)  # fmt: skip
def test_a_hidden_field_is_refused_like_one_that_is_not_there(lees: Api, cast: Cast, part: dict[str, Any]) -> None:
    there = {"industry": "hidden", "kind": "hidden", "employees": "hidden"}
    blind(cast, **there)
    plain = {"object": "accounts", "name": "Mine"}
    unknown = json.loads(json.dumps(part).replace("industry", "hooves").replace("kind", "hooves")
                         .replace("employees", "hooves"))  # fmt: skip

    hidden, absent = lees.post("/views", plain | part), lees.post("/views", plain | unknown)

    def told(answer: Any) -> str:
        text: str = answer.content.decode()
        for name in there:
            text = text.replace(name, "hooves")
        return text

    assert (hidden.status_code, absent.status_code) == (422, 422)
    assert json.loads(told(hidden))["errors"] == json.loads(absent.content)["errors"]
    assert named(lees) == []


@pytest.mark.parametrize(
    "part",
    [
        {"filter": json.dumps({"and": [SHANGHAI, SECRET]})}, {"sort": "name,industry"}, {"columns": ["industry"]},
        {"group_by": "industry"}, {"measures": ["employees:mean"]}, {"measures": ["mean:employees"]},
        {"board_by": "kind"},
        {"filter": json.dumps({"related": "contacts", "where": {"field": "account.industry", "op": "empty"}})},
    ],
)  # fmt: skip
def test_a_definition_that_names_what_a_reader_may_not_know_is_behind_no_door(
    adas: Api, lees: Api, cast: Cast, part: dict[str, Any]
) -> None:
    view = adas.post("/views", VIEW | {"audience": "everybody"} | part).json()
    adas.post("/views", VIEW | {"audience": "everybody", "name": "Plain", "measures": []})
    path = f"/views/{view['id']}"
    assert named(lees) == ["East", "Plain"]

    blind(cast, industry="hidden", kind="hidden", employees="hidden")

    assert named(lees) == ["Plain"]
    assert lees.get("/views").json()["count"] == {"value": 1, "exact": True}
    assert [lees.get(each).status_code for each in (path, f"{path}/history")] == [404, 404]
    asked = quoted(filter={"field": "filter", "op": "contains", "value": "Secret"})
    assert lees.get(f"/views{asked}").json()["data"] == []
    assert named(adas) == ["East", "Plain"]
    assert named(Api(cast.root)) == ["East", "Plain"]


def test_a_view_of_an_object_that_a_role_may_not_read_is_not_there(adas: Api, lees: Api, cast: Cast) -> None:
    adas.post("/views", {"object": "deals", "name": "Deals", "audience": "everybody"})
    adas.post("/views", {"object": "accounts", "name": "By deals", "audience": "everybody",
                         "filter": json.dumps({"related": "deals", "exists": True})})  # fmt: skip
    assert named(lees) == ["By deals", "Deals"]
    grants = {**cast.lee.grants, "deals": {"read": "none"}}

    Role.objects.filter(pk=str(cast.lee.role_id)).update(grants=grants)

    assert named(lees) == []
    refused = lees.post("/views", {"object": "deals", "name": "Mine"})
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("object", "unknown_object")]


def test_a_token_without_the_scope_neither_reads_nor_makes_views(cast: Cast) -> None:
    narrow, reading = Api(cast.ada, scopes=("accounts:read",)), Api(cast.ada, scopes=("views:read",))

    assert narrow.get("/views").status_code == 403
    assert reading.get("/views").status_code == 200
    assert reading.post("/views", VIEW).status_code == 403


def test_another_firm_finds_no_view(adas: Api, eves: Api) -> None:
    view = adas.post("/views", VIEW | {"audience": "everybody"}).json()

    assert named(eves) == []
    assert eves.get(f"/views/{view['id']}").status_code == 404
    assert eves.patch(f"/views/{view['id']}", {"name": "x"}).status_code == 404


def test_what_the_guide_sends_makes_a_view(adas: Api) -> None:
    guide = (Path(__file__).parents[3] / "docs/how-to/use-views.md").read_text()
    sent = json.loads(guide.partition(" -d '")[2].partition("}'")[0] + "}")

    answer = adas.post("/views", sent)

    assert answer.status_code == 201, answer.content
    assert {name: answer.json()[name] for name in sent} == sent


def test_the_document_tells_of_views(api: Api) -> None:
    document = api.get("/openapi.json").json()

    assert {"get", "post"} <= document["paths"]["/views"].keys()
    assert {"get", "patch", "delete"} <= document["paths"]["/views/{id}"].keys()
    view = document["components"]["schemas"]["Views"]["properties"]
    assert {"object", "name", "audience", "layout", "filter", "sort", "columns", "group_by"} <= view.keys()
    assert {"table", "grouped", "board", "calendar"} <= set(view["layout"]["enum"])
    assert "uses" not in view


def test_an_administrator_reads_everybodys_views_as_of_a_moment_as_he_does_today(adas: Api, cast: Cast) -> None:
    adas.post("/views", VIEW)
    roots = Api(cast.root)
    now = timezone.now().isoformat()

    today, then = named(roots), roots.get("/views" + quoted(as_of=now, fields="name")).json()["data"]
    bens = Api(cast.ben).get("/views" + quoted(as_of=now, fields="name")).json()["data"]

    assert today == ["East"]
    assert [each["name"] for each in then] == ["East"]
    assert bens == []


def test_subtotals_are_written_as_figures_are_asked_for(adas: Api) -> None:
    made = adas.post("/views", VIEW | {"measures": ["sum:employees", "employees:mean"]})
    adas.post("/accounts", {"name": "Acme", "city": "Shanghai", "employees": 12})

    shown = browser_of(adas.actor).get(f"/accounts?view={made.json()['id']}").content.decode()
    asked = adas.get("/accounts/aggregate?measure=sum:employees,employees:sum&sort=-employees:sum").json()
    refused = adas.post("/views", VIEW | {"measures": ["sum:city"]}).json()["errors"]

    assert made.json()["measures"] == ["sum:employees", "employees:mean"]
    assert "Employees 12" in shown
    assert "Mean of Employees 12" in shown
    assert asked["total"]["figures"] == {"sum:employees": 12, "employees:sum": 12}
    assert [(each["field"], each["code"]) for each in refused] == [("measures", "unfit")]
