"""The OpenAPI document is valid, complete, true to its own examples, and every problem is explained."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from django.test import Client
from schemathesis.specs.openapi import definitions
from tests.shell.api.asking import Api, quoted

import plexus
from plexus.kernel.schema import registry
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.values.refusals import Refusal
from plexus.shell.api.openapi import examples as examples_of

pytestmark = pytest.mark.django_db
HERE = "urn:plexus:document"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Of each operation that is there for every object: what an object is asked, and how it may be refused.
ALWAYS = {"401", "403", "404", "422", "429"}
JOINED = ("Contacts", "Accounts")
# What people write themselves, or in the language of rules: there the word “text” shows nothing.
SPOKEN = frozenset({"body", "note", "description", "value", "visible_when", "required_when", "important_by"})
Document = dict[str, Any]


@pytest.fixture
def document(api: Api) -> Document:
    return dict(api.get("/openapi.json").json())


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_document_is_valid(document: Document) -> None:
    validator = jsonschema_rs.Draft202012Validator(definitions.OPENAPI_31)

    assert [error.message for error in validator.iter_errors(document)] == []
    assert document["openapi"] == "3.1.0"


def test_every_operation_says_what_it_does_and_how_it_may_be_refused(document: Document) -> None:
    found = list(operations(document))

    assert len(found) > 300
    assert [
        (path, method) for path, method, told in found if not (told["summary"] and len(told["description"]) > 20)
    ] == []
    assert [(path, method) for path, method, told in found if not told["responses"].keys() >= ALWAYS] == []
    assert len({told["operationId"] for _path, _method, told in found}) == len(found)
    assert {tag for _path, _method, told in found for tag in told["tags"]} == {tag["name"] for tag in document["tags"]}
    bodies = [told for _path, _method, told in found if told.get("requestBody", {}).get("required")]
    assert [told["operationId"] for told in bodies if not told["responses"].keys() >= {"400", "413", "415"}] == []
    repeated = [told for *_where, told in found if "Idempotency-Key" in {each["name"] for each in told["parameters"]}]
    assert [told["operationId"] for told in repeated if "409" not in told["responses"]] == []
    guarded = [told for *_where, told in found if any(each["name"] == "If-Match" for each in told["parameters"])]
    assert {told["operationId"].split("-")[0] for told in guarded} == {"update", "delete", "restore", "act"}
    assert [told["operationId"] for told in guarded if "412" not in told["responses"]] == []


def test_every_object_has_every_operation(document: Document) -> None:
    paths = document["paths"]
    for about in registry.standard():
        name = f"/{about.plural}"
        assert set(paths[name]) == {"get", "post"}
        assert set(paths[f"{name}/{{id}}"]) == {"get", "patch", "delete"}
        assert {f"{name}/{{id}}/{each}" for each in ("history", "timeline", "restore")} <= paths.keys()
        assert f"{name}/batch" in paths
        assert f"{name}/{{id}}/actions/delete" in paths


def examples(node: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Each example with the place of the schema that it stands for."""
    if isinstance(node, dict):
        if isinstance(node.get("examples"), list):
            yield from ((where, each) for each in node["examples"])
        if "example" in node and "schema" in node:
            yield f"{where}/schema", node["example"]
        for key, each in node.items():
            if key not in {"example", "examples"}:
                yield from examples(each, f"{where}/{quote(key.replace('~', '~0').replace('/', '~1'))}")
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from examples(each, f"{where}/{number}")


def test_examples_fit_their_schemas(document: Document) -> None:
    known = jsonschema_rs.Registry([(HERE, {"$schema": DIALECT, **document})])
    found = list(examples(document))

    wrong = [
        (where, error.message)
        for where, example in found
        for error in jsonschema_rs.Draft202012Validator(
            {"$ref": f"{HERE}#{where}"}, registry=known, validate_formats=True
        ).iter_errors(example)
    ]

    assert len(found) > 500
    assert wrong == []


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        ({"choices": [{"key": "mill", "label_en": "Mill"}]}, True),
        ({"choices": [{"label_en": "Mill"}]}, False),
        ({"target": "accounts", "related": "machines"}, True),
        ({"places": 2, "default": "1.5"}, True),
        ({"places": 9}, False),
        ({"max_length": 80, "choices": []}, False),
        ({"expression": "amount * 2", "shown_as": "percent"}, True),
        ({"colour": "red"}, False),
        ({}, True),
    ],
)
def test_the_options_of_a_custom_field_are_told_type_by_type(
    document: Document, options: dict[str, Any], fits: bool
) -> None:
    held = document["components"]["schemas"]["CustomFieldsCreate"]["properties"]["options"]

    assert jsonschema_rs.Draft202012Validator(held).is_valid(options) is fits
    assert {name for form in held["anyOf"] for name in form["title"].split(", ")} == set(CustomType)


def test_bodies_that_are_asked_for_have_an_example(document: Document) -> None:
    schemas = document["components"]["schemas"]
    bare = []
    for path, method, told in operations(document):
        for content in told.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            if content["schema"].get("properties") and "example" not in content:
                bare.append((path, method))
            if name and not schemas[name].get("examples"):
                bare.append((path, method))

    assert bare == []


def test_the_example_of_a_new_record_makes_one(api: Api, document: Document) -> None:
    for about in registry.standard():
        name = "".join(part.capitalize() for part in about.plural.split("-"))
        (example,) = document["components"]["schemas"][f"{name}Create"]["examples"]
        made_up = {"content", "references"}
        references = [each for each in example if about.fields[each].target or about.fields[each].type.key in made_up]

        answer = api.post(f"/{about.plural}", example)

        # Made-up ids are nobody's; apart from them an example works as it stands.
        wrong = [each["field"] for each in answer.json().get("errors", [])]
        assert answer.status_code == 201 or set(wrong) <= set(references), (about.plural, answer.json())
        assert wrong or answer.status_code == 201


def test_bytes_come_with_the_name_of_their_file(document: Document) -> None:
    """Pictures too, which browsers show and people may keep."""
    found = [
        (path, "Content-Disposition" in told["responses"]["200"]["headers"])
        for path, method, told in operations(document)
        if method == "get" and re.search(r"/(preview|content|file|original)$", path)
    ]

    assert len(found) > 2
    assert [path for path, named in found if not named] == []


def test_the_example_of_a_change_is_what_the_server_takes(api: Api, document: Document) -> None:
    """Of rules and standards too, whose texts are a language of their own."""
    for objects in ("field-rules", "quality-standards", "layouts", "views", "accounts"):
        name = "".join(part.capitalize() for part in objects.split("-"))
        schemas, path = document["components"]["schemas"], f"/{objects}/{{id}}/actions/change"
        made = api.post(f"/{objects}", schemas[f"{name}Create"]["examples"][0]).json()
        act = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]

        changed = api.patch(f"/{objects}/{made['id']}", schemas[f"{name}Update"]["examples"][0])
        acted = api.post(f"/{objects}/{made['id']}/actions/change", act)

        assert (changed.status_code, acted.status_code) == (200, 200), (objects, changed.json(), acted.json())
        assert {act["field"]: act["value"]} == schemas[f"{name}Update"]["examples"][0]


def test_the_example_of_a_relation_joins_a_contact_and_an_account(api: Api, document: Document) -> None:
    schemas = document["components"]["schemas"]
    made = {name: api.post(f"/{name.lower()}", schemas[f"{name}Create"]["examples"][0]) for name in JOINED}
    kind = api.post("/relation-types", schemas["RelationTypesCreate"]["examples"][0])
    (example,) = schemas["RelationsCreate"]["examples"]
    ends = {"from_contact": made["Contacts"], "to_account": made["Accounts"], "type": kind}

    answer = api.post("/relations", example | {name: each.json()["id"] for name, each in ends.items()})

    assert answer.status_code == 201, answer.json()
    assert ends.keys() == {name for name in example if example[name] == examples_of.ID}


def test_examples_name_what_their_fields_hold_and_times_that_fit(document: Document) -> None:
    shown = [each for _where, each in examples(document) if isinstance(each, dict)]
    shown += [each["params"] for each in shown if isinstance(each.get("params"), dict)]

    mentioned = {each["object"] for one in shown for each in one.get("mentions", ())}
    until = {one["expires_at"] for one in shown if "expires_at" in one}

    assert mentioned == {"people"}
    assert until == {examples_of.LATER}
    assert [one for one in shown if "text" in {each for name, each in one.items() if name in SPOKEN}] == []


def test_the_document_speaks_the_callers_language_and_comes_once(api: Api) -> None:
    english = api.get("/openapi.json")
    chinese = api.get("/openapi.json", Accept_Language="zh-Hans")

    again = api.get("/openapi.json", If_None_Match=english["ETag"])
    other = api.get("/openapi.json", If_None_Match=english["ETag"], Accept_Language="zh-Hans")

    assert (english["Content-Language"], chinese["Content-Language"]) == ("en", "zh-hans")
    assert "List accounts" in english.text or b"List" in english.content
    assert chinese["ETag"] != english["ETag"]
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", english["ETag"])
    assert other.status_code == 200


def kinds() -> set[type[Refusal]]:
    """Every refusal that a request may meet."""
    for found in pkgutil.walk_packages(plexus.__path__, "plexus."):
        if not re.search(r"\.(migrations|__main__|serving|command|wsgi)\b", found.name):
            import_module(found.name)
    waiting, every = [Refusal], set()
    while waiting:
        every.add(kind := waiting.pop())
        waiting += kind.__subclasses__()
    return {kind for kind in every if kind.__module__.split(".")[1:2] in (["kernel"], ["shell"], ["crm"])}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_problem_is_explained_where_its_type_leads(language: str) -> None:
    page = Client().get("/api/v1/problems", headers={"Accept-Language": language})

    anchors = re.findall(r'<dt id="(\w+)">', page.text)
    assert page.status_code == 200
    assert len(anchors) == len(set(anchors))
    assert {kind.code for kind in kinds()} | {"internal_error"} <= set(anchors)


def test_a_problem_leads_to_its_explanation(api: Api) -> None:
    answers = [
        api.get("/nothing/at/all"), api.get("/ghosts"), api.post("/accounts", {}), api.delete("/accounts"),
        api.send("POST", "/accounts", raw=b"{", **{"Content-Type": "application/json"}),
        api.get(f"/accounts{quoted(filter={'field': 'ghost', 'op': 'eq', 'value': 1})}"),
    ]  # fmt: skip

    page = Client().get("/api/v1/problems").text
    for answer in answers:
        address, _hash, anchor = answer.json()["type"].partition("#")
        assert address == "/api/v1/problems"
        assert f'<dt id="{anchor}">' in page
