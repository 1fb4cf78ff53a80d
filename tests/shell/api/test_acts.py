"""Actions, batches, keys, exports, jobs, causes, search and times past through the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import casting
from tests.shell.api.asking import Api, quoted

from plexus.crm.customers.models import Account, Contact

pytestmark = pytest.mark.django_db


def an_account(api: Api, name: str = "Acme", **values: Any) -> dict[str, Any]:
    answer = api.post("/accounts", {"name": name, **values})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_an_action_answers_with_the_record(api: Api) -> None:
    deal = casting.a_deal(api.actor)

    answer = api.post(f"/deals/{deal.pk}/actions/win", {})

    assert answer.status_code == 200, answer.content
    assert answer.json()["outcome"] == "won"
    assert answer["ETag"] == f'"{answer.json()["version"]}"'


def test_an_action_on_a_version_that_is_no_longer_there_is_refused(api: Api) -> None:
    account = an_account(api)
    path, read = f"/accounts/{account['id']}", '"1"'
    api.patch(path, {"city": "Wuxi"})

    refused = api.post(f"{path}/actions/add-tags", {"tags": ["VIP"]}, If_Match=read)

    assert refused.status_code == 412
    assert (refused.json()["yours"], refused.json()["current"]) == (1, 2)
    assert Account.objects.get(pk=account["id"]).tags == []
    done = api.post(f"{path}/actions/add-tags", {"tags": ["VIP"]}, If_Match='"2"')
    anyhow = api.post(f"{path}/actions/add-tags", {"tags": ["Fair"]}, If_Match="*")
    assert (done.status_code, done["ETag"], anyhow.status_code, anyhow["ETag"]) == (200, '"3"', 200, '"4"')
    assert api.post(f"{path}/actions/add-tags", {"tags": ["Old"]}, If_Match="new").status_code == 422


def test_what_was_trashed_is_restored_only_at_the_version_that_was_read(api: Api) -> None:
    account = an_account(api)
    path = f"/accounts/{account['id']}"
    api.delete(path)

    refused = [api.post(f"{path}/{each}", If_Match='"1"').status_code for each in ("restore", "actions/restore")]

    assert refused == [412, 412]
    assert api.get(path).status_code == 404
    assert api.post(f"{path}/restore", If_Match='"2"')["ETag"] == '"3"'


def test_whoever_may_not_act_is_told_so_whatever_version_he_names(api: Api, lees: Api) -> None:
    path = f"/accounts/{an_account(api)['id']}/actions/add-tags"

    assert lees.post(path, {"tags": ["VIP"]}, If_Match='"9"').status_code == 403
    assert api.post(f"/accounts/{uuid4()}/actions/add-tags", {"tags": ["VIP"]}, If_Match='"9"').status_code == 404


def test_an_action_is_told_apart_by_what_is_wrong(api: Api, lees: Api) -> None:
    path = f"/accounts/{an_account(api)['id']}/actions"

    assert api.post(f"{path}/fly", {}).status_code == 404
    assert api.post(f"{path}/add-tags", {}).status_code == 422
    assert api.post(f"{path}/add-tags", {"tags": ["VIP"], "more": 1}).status_code == 422
    assert lees.post(f"{path}/add-tags", {"tags": ["VIP"]}).status_code == 403


def test_many_at_once_by_ids_or_by_filter(api: Api) -> None:
    first, second = an_account(api, city="Wuxi"), an_account(api, name="Other")
    stranger = str(uuid4())

    by_ids = api.post("/accounts/actions/add-tags", {"ids": [first["id"], stranger], "params": {"tags": ["VIP"]}})
    by_filter = api.post(
        "/accounts/actions/change",
        {"filter": {"field": "city", "op": "empty"}, "params": {"field": "city", "value": "Suzhou"}},
    )

    assert by_ids.json() | {"cause": None} == {
        "cause": None, "changed": 1, "unchanged": 0, "refused_count": 1,
        "refused": [
            {
                "id": stranger, "code": "not_found", "errors": [],
                "message": "There is no such record, or you may not see it.",
            }
        ],
    }  # fmt: skip
    assert by_filter.json()["changed"] == 1
    assert Account.objects.get(pk=second["id"]).city == "Suzhou"
    assert Account.objects.get(pk=first["id"]).tags == ["VIP"]


@pytest.mark.parametrize("body", [{}, {"ids": [], "filter": {}}, {"ids": ["x"]}, {"ids": "x"}, {"filter": []}])
def test_many_are_named_in_one_way(api: Api, body: Any) -> None:
    assert api.post("/accounts/actions/delete", body).status_code == 422


def test_a_batch_gives_a_verdict_for_each_and_is_undone_at_once(api: Api) -> None:
    old = an_account(api)
    operations = [
        {"op": "create", "values": {"name": "One"}},
        {"op": "create", "values": {}},
        {"op": "update", "id": old["id"], "version": 9, "values": {"city": "Wuxi"}},
        {"op": "update", "id": old["id"], "version": 1, "values": {"city": "Wuxi"}},
        {"op": "put", "by": {"name": "One"}, "values": {"city": "Wuxi"}},
        {"op": "delete", "id": old["id"]},
        {"op": "restore", "id": old["id"]},
        {"op": "fly"},
        {"op": "delete"},
    ]

    answer = api.post("/accounts/batch", {"operations": operations})

    found = answer.json()
    assert [each["status"] for each in found["results"]] == [201, 422, 412, 200, 200, 204, 200, 422, 422]
    assert found["results"][2]["problem"]["current"] == 1
    assert Account.objects.get(name="One").city == "Wuxi"
    undone = api.post(f"/causes/{answer['Plexus-Cause']}/undo", {})
    assert undone.status_code == 200
    assert Account.objects.get(pk=old["id"]).city == ""


def test_an_atomic_batch_keeps_nothing_when_one_is_refused(api: Api) -> None:
    operations = [{"op": "create", "values": {"name": "One"}}, {"op": "create", "values": {}}]

    answer = api.post("/accounts/batch", {"operations": operations, "atomic": True})

    undone, refused = answer.json()["results"]
    assert (undone["status"], refused["status"]) == (424, 422)
    assert undone.keys() == {"status", "problem"}
    assert (undone["problem"]["status"], undone["problem"]["type"]) == (424, "/api/v1/problems#not_carried_out")
    assert "“operations.1” was refused" in undone["problem"]["detail"]
    assert answer.json()["kept"] is False
    assert Account.objects.count() == 0


def test_a_batch_has_a_bound(api: Api) -> None:
    assert api.post("/accounts/batch", {"operations": [{"op": "delete"}] * 1001}).status_code == 422


def test_put_makes_and_then_changes(api: Api) -> None:
    path = "/contacts/by/email/wei%40example.com"

    made = api.put(path, {"full_name": "Zhang Wei"})
    changed = api.put(path, {"city": "Wuxi"})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json()["id"] == made.json()["id"]
    contact = Contact.objects.get()
    assert (contact.full_name, contact.city, contact.email) == ("Zhang Wei", "Wuxi", "wei@example.com")


def test_put_needs_a_key(api: Api) -> None:
    assert api.put("/contacts/by/city/Wuxi", {"full_name": "A"}).status_code == 422
    an_account(api)
    an_account(api)
    assert api.put("/accounts/by/name/Acme", {"city": "Wuxi"}).status_code == 422
    assert Account.objects.filter(city="Wuxi").count() == 0


def test_undo_previews_first_and_resolves_conflicts(api: Api) -> None:
    record = an_account(api, city="Wuxi")
    path = f"/accounts/{record['id']}"
    cause = api.patch(path, {"city": "Suzhou"})["Plexus-Cause"]
    api.patch(path, {"city": "Shanghai"})

    preview = api.post(f"/causes/{cause}/undo", {"preview": True}).json()
    careful = api.post(f"/causes/{cause}/undo").json()
    resolved = api.post(f"/causes/{cause}/undo", {"resolve": [{"id": record["id"], "field": "city"}]}).json()

    assert preview["conflict_count"] == careful["conflict_count"] == 1
    assert (careful["conflicts"][0]["before"], careful["conflicts"][0]["now"]) == ("Wuxi", "Shanghai")
    assert resolved["restored"] == 1
    assert api.get(path).json()["city"] == "Wuxi"


def test_causes_are_listed_page_by_page(api: Api, lees: Api) -> None:
    for number in range(3):
        an_account(api, f"Account {number}")

    first = api.get("/causes?limit=2").json()
    second = api.get(f"/causes?limit=2&cursor={first['next']}").json()
    detail = api.get(f"/causes/{first['data'][0]['id']}").json()

    assert [each["action"] for each in first["data"]] == ["accounts.create"] * 2
    assert not {each["id"] for each in first["data"]} & {each["id"] for each in second["data"]}
    assert detail["changes"][0]["name"] == "Account 2"
    assert lees.get(f"/causes/{detail['id']}").status_code == 404
    assert lees.post(f"/causes/{detail['id']}/undo").status_code == 404


def test_a_record_as_it_stood(api: Api) -> None:
    record = an_account(api, city="Wuxi")
    path = f"/accounts/{record['id']}"
    moment = timezone.now().isoformat()

    answer = api.get(f"{path}{quoted(as_of=moment)}")
    before = api.get(f"{path}{quoted(as_of='2001-01-01T00:00:00Z')}")

    assert answer.json()["city"] == "Wuxi"
    assert before.status_code == 404
    assert api.get(f"{path}?as_of=yesterday").status_code == 422


def test_the_timeline_tells_what_happened(api: Api) -> None:
    account = casting.an_account(api.actor)
    casting.an_activity(api.actor, account)
    casting.a_comment(api.actor, account)

    found = api.get(f"/accounts/{account.pk}/timeline").json()["data"]

    assert sorted(each["object"] for each in found) == ["activities", "comments"]


def test_search_finds_and_keeps_to_the_objects(api: Api) -> None:
    record = an_account(api, "Hengtong Precision")

    found = api.get("/search?q=hengtong&objects=accounts,contacts").json()["data"]

    assert found == [{"object": "accounts", "id": record["id"], "name": "Hengtong Precision"}]
    assert api.get("/search?q=hengtong&objects=contacts").json()["data"] == []
    assert api.get("/search?q=hengtong&objects=ghosts").status_code == 404


def test_an_export_is_a_job_that_its_owner_follows(api: Api, adas: Api) -> None:
    answer = api.post("/exports", {"object": "accounts", "format": "csv", "filter": {}})

    assert answer.status_code == 202, answer.content
    path = answer["Location"].removeprefix("/api/v1")
    assert api.get(path).json()["state"] == "queued"
    assert api.get(f"/exports/{answer.json()['id']}/file").status_code == 404
    assert adas.get(path).status_code == 404
    assert api.post(f"{path}/cancel").json()["state"] == "cancelled"
    assert api.post(f"{path}/cancel").status_code == 409


@pytest.mark.parametrize("body", [{}, {"object": "accounts", "format": "pdf"}, {"object": "accounts", "fields": ["x"]}])
def test_an_export_that_cannot_be_is_refused_at_once(api: Api, body: Any) -> None:
    assert api.post("/exports", body).status_code == 422


def test_a_scope_bounds_a_token(root: Any) -> None:
    bound = Api(root, scopes=("accounts:read",))

    assert bound.get("/accounts").status_code == 200
    assert bound.post("/accounts", {"name": "Acme"}).status_code == 403
    assert bound.get("/contacts").status_code == 403


def test_the_document_is_for_the_reader(api: Api, lees: Api) -> None:
    mine, theirs = api.get("/openapi.json").json(), lees.get("/openapi.json").json()

    assert mine["openapi"] == "3.1.0"
    assert set(mine["paths"]["/deals/{id}"]) == {"get", "patch", "delete"}
    assert set(theirs["paths"]["/deals/{id}"]) == {"get"}
    assert "/deals/{id}/actions/win" in mine["paths"]
    assert mine["components"]["schemas"]["AccountsCreate"]["required"] == ["name"]
