"""What somebody with bad intentions sends: each is answered, names its field, and leaves nothing behind."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from tests.shell.api.asking import Api, quoted
from tests.shell.api.makers import MAKERS

from plexus.crm.customers.models import Account
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
EVERY = sorted(each.plural for each in registry.standard())
# Nobody sees it, so it is as good as nothing.
UNSEEN = "\u202e\u200b\ufeff"
NASTY = (
    "'; DROP TABLE customers_account; --", "\" OR 1=1 --", "<script>alert(1)</script>", "%(name)s {0} %s %n",
    "\\u0000", "../../etc/passwd", "=cmd()", UNSEEN, "\U0001f9ff" * 20, "${jndi:ldap://x}",
)  # fmt: skip


def bomb(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"field": "name", "op": "eq", "value": "x"}
    for _level in range(depth):
        node = {"not": node}
    return node


PART = {"field": "name", "op": "eq", "value": "x"}
NESTED = {"related": "deals", "where": {"related": "line_items", "where": PART}}
BOMBS: dict[str, Any] = {
    "deep": bomb(200), "deeper": bomb(13), "wide": {"or": [PART] * 201},
    "many values": {"field": "name", "op": "in", "value": ["x"] * 100_000},
    "long text": {"field": "name", "op": "contains", "value": "x" * 100_001},
    "huge number": {"field": "employees", "op": "gt", "value": 1e40},
    "far path": {"field": "parent.parent.parent.parent.parent.name", "op": "eq", "value": "x"},
    "nested": {"related": "contacts", "where": {"related": "deals", "where": NESTED}},
    "wrong operator": {"field": "name", "op": "regex", "value": "(a+)+$"},
    "private": {"field": "workspace_id", "op": "not_empty"},
    "lookup": {"field": "name__regex", "op": "eq", "value": "x"},
    "word": {"field": "created_at", "op": "eq", "value": {"relative": "next_99999999999999_days"}},
    "foreign key": {"field": "name", "op": "eq", "value": "x", "sql": "1=1"},
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_filter_that_asks_too_much_is_refused_and_named(api: Api, name: str) -> None:
    text = json.dumps(BOMBS[name])
    answers = [api.post("/exports", {"object": "accounts", "filter": BOMBS[name]})]
    if len(text) < 60_000:  # longer ones do not fit an address
        answers.append(api.get(f"/accounts{quoted(filter=text)}"))
    answers.append(api.post("/accounts/actions/delete", {"filter": BOMBS[name]}))

    assert {each.status_code for each in answers} == {422}, [each.content for each in answers]
    assert all(each.json()["errors"][0]["field"] for each in answers)


# Names in two languages, no two of which may be alike: the error stands at the first.
ALIKE = {"label_en", "label_zh", "plural_en"}


@pytest.mark.parametrize("objects", EVERY)
def test_what_looks_like_sql_or_html_is_kept_as_text_or_refused(api: Api, objects: str) -> None:
    texts = [
        one.name for one in registry.standard().object(objects).fields.values() if one.writable and one.type.textual
    ]

    for nasty in NASTY:
        for name in texts:
            answer = api.post(f"/{objects}", MAKERS[objects](api.actor) | {name: nasty})
            assert answer.status_code in {201, 422}, (name, nasty, answer.content)
            if answer.status_code == 422:
                refused = {each["field"] for each in answer.json()["errors"]}
                assert refused == {name} or (refused <= ALIKE and name in ALIKE), (name, nasty)
            else:
                known = answer.json()[name]
                assert isinstance(known, str) or (nasty == UNSEEN and known is None)
                assert api.get(f"/{objects}/{answer.json()['id']}").json()[name] == known
                asked = quoted(filter={"field": name, "op": "eq", "value": known or "nothing"}, count="false")
                assert api.get(f"/{objects}{asked}").status_code == 200


@pytest.mark.parametrize("objects", EVERY)
def test_lone_surrogates_and_nul_never_reach_the_database(api: Api, objects: str) -> None:
    texts = [
        one.name for one in registry.standard().object(objects).fields.values() if one.writable and one.type.textual
    ]

    for name in texts:
        nul = api.post(f"/{objects}", MAKERS[objects](api.actor) | {name: "a\x00b"})
        surrogate = api.send(
            "POST", f"/{objects}", raw=b'{"%s": "\\ud800"}' % name.encode(), **{"Content-Type": "application/json"}
        )
        assert (nul.status_code, surrogate.status_code) == (422, 400), (name, nul.content)
        assert nul.json()["errors"][0]["field"] == name


def test_a_field_said_twice_is_refused(api: Api) -> None:
    kind = {"Content-Type": "application/json"}
    answer = api.send("POST", "/accounts", raw=b'{"name": "A", "city": "x", "name": "B"}', **kind)
    inner = api.send(
        "POST", "/accounts", raw=b'{"name": "A", "annual_revenue": {"amount": "1", "amount": "2"}}', **kind
    )
    many = api.send("POST", "/accounts", raw=b"{" + b'"a": 1, "b": 2, ' * 20_000 + b'"name": "A"}', **kind)

    assert [each.status_code for each in (answer, inner, many)] == [422] * 3
    assert answer.json()["errors"] == [{"field": "name", "code": "twice", "message": "This field stands there twice."}]
    assert inner.json()["errors"][0]["field"] == "amount"
    assert Account.objects.count() == 0


@pytest.mark.parametrize("cursor", ["x", "%00", "Zm9v:bar", "a" * 5_000, "e30:e30:e30"])
def test_a_forged_cursor_is_refused_everywhere(api: Api, cursor: str) -> None:
    for path in ("/accounts", "/causes"):
        answer = api.get(f"{path}?cursor={cursor}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/problems#cursor_invalid")


def test_a_cursor_of_another_list_sort_or_firm_shows_nothing_foreign(api: Api, eves: Api) -> None:
    for number in range(3):
        api.post("/accounts", {"name": f"Acme {number}"})
    cursor = api.get("/accounts?limit=1&sort=name").json()["next"]

    other_sort = api.get(f"/accounts?limit=1&sort=-name&cursor={cursor}")
    other_firm = eves.get(f"/accounts?limit=1&sort=name&cursor={cursor}")

    assert other_sort.status_code == 422
    assert other_firm.json()["data"] == []


@pytest.mark.parametrize("objects", EVERY)
def test_ids_of_another_firm_are_nobodys(api: Api, eves: Api, objects: str) -> None:
    foreign = api.post(f"/{objects}", MAKERS[objects](api.actor)).json()["id"]

    listed = eves.get(f"/{objects}{quoted(filter={'field': 'id', 'op': 'eq', 'value': foreign})}")
    batch = eves.post(
        f"/{objects}/batch", {"operations": [{"op": "delete", "id": foreign}, {"op": "restore", "id": foreign}]}
    )
    smuggled = api.post(f"/{objects}", MAKERS[objects](api.actor) | {"workspace": str(uuid4())})

    assert listed.status_code == 403 or listed.json()["data"] == []
    assert {each["status"] for each in batch.json().get("results", [{"status": 403}])} <= {403, 404}
    assert (smuggled.status_code, smuggled.json()["errors"][0]["field"]) == (422, "workspace")
    assert api.get(f"/{objects}/{foreign}").status_code == 200


@pytest.mark.parametrize("version", ["1", "x", "'1'", "99999999999", "-1", '"one"', '"1", "2"', '"１"'])
def test_a_version_that_is_none_changes_nothing(api: Api, version: str) -> None:
    path = f"/accounts/{api.post('/accounts', {'name': 'Acme'}).json()['id']}"
    api.patch(path, {"city": "Wuxi"})

    answer = api.patch(path, {"city": "Suzhou"}, If_Match=version.encode().decode("latin-1"))

    assert answer.status_code in {412, 422}
    assert api.get(path).json()["city"] == "Wuxi"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/me"), ("GET", "/schema"), ("GET", "/schema/accounts"), ("GET", "/openapi.json"), ("GET", "/jobs")],
)
def test_a_misspelt_parameter_never_passes_for_none(api: Api, method: str, path: str) -> None:
    answer = api.send(method, f"{path}?fliter=x")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "fliter")
