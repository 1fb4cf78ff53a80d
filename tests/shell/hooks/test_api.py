"""Webhooks through the API: a secret told once, one's own and nobody else's, refusals by field, the log and replays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.casting import Cast, an_account
from tests.shell.api.asking import Api, quoted
from tests.shell.hooks.conftest import Courier, program
from tests.shell.hooks.listening import Listener
from tests.shell.hooks.test_delivering import verified

from plexus.shell.api.models import Remembered

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
GIVEN: dict[str, Any] = {"name": "ERP", "url": "https://erp.example.com/hooks"}


def test_from_making_to_removing(api: Api, listener: Listener, courier: Courier, people: Cast) -> None:
    made = api.post("/webhooks", {"name": "ERP", "url": listener.url, "objects": ["accounts"]})
    address = f"/webhooks/{made.json()['id']}"
    tested = api.post(f"{address}/test")
    courier.goes()
    message = api.send("GET", tested["Location"].removeprefix("/api/v1")).json()
    an_account(people.ada, name="Hengtong")
    listener.status = 500
    for _attempt in range(10):
        courier.goes(after=timedelta(hours=15))
    dead = api.get(f"{address}/messages?state=dead").json()["data"]
    stands = api.get(address).json()
    resumed = api.patch(address, {"active": True}).json()
    listener.status = 200
    again = api.post(f"{address}/messages/{dead[0]['id']}/replay")
    courier.goes()
    after = api.get(f"{address}/messages/{dead[0]['id']}").json()
    gone = api.delete(address)

    assert (made.status_code, tested.status_code, again.status_code, gone.status_code) == (201, 202, 202, 204)
    assert made["Location"] == f"/api/v1{address}"
    assert (message["type"], message["state"], [each["status"] for each in message["tries"]]) == (
        "webhook.test", "delivered", [204],
    )  # fmt: skip
    assert verified(made.json()["secret"], listener.heard[0])
    assert stands["messages"] == {"waiting": 0, "dead": 1, "delivered": 1}
    assert (stands["active"], "answered with an error" in stands["trouble"]) == (False, True)
    assert (resumed["active"], resumed["trouble"], resumed["failing_since"]) == (True, None, None)
    assert (dead[0]["type"], dead[0]["attempts"], after["state"], len(after["tries"])) == (
        "accounts.created", 9, "delivered", 10,
    )  # fmt: skip
    assert api.get(address).status_code == 404


def test_a_message_that_waits_cannot_be_sent_again_and_one_that_is_not_there_neither(api: Api) -> None:
    address = f"/webhooks/{api.post('/webhooks', GIVEN).json()['id']}"
    waiting = api.post(f"{address}/test")["Location"].removeprefix("/api/v1")
    refused, strange = api.post(f"{waiting}/replay"), api.post(f"{address}/messages/{uuid4()}/replay")

    assert (refused.status_code, strange.status_code) == (409, 404)
    assert refused.json()["type"].endswith("#still_waiting")


def test_the_secret_is_told_once_even_to_a_repeated_request(api: Api) -> None:
    first = api.post("/webhooks", GIVEN, Idempotency_Key="erp-1")
    again = api.post("/webhooks", GIVEN, Idempotency_Key="erp-1")
    address = f"/webhooks/{first.json()['id']}"
    rotated = api.post(f"{address}/secret", {"hours": 1})

    assert first.json()["secret"].startswith("whsec_")
    assert again.json() == first.json() | {"secret": None}
    assert rotated.json()["secret"] not in {first.json()["secret"], None}
    assert "secret" not in api.get(address).json()
    assert len(api.get("/webhooks").json()["data"]) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT plexus_enter(%s, '')", [str(api.actor.workspace_id)])
    assert first.json()["secret"].encode() not in b"".join(bytes(each.body or b"") for each in Remembered.objects.all())


def test_it_is_its_persons_own_and_administrators_may_end_it(people: Cast) -> None:
    adas, bens, roots, eves = (program(each) for each in (people.ada, people.ben, people.root, people.eve))
    address = f"/webhooks/{adas.post('/webhooks', GIVEN).json()['id']}"

    unseen = [each.get(address).status_code for each in (bens, eves)]
    kept_out = [
        each.send(method, address + path, body).status_code
        for each in (bens, eves)
        for method, path, body in (
            ("PATCH", "", {"active": False}), ("DELETE", "", None), ("POST", "/secret", None), ("POST", "/test", None),
            ("POST", "/replay", None), ("GET", "/messages", None),
        )
    ]  # fmt: skip
    not_hers = [
        roots.patch(address, {"url": "https://elsewhere.example.com/"}).status_code,
        roots.post(f"{address}/secret").status_code,
        roots.post(f"{address}/test").status_code,
        roots.post(f"{address}/replay").status_code,
    ]

    assert unseen == [404, 404]
    assert set(kept_out) == {404}
    assert set(not_hers) == {403}
    assert adas.get(address).json()["url"] == GIVEN["url"]
    assert bens.get("/webhooks").json() == {"data": []}
    assert roots.patch(address, {"active": False}).json()["active"] is False
    assert roots.patch(address, {"active": True}).status_code == 403
    assert roots.delete(address).status_code == 204


def test_a_narrow_token_neither_makes_nor_sees_any(people: Cast) -> None:
    address = f"/webhooks/{program(people.root).post('/webhooks', GIVEN).json()['id']}"
    narrow = program(people.root, scopes=("*:write",))

    assert narrow.post("/webhooks", GIVEN).status_code == 403
    assert narrow.get("/webhooks").status_code == 403
    assert narrow.get(address).status_code == 403
    assert narrow.get(f"{address}/messages").status_code == 403
    assert narrow.delete(address).status_code == 403


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"url": "https://127.0.0.1/"}, "url", "private_address"),
        ({"url": "http://example.com/"}, "url", "not_https"),
        ({"url": "https://a:b@example.com/"}, "url", "not_plain"),
        ({"url": "nonsense"}, "url", "not_a_url"),
        ({"name": " "}, "name", "required"),
        ({"objects": ["gizmos"]}, "objects", "unknown_object"),
        ({"events": ["exploded"]}, "events", "unknown_event"),
        ({"filter": {"field": "city", "op": "empty"}}, "filter", "one_object"),
        ({"objects": ["accounts"], "filter": {"field": "colour", "op": "empty"}}, "filter", "unknown_field"),
        ({"secret": "mine"}, "secret", "unknown_field"),
    ],
)
def test_what_does_not_fit_is_named(api: Api, given: dict[str, Any], field: str, code: str) -> None:
    made = api.post("/webhooks", GIVEN | given)
    kept = api.post("/webhooks", GIVEN).json()["id"]
    changed = api.patch(f"/webhooks/{kept}", given)

    for answer in (made, changed):
        assert answer.status_code == 422
        assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert len(api.get("/webhooks").json()["data"]) == 1


def test_a_change_touches_only_what_is_given(api: Api) -> None:
    in_wuxi = {"field": "city", "op": "eq", "value": "Wuxi"}
    kept = api.post("/webhooks", GIVEN | {"objects": ["accounts"], "filter": in_wuxi}).json()

    renamed = api.patch(f"/webhooks/{kept['id']}", {"name": "Warehouse"}).json()
    wider = api.patch(f"/webhooks/{kept['id']}", {"filter": None, "objects": []}).json()

    assert (renamed["name"], renamed["filter"], renamed["objects"]) == ("Warehouse", in_wuxi, ["accounts"])
    assert (wider["filter"], wider["objects"], wider["url"]) == (None, [], GIVEN["url"])


def test_the_log_goes_on_page_by_page(api: Api, listener: Listener, courier: Courier, people: Cast) -> None:
    address = f"/webhooks/{api.post('/webhooks', GIVEN | {'url': listener.url}).json()['id']}/messages"
    for each in range(5):
        an_account(people.ada, name=f"A{each}")
    courier.goes()

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(address + quoted(limit="2", cursor=cursor)).json()
        seen += [each["id"] for each in page["data"]]
        cursor = page["next"]

    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    assert api.get(address + "?state=lost").status_code == 422
    assert api.get(address + "?state=dead").json() == {"data": [], "next": None}


def test_a_person_has_only_so_many(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plexus.shell.hooks.actions.managing.MOST", 2)

    statuses = [api.post("/webhooks", GIVEN).status_code for _each in range(3)]

    assert statuses == [201, 201, 422]
