"""Custom fields and objects through the API: made, described, written, read, filtered, expanded, and kept from view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.casting import Cast, a_record, an_account
from tests.conformance import making, tailored
from tests.shell.api.asking import Api, quoted

from plexus.kernel.identity.models import Role
from plexus.kernel.jobs.models import Job
from plexus.kernel.records.acting import acting
from plexus.kernel.records.jobs import KIND as INDEXES


def test_an_integrator_makes_an_object_with_fields_and_records(cast: Cast) -> None:
    api, account = Api(cast.root), an_account(cast.root)

    made = api.post("/custom-objects", {"name": "machines", "label_en": "Machine", "label_zh": "机器"})
    fields: list[dict[str, Any]] = [
        {"name": "serial", "type": "text", "label_en": "Serial number"},
        {"name": "customer", "type": "reference", "label_en": "Customer", "options": {"target": "accounts"}},
    ]
    statuses = [api.post("/custom-fields", {"object": "machines", **each}).status_code for each in fields]
    row = api.post("/machines", {"name": "Press 7", "serial": "X-1", "customer": str(account.pk)})
    by_city = {"field": "customer.name", "op": "eq", "value": account.name}
    found = api.get(
        "/machines" + quoted(filter=by_city, expand="customer", fields="name,serial,customer,customer.name")
    )
    sorted_by = api.get("/machines" + quoted(sort="-customer.name"))
    having = api.get("/accounts" + quoted(filter={"related": "machines-customer", "where": {}, "exists": True}))
    document = api.get("/openapi.json").json()

    assert (made.status_code, statuses, row.status_code) == (201, [201, 201], 201)
    (machine,) = found.json()["data"]
    assert (machine["serial"], machine["customer"]["city"], machine["customer.name"]) == ("X-1", None, account.name)
    assert [each["name"] for each in sorted_by.json()["data"]] == ["Press 7"]
    assert [each["id"] for each in having.json()["data"]] == [str(account.pk)]
    assert document["components"]["schemas"]["Machines"]["properties"]["serial"]["title"] == "Serial number"
    assert "/machines/{id}" in document["paths"]


@pytest.mark.parametrize("way", ["one", "batch"])
def test_a_field_made_by_a_program_stands_last_and_gets_its_index(cast: Cast, way: str) -> None:
    api = Api(cast.root)
    api.post("/custom-objects", {"name": "machines", "label_en": "Machine"})
    wanted = [
        {"object": "machines", "name": name, "type": "text", "label_en": name, "filterable": name == "serial"}
        for name in ("zone", "serial", "alias")
    ]

    if way == "one":
        statuses = [api.post("/custom-fields", each).status_code for each in wanted]
    else:
        operations = [{"op": "create", "values": each} for each in wanted]
        statuses = [
            each["status"] for each in api.post("/custom-fields/batch", {"operations": operations}).json()["results"]
        ]
    made = {each["name"]: each for each in api.get("/custom-fields" + quoted(sort="position")).json()["data"]}

    assert statuses == [201, 201, 201]
    assert [(name, each["position"]) for name, each in made.items()] == [("zone", 1), ("serial", 2), ("alias", 3)]
    assert _asked_for_indexes(cast) == [made["serial"]["id"]]

    api.patch(f"/custom-fields/{made['alias']['id']}", {"filterable": True})

    assert _asked_for_indexes(cast) == [made["serial"]["id"], made["alias"]["id"]]


def test_a_roll_up_made_by_a_program_makes_its_reference_fast(cast: Cast) -> None:
    api = Api(cast.root)
    api.post("/custom-objects", {"name": "machines", "label_en": "Machine"})
    customer = {"name": "customer", "type": "reference", "label_en": "Customer", "options": {"target": "accounts"}}
    reference = api.post("/custom-fields", {"object": "machines"} | customer).json()

    options = {"list": "machines-customer", "function": "count"}
    rolled = {"object": "accounts", "name": "machines", "type": "rollup", "label_en": "Machines", "options": options}
    made = api.post("/custom-fields", rolled)

    assert made.status_code == 201, made.json()
    assert api.get(f"/custom-fields/{reference['id']}").json()["filterable"] is True
    assert _asked_for_indexes(cast) == [reference["id"]]


def test_an_object_made_by_a_program_stands_last(cast: Cast) -> None:
    api = Api(cast.root)

    made = [api.post("/custom-objects", {"name": name, "label_en": name}).json() for name in ("sites", "courses")]

    assert [each["position"] for each in made] == [1, 2]


def _asked_for_indexes(cast: Cast) -> list[str]:
    """The fields whose indexes a job sees to, in the order in which that was asked."""
    with acting(cast.root):
        asked = Job.objects.filter(kind=INDEXES).order_by("created_at", "pk")
        return [str(each) for each in asked.values_list("params__field_id", flat=True)]


@pytest.fixture
def sealed(cast: Cast) -> tuple[Cast, Any]:
    """Accounts with a field that the sales role may not see and one that it may only read."""
    tailored.a_field(cast.root, "accounts", name="margin", label_en="Margin")
    tailored.a_field(cast.root, "accounts", name="grade", label_en="Grade")
    row = a_record("accounts", cast.ada, by=cast.root, name="Hengtong", margin="42", grade="A")
    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {"margin": "hidden", "grade": "read_only"}})
    return cast, row


def test_a_hidden_custom_field_is_behind_no_door(sealed: tuple[Cast, Any]) -> None:
    cast, row = sealed
    rules = {"accounts": {"margin": "hidden", "grade": "read_only"}}
    api = Api(replace(cast.ada, fields=rules))
    secret = {"field": "margin", "op": "eq", "value": "42"}

    answers = {
        "record": api.get(f"/accounts/{row.pk}"),
        "list": api.get("/accounts"),
        "history": api.get(f"/accounts/{row.pk}/history"),
        "schema": api.get("/schema/accounts"),
        "document": api.get("/openapi.json"),
    }
    refused = {
        "filter": api.get("/accounts" + quoted(filter=secret)),
        "sort": api.get("/accounts" + quoted(sort="margin")),
        "fields": api.get("/accounts" + quoted(fields="margin")),
        "write": api.patch(f"/accounts/{row.pk}", {"margin": "1"}),
        "read only": api.patch(f"/accounts/{row.pk}", {"grade": "B"}),
        "create": api.post("/accounts", {"name": "New", "grade": "B"}),
    }

    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(answers, 200)
    assert {name for name, each in answers.items() if b"margin" in each.content} == set()
    assert b'"A"' in answers["record"].content
    assert {name: each.status_code for name, each in refused.items()} == dict.fromkeys(refused, 422)
    with acting(cast.root):
        row.refresh_from_db()
    assert row.custom == {"margin": "42", "grade": "A"}


def test_an_undo_tells_what_others_changed_in_custom_fields_as_their_types_are_written(cast: Cast) -> None:
    """Each type of field: what was there, what was set and taken back, what somebody put there since.

    A file is uploaded before it is put anywhere; its own tests tell of that.
    """
    about = tailored.tailored(cast.root, "accounts")
    api, row = Api(cast.root), an_account(cast.root)
    fields = [each for each in making.settable(about) if each.custom and each.type.key not in {"auto_number", "file"}]
    examples = {each.name: making.example(each) for each in fields}
    changed = api.patch(f"/accounts/{row.pk}", examples)
    theirs = api.patch(f"/accounts/{row.pk}", {each.name: making.other(each) for each in fields}).json()

    undone = api.post(f"/causes/{changed['Plexus-Cause']}/undo")

    assert undone.status_code == 200
    told = {each["field"]: (each["after"], each["now"]) for each in undone.json()["conflicts"]}
    assert told == {each.name: (changed.json()[each.name], theirs[each.name]) for each in fields}
