"""The API whole: big batches, every key, versions held, and a document that is true of what a firm made itself."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casting import Cast, a_contact, an_account, uploaded
from tests.conformance import tailored
from tests.shell.api.asking import Api, quoted
from tests.shell.api.makers import MAKERS

from plexus.crm.customers.models import Account, Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.shell.api.upserting import keys_of

pytestmark = pytest.mark.django_db
EVERY = sorted(each.plural for each in registry.standard())
# What one operation may cost: its savepoint, the locks, the rights, the row and what triggers do not do.
EACH = 14


def _operations(api: Api, number: int) -> tuple[list[dict[str, Any]], list[int]]:
    """As many operations, of which every fifth is refused for a reason of its own, and the statuses they deserve."""
    kept = api.post("/accounts", {"name": "Kept"}).json()
    kinds: list[tuple[dict[str, Any], int]] = [
        ({"op": "create", "values": {"name": "New", "city": "Wuxi"}}, 201),
        ({"op": "put", "by": {"external_id": "{n}"}, "values": {"name": "Put"}}, 201),
        ({"op": "update", "id": kept["id"], "values": {"city": "City {n}"}}, 200),
        ({"op": "create", "values": {"name": "New", "employees": "{n} or so"}}, 422),
        ({"op": "update", "id": kept["id"], "version": 1, "values": {"city": "Late"}}, 412),
    ]
    made = [_numbered(kinds[each % 5][0], each) for each in range(number)]
    return made, [kinds[each % 5][1] for each in range(number)]


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {name: _numbered(each, number) for name, each in value.items()}
    return value.replace("{n}", str(number)) if isinstance(value, str) else value


def test_a_thousand_operations_have_a_verdict_each_and_one_cause(api: Api, root: Actor) -> None:
    operations, expected = _operations(api, 1_000)

    with CaptureQueriesContext(connection) as sent:
        answer = api.post("/accounts/batch", {"operations": operations})

    results = answer.json()["results"]
    assert [each["status"] for each in results] == expected
    assert all(each["problem"]["errors"][0]["field"] == "employees" for each in results if each["status"] == 422)
    assert all(each["problem"]["yours"] == 1 for each in results if each["status"] == 412)
    assert Account.objects.filter(name="New").count() == Account.objects.filter(name="Put").count() == 200
    assert len(sent) < EACH * 1_000
    undone = api.post(f"/causes/{answer['Plexus-Cause']}/undo").json()
    assert undone["conflict_count"] == 0
    assert not Account.objects.filter(name__in=("New", "Put"), deleted_at=None).exists()


def test_an_operation_costs_no_more_among_many(api: Api) -> None:
    counted = []
    for number in (50, 200):
        operations, _expected = _operations(api, number)
        for each in operations:
            each.get("by", {}).update({"external_id": f"{number}-{id(each)}"} if "by" in each else {})
        with CaptureQueriesContext(connection) as sent:
            api.post("/accounts/batch", {"operations": operations})
        counted.append(len(sent) / number)

    assert counted[1] <= counted[0]


@pytest.mark.parametrize("objects", EVERY)
def test_every_key_finds_the_record_it_made(api: Api, objects: str) -> None:
    about = registry.standard().object(objects)
    for key in keys_of(api.actor, about):
        values = MAKERS[objects](api.actor)
        value = values.get(key) or (f"{key}-{objects}@example.com" if "mail" in key else f"{key}-{objects}")
        field = about.fields[key]
        if not field.writable or field.target or not field.type.textual:
            continue

        made = api.put(f"/{objects}/by/{key}/{value}", values)
        again = api.put(f"/{objects}/by/{key}/{str(value).upper()}", {})

        assert (made.status_code, again.status_code) == (201, 200), (key, made.content, again.content)
        assert made.json()["id"] == again.json()["id"]


def test_a_version_that_is_held_is_not_sent_again(api: Api) -> None:
    record = api.post("/accounts", {"name": "Hengtong"}).json()
    path = f"/accounts/{record['id']}"
    first = api.get(path)

    held = [api.get(path, If_None_Match=each) for each in (first["ETag"], f"W/{first['ETag']}", '"9", "1"', "*")]
    others = [api.get(path, If_None_Match=each) for each in ('"9"', "nonsense", '"11"')]
    through = api.get(f"{path}?expand=owner", If_None_Match=first["ETag"])
    api.patch(path, {"city": "Wuxi"})
    after = api.get(path, If_None_Match=first["ETag"])

    assert [(each.status_code, each.content, each["ETag"]) for each in held] == [(304, b"", '"1"')] * 4
    assert [each.status_code for each in others] == [200, 200, 200]
    assert through.status_code == 200
    assert (after.status_code, after["ETag"], after.json()["city"]) == (200, '"2"', "Wuxi")


def test_the_document_is_true_of_what_a_firm_made_itself(cast: Cast) -> None:
    tailored.machines(cast.root)
    tailored.tailored(cast.root, "contacts")
    api = Api(cast.root)
    account, contact, upload = an_account(cast.root), a_contact(cast.root), uploaded(cast.root)
    document = api.get("/openapi.json").json()
    schemas = document["components"]["schemas"]

    for plural, name in (("machines", "Machines"), ("contacts", "Contacts")):
        values = schemas[f"{name}Create"]["examples"][0] | _examples(schemas[f"{name}Create"], account, contact, upload)
        made = api.post(f"/{plural}", values)
        assert made.status_code == 201, (values, made.content)
        answers = {
            name: made.json(),
            f"{name}Page": api.get(f"/{plural}").json(),
            "Aggregate": api.get(f"/{plural}/aggregate" + quoted(group="c_choice", measure="count,sum:c_money")).json(),
        }
        for schema, answer in answers.items():
            validator = jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{schema}"} | document)
            assert [error.message for error in validator.iter_errors(answer)] == []
        assert {f"/{plural}", f"/{plural}/{{id}}", f"/{plural}/batch", f"/{plural}/aggregate"} <= document[
            "paths"
        ].keys()
        kinds = {f"c_{each.value}" for each in CustomType}
        assert kinds <= schemas[name]["properties"].keys()
        assert {each for each in kinds if made.json()[each] in (None, [], "")} == set()


def _examples(schema: Any, account: Account, contact: Contact, upload: str) -> dict[str, Any]:
    """Every custom field with its example; references to what is there."""
    found = {
        name: each["examples"][0]
        for name, each in schema["properties"].items()
        if name.startswith("c_") and "reference" not in name
    }
    found["c_file"] = {"upload": upload, "name": "合同.pdf"}
    return found | {"c_reference": str(account.pk), "c_references": [str(contact.pk)]}
