"""A number with more decimals than its field keeps is rounded, halves away from zero, alike at every door."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casting import NOW, Cast
from tests.conformance import tailored
from tests.shell.api.asking import Api
from tests.shell.importing.trying import tried
from tests.signing import browser_of

from plexus.kernel.records import bulk
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db
SENT = [("2.675", "2.68"), ("-2.675", "-2.68"), ("12.340000000000001", "12.34"), ("2.674999", "2.67")]


@pytest.mark.parametrize("kind", ["decimal", "percent"])
@pytest.mark.parametrize(("given", "kept"), SENT)
def test_every_door_rounds_alike(cast: Cast, kind: str, given: str, kept: str) -> None:
    field = tailored.a_field(cast.root, "accounts", kind)
    api, name = Api(cast.root), field.name
    keys = {
        door: api.post("/accounts", {"name": door}).json()["id"]
        for door in ("update", "form", "cell", "bulk", "import")
    }
    browser = browser_of(cast.root)

    created = api.post("/accounts", {"name": "create", name: given}).json()[name]
    api.patch(f"/accounts/{keys['update']}", {name: given})
    browser.post(f"/accounts/{keys['form']}/edit", {"name": "form", name: given, "version": "1"})
    browser.post(f"/accounts/{keys['cell']}/cell/{name}", {name: given, "version": "1"})
    with acting(cast.root):
        about = tailored.about(cast.root, "accounts")
        bulk.change_many(actor=cast.root, about=about, rows=[keys["bulk"]], values={name: given}, now=NOW)
    tried(cast.root, "accounts", [("Name", f"Own {kind}"), ("import", given)], match=("name",))

    read: dict[str, Any] = {door: api.get(f"/accounts/{key}").json()[name] for door, key in keys.items()}
    assert created == kept
    assert read == dict.fromkeys(keys, kept)


def test_the_document_tells_to_how_many_places(cast: Cast) -> None:
    for kind in ("decimal", "percent", "money", "integer"):
        tailored.a_field(cast.root, "accounts", kind)

    held = Api(cast.root).get("/openapi.json").json()["components"]["schemas"]["AccountsCreate"]["properties"]

    told = {kind: held[f"c_{kind}"].get("x-decimal-places") for kind in ("decimal", "percent", "money", "integer")}
    assert told == {"decimal": 2, "percent": 2, "money": 4, "integer": None}
    assert "rounded, halves away from zero" in held["c_decimal"]["description"]
