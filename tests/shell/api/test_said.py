"""The schema tells programs what administrators said of fields, and nothing that is hidden from them."""

from __future__ import annotations

from typing import Any

from tests.casting import Cast, a_record
from tests.shell.api.asking import Api

from plexus.kernel.identity.models import Role

SAID: dict[str, Any] = {
    "required_when": "amount > money(1000, 'CNY')",
    "visible_when": "is_empty(lost_reason)",
    "default": "if(is_empty(contact), 'web', 'personal')",
}


def told(api: Api, field: str = "source") -> dict[str, Any]:
    """What the schema says of a field of deals."""
    fields = api.get("/schema/deals").json()["fields"]
    found = next(each for each in fields if each["name"] == field)
    return {name: found[name] for name in SAID}


def test_what_was_said_of_a_field_is_told(cast: Cast) -> None:
    a_record("field-rules", cast.root, object="deals", field="source", **SAID)

    assert told(Api(cast.ada)) == {**SAID, "default": {"expression": SAID["default"]}}
    assert told(Api(cast.ada), "description") == dict.fromkeys(SAID)


def test_an_expression_that_reads_what_is_hidden_is_hidden(cast: Cast) -> None:
    a_record("field-rules", cast.root, object="deals", field="source", **SAID)
    Role.objects.filter(key="sales").update(fields={"deals": {"amount": "hidden"}})

    assert told(Api(cast.ada)) == {
        "required_when": None, "visible_when": SAID["visible_when"], "default": {"expression": SAID["default"]},
    }  # fmt: skip
    assert told(Api(cast.root))["required_when"] == SAID["required_when"]


def test_the_document_describes_it_where_records_are_written(cast: Cast) -> None:
    a_record("field-rules", cast.root, object="deals", field="source", **SAID)
    a_record("field-rules", cast.root, object="contacts", field="full_name", default="'Unknown'")

    schemas = Api(cast.ada).get("/openapi.json").json()["components"]["schemas"]

    source = schemas["DealsCreate"]["properties"]["source"]
    assert (source["x-required-when"], source["x-default"]) == (SAID["required_when"], SAID["default"])
    assert f"Required when: {SAID['required_when']}" in source["description"]
    assert "full_name" not in schemas["ContactsCreate"].get("required", [])
