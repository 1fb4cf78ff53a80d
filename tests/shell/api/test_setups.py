"""A program carries a set-up from one workspace to another."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import Cast
from tests.shell.api.asking import Api
from tests.shell.setup.building import a_firm, arrange, exported

from plexus.kernel.records.acting import acting
from plexus.kernel.schema.models import ObjectDefinition

pytestmark = pytest.mark.django_db
MACHINES: dict[str, Any] = {
    "format": "plexus-setup", "version": 1,
    "custom-objects": {"machines": {"label_en": "Machine", "plural_en": "Machines"}},
}  # fmt: skip
BROKEN: dict[str, Any] = {**MACHINES, "field-rules": {"deals": {"no_such": {"default": "1"}}}}


def made(cast: Cast) -> bool:
    with acting(cast.root):
        return ObjectDefinition.objects.filter(workspace_id=cast.root.workspace_id, name="machines").exists()


def test_a_set_up_is_fetched_here_and_posted_there(cast: Cast, api: Api) -> None:
    arrange(cast.root)
    other = a_firm("other")

    fetched = api.get("/setup")
    posted = Api(other).post("/setup", {"setup": fetched.json()})

    assert (fetched.status_code, fetched["Plexus-Left-Out"]) == (200, "0")
    assert fetched.content.decode() == exported(cast.root)
    assert posted.status_code == 200, posted.content
    assert posted["Plexus-Cause"] == posted.json()["cause"]
    assert (posted.json()["counts"]["refused"], posted.json()["dry_run"]) == (0, False)
    assert Api(other).get("/setup").content == fetched.content


def test_a_dry_run_tells_and_changes_nothing(cast: Cast, api: Api) -> None:
    told = api.post("/setup", {"setup": MACHINES, "dry_run": True})

    assert told.json() == {
        "dry_run": True, "cause": None, "counts": {"created": 1, "changed": 0, "unchanged": 0, "refused": 0},
        "entries": [{"section": "custom-objects", "key": ["machines"], "name": "Machine", "verdict": "created",
                     "changes": [], "errors": []}],
    }  # fmt: skip
    assert "Plexus-Cause" not in told
    assert not made(cast)


def test_one_refused_entry_refuses_all_unless_it_is_skipped(cast: Cast, api: Api) -> None:
    refused = api.post("/setup", {"setup": BROKEN})
    nothing = made(cast)
    skipped = api.post("/setup", {"setup": BROKEN, "skip_refused": True})

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "field-rules › deals › no_such › field", "code": "unknown_field",
         "message": "There is no field “no_such”."}
    ]  # fmt: skip
    assert not nothing
    assert (skipped.status_code, skipped.json()["counts"]["refused"]) == (200, 1)
    assert made(cast)


def test_only_administrators_with_a_token_of_full_scope_may(cast: Cast, adas: Api, lees: Api) -> None:
    narrow = Api(cast.root, scopes=("custom-objects:write",))

    answers = [each.get("/setup") for each in (adas, lees, narrow)]
    answers += [each.post("/setup", {"setup": MACHINES}) for each in (adas, lees, narrow)]

    assert [each.status_code for each in answers] == [403] * 6
    assert not made(cast)


def test_a_repeated_request_brings_in_once(cast: Cast, api: Api) -> None:
    first = api.post("/setup", {"setup": MACHINES}, Idempotency_Key="one")
    second = api.post("/setup", {"setup": MACHINES}, Idempotency_Key="one")

    assert first.json()["counts"]["created"] == 1
    assert second.json() == first.json()


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "not_a_setup"),
        ({"format": "plexus-setup"}, "no_version"),
        ({"format": "plexus-setup", "version": 1, "flows": {}}, "unknown_section"),
    ],
)
def test_what_is_no_set_up_is_refused_with_the_place(api: Api, document: Any, code: str) -> None:
    answer = api.post("/setup", {"setup": document})

    assert (answer.status_code, [each["code"] for each in answer.json()["errors"]]) == (422, [code])


def test_a_later_version_is_refused(api: Api) -> None:
    answer = api.post("/setup", {"setup": {"format": "plexus-setup", "version": 2}})

    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/problems#setup_too_new")
    assert answer.json()["detail"].startswith("This set-up is of version 2, and this Plexus reads version 1.")
