"""Every object behaves alike through the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.shell.api.asking import Api, quoted
from tests.shell.api.makers import MAKERS

from plexus.kernel.identity.models import Role
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field

pytestmark = pytest.mark.django_db
EVERY = sorted(each.plural for each in registry.standard())
every_object = pytest.mark.parametrize("objects", EVERY)


def made(api: Api, objects: str) -> dict[str, Any]:
    answer = api.post(f"/{objects}", MAKERS[objects](api.actor))
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_each_object_has_a_maker() -> None:
    assert sorted(MAKERS) == EVERY


@every_object
def test_what_was_created_is_read_back(api: Api, objects: str) -> None:
    answer = api.post(f"/{objects}", MAKERS[objects](api.actor))

    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/{objects}/{answer.json()['id']}"
    read = api.get(f"/{objects}/{answer.json()['id']}")
    assert read.json() == answer.json()
    assert read["ETag"] == answer["ETag"] == '"1"'


@every_object
def test_a_change_needs_the_current_version(api: Api, objects: str) -> None:
    record = made(api, objects)
    path = f"/{objects}/{record['id']}"
    change = {"external_id": "x-1"} if "external_id" in record else _another(objects)

    first = api.patch(path, change, If_Match='"1"')
    second = api.patch(path, change, If_Match='"1"')

    assert first.status_code == 200, first.content
    assert first.json()["version"] == 2
    assert first["ETag"] == '"2"'
    assert second.status_code == 412
    assert (second.json()["yours"], second.json()["current"]) == (1, 2)
    assert api.get(path).json() == first.json()


def _another(objects: str) -> dict[str, Any]:
    title = registry.standard().object(objects).described.title
    defined: dict[str, dict[str, Any]] = {
        "custom-rules": {"message_zh": "不行。"},
        "field-rules": {"required_when": "true"},
        "layouts": {"name": "Another"},
        "quality-standards": {"important_by": "created_at"},
        "custom-fields": {"label_zh": "别的"},
        "custom-objects": {"label_zh": "别的"},
    }
    return {"deal-line-items": {"quantity": "3"}, **defined}.get(objects, {title: "Another"})


@every_object
def test_the_trash_and_back(api: Api, objects: str) -> None:
    record = made(api, objects)
    path = f"/{objects}/{record['id']}"

    assert api.delete(path, If_Match='"9"').status_code == 412
    assert api.delete(path, If_Match='"1"').status_code == 204

    assert api.get(path).status_code == 404
    trashed = api.get(f"/{objects}{quoted(trashed='true')}").json()
    assert [each["id"] for each in trashed["data"]] == [record["id"]]
    assert api.post(f"{path}/restore").status_code == 200
    assert api.get(path).json()["version"] == 3


@every_object
def test_history_timeline_and_causes(api: Api, objects: str) -> None:
    record = made(api, objects)
    path = f"/{objects}/{record['id']}"

    history = api.get(f"{path}/history")
    timeline = api.get(f"{path}/timeline")

    assert history.status_code == timeline.status_code == 200
    assert [each["kind"] for each in history.json()["data"]] == ["created"]
    assert timeline.json()["data"] == []


@every_object
def test_another_firm_does_not_know_it(api: Api, eves: Api, objects: str) -> None:
    path = f"/{objects}/{made(api, objects)['id']}"

    answers = [
        eves.get(path), eves.patch(path, {}), eves.delete(path), eves.post(f"{path}/restore"),
        eves.get(f"{path}/history"), eves.get(f"{path}/timeline"),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [404] * 6
    # Where her role has no such right at all, the action says so before it looks for the record.
    assert eves.post(f"{path}/actions/delete").status_code in {403, 404}
    assert api.get(path).status_code == 200


@pytest.mark.parametrize("objects", [each for each in EVERY if not registry.standard().object(each).described.personal])
def test_a_reader_changes_nothing(api: Api, lees: Api, objects: str) -> None:
    record = made(api, objects)
    _only_reads(lees, objects)
    path = f"/{objects}/{record['id']}"

    answers = [
        lees.post(f"/{objects}", MAKERS[objects](api.actor)), lees.patch(path, {}), lees.delete(path),
        lees.post(f"{path}/actions/delete"), lees.post(f"/{objects}/actions/delete", {"ids": [record["id"]]}),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [403] * 5
    assert api.get(path).json() == record


def _only_reads(api: Api, objects: str) -> None:
    """Personal objects are everybody's to make, unless a role names them."""
    role = Role.objects.get(pk=str(api.actor.role_id))
    role.grants = {**role.grants, objects: {"read": "all"}}
    role.save(update_fields=["grants"])


def operands(one: Field, operator: str) -> list[Any]:
    example = one.type.example(one)
    text = example["id"] if isinstance(example, dict) and "id" in example else example
    single = text[0] if isinstance(text, list) and text else text
    match operator:
        case "empty" | "not_empty":
            return [None]
        case "in" | "not_in":
            return [[single, single]]
        case "between":
            return [[single, single]]
        case _:
            return [single, "no such value", {"relative": "next_7_days"}]


@pytest.mark.slow
@every_object
def test_no_filter_breaks_the_list(api: Api, objects: str) -> None:
    made(api, objects)
    about = registry.standard().object(objects)
    seen = set()

    for one in about.fields.values():
        for operator in sorted(one.type.operators):
            for value in operands(one, operator):
                asked = {"field": one.name, "op": operator} | ({} if value is None else {"value": value})
                answer = api.get(f"/{objects}{quoted(filter=asked, count='false')}")
                assert answer.status_code in {200, 422}, (asked, answer.content)
                if answer.status_code == 200:
                    seen.add((one.name, operator))

    wanted = {(one.name, operator) for one in about.fields.values() for operator in one.type.operators}
    assert wanted - seen == set()


@every_object
def test_a_longer_list_needs_no_more_statements(api: Api, objects: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = api.get(f"/{objects}")
        assert answer.status_code == 200
        return len(asked)

    for _number in range(3):
        made(api, objects)
    statements()
    few = statements()
    for _number in range(27):
        made(api, objects)
    statements()  # whoever defines anew has the definitions read anew, once

    assert statements() == few


@every_object
def test_what_nobody_has_is_unknown(api: Api, objects: str) -> None:
    path = f"/{objects}/{uuid4()}"

    answers = [api.get(path), api.patch(path, {}), api.delete(path), api.post(f"{path}/actions/delete")]

    assert [each.status_code for each in answers] == [404] * 4
    assert {each["Content-Type"] for each in answers} == {"application/problem+json"}
