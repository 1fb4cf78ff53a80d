"""Files in fields through the API: put there, read, replaced, found, taken back, and kept from whoever may not see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.casting import Cast, a_file, an_account
from tests.conformance import tailored
from tests.kernel.files.drawing import PDF, a_picture
from tests.shell.api.asking import Api, quoted
from tests.signing import browser_of

from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> str:
    """The field of accounts that holds a contract."""
    tailored.a_field(cast.root, "accounts", "file", name="contract", label_en="Contract", label_zh="合同")
    return "contract"


def sent(api: Api, content: bytes = b"Ten lathes, net 30 days.", name: str = "合同.txt") -> dict[str, Any]:
    """What a record is told of bytes that somebody uploads."""
    form = {"file": SimpleUploadedFile(name, content)}
    told = api.client.post("/api/v1/uploads", form, headers={"Authorization": f"Bearer {api.secret}"}).json()
    return {"upload": told["upload"], "name": told["name"]}


def body(answer: Any) -> bytes:
    """Everything that was sent."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def status(answer: Any) -> int:
    """How a request went; the file is let go of."""
    body(answer)
    return int(answer.status_code)


def short(url: str) -> str:
    """An address as `Api` takes it."""
    return url.removeprefix("/api/v1")


def test_a_file_stands_in_a_field_and_comes_back_whole(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)

    made = api.post("/accounts", {"name": "Hengtong", contract: sent(api)})

    assert made.status_code == 201, made.content
    value = made.json()[contract]
    assert value.keys() == {"id", "name", "type", "size", "url"}
    assert (value["name"], value["type"], value["size"]) == ("合同.txt", "text/plain", 24)
    assert value["url"] == f"/api/v1/accounts/{made.json()['id']}/fields/contract/{value['id']}/content"
    fetched = api.get(short(value["url"]))
    assert body(fetched) == b"Ten lathes, net 30 days."
    assert fetched["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.txt"
    assert fetched["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert api.get("/files").json()["data"] == []
    (listed,) = api.get("/accounts" + quoted(fields="contract,name")).json()["data"]
    assert (listed["contract"], listed["name"]) == (value, "Hengtong")


def test_what_was_read_is_written_back_and_nothing_changes(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api)}).json()
    path = f"/accounts/{row['id']}"

    again = [api.patch(path, {contract: each}) for each in (row[contract], row[contract]["id"])]

    assert [(each.status_code, each.json()["version"], each.json()[contract]) for each in again] == [
        (200, 1, row[contract]), (200, 1, row[contract]),
    ]  # fmt: skip


def test_a_file_is_replaced_and_both_are_in_the_history(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api, b"first", "first.txt")}).json()
    path = f"/accounts/{row['id']}"
    moment = api.get(path + "/history").json()["data"][0]["at"]

    changed = api.patch(path, {contract: sent(api, b"second", "second.txt")})
    (told, _made) = api.get(path + "/history").json()["data"]
    now, then = body(api.get(short(changed.json()[contract]["url"]))), body(api.get(short(row[contract]["url"])))
    undone = api.post(f"/causes/{changed['Plexus-Cause']}/undo")

    (field,) = told["fields"]
    assert (field["before"]["name"], field["after"]["name"]) == ("first.txt", "second.txt")
    assert (now, then) == (b"second", b"first")
    assert undone.json()["records"] == {"accounts": 1}
    assert api.get(path).json()[contract] == row[contract]
    assert body(api.get(short(row[contract]["url"]))) == b"first"
    past = api.get(path + quoted(as_of=moment)).json()[contract]
    assert past == row[contract]
    emptied = api.patch(path, {contract: None}).json()[contract]
    assert emptied is None


def test_a_file_on_a_record_may_be_put_into_a_field_too(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    account, other = an_account(cast.ada), an_account(cast.ada, name="Weida")
    file = a_file(cast.ada, account, name="offer.txt", content=b"Ten lathes.")

    taken = api.patch(f"/accounts/{other.pk}", {contract: {"id": str(file.pk)}})
    api.delete(f"/files/{file.pk}")

    value = taken.json()[contract]
    assert (value["name"], value["size"]) == ("offer.txt", 11)
    assert body(api.get(short(value["url"]))) == b"Ten lathes.", "it is the field's own"


def test_what_is_no_file_of_ones_own_to_see_is_refused(cast: Cast, contract: str) -> None:
    api, theirs = Api(cast.ada), Api(cast.eve)
    hidden = a_file(cast.eve, an_account(cast.eve))
    mine = api.post("/accounts", {"name": "Hengtong", contract: sent(api)}).json()
    strange = sent(theirs, b"only in the other firm")
    refused: list[tuple[Any, str]] = [
        (str(hidden.pk), "not_found"), ("01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2", "not_found"),
        ({"id": mine[contract]["id"]}, "not_found"), ("nonsense", "not_an_upload"),
        ({"upload": "0" * 64, "name": "a.txt"}, "not_an_upload"), (strange, "gone"),
        ({"upload": sent(api)["upload"]}, "nameless"), ({"name": "a.txt"}, "not_a_file"), (7, "not_an_upload"),
        ({**sent(api), "content": "0" * 64}, "not_a_file"),
    ]  # fmt: skip
    row = api.post("/accounts", {"name": "Weida"}).json()

    for value, code in refused:
        answers = [api.patch(f"/accounts/{row['id']}", {contract: value}), api.post("/accounts", {contract: value})]
        assert [each.status_code for each in answers] == [422, 422], value
        assert answers[0].json()["errors"][0]["code"] == code, value

    assert api.get(f"/accounts/{row['id']}").json()["version"] == 1


def test_a_field_takes_the_kinds_that_it_was_told_to_take(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "file", name="photo", label_en="Photo", options={"kinds": "pictures"})
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong"}).json()
    path = f"/accounts/{row['id']}"

    refused = api.patch(path, {"photo": sent(api, PDF, "site.png")})
    taken = api.patch(path, {"photo": sent(api, a_picture(), "site.png")})

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "kind_refused")
    assert refused.json()["errors"][0]["message"] == "“site.png” is application/pdf, which this field does not take."
    assert taken.json()["photo"]["type"] == "image/png"
    small = api.get(short(taken.json()["photo"]["url"]).replace("/content", "/preview"))
    assert (small["Content-Type"], body(small)[:4]) == ("image/webp", b"RIFF")
    wrong = Api(cast.root).post(
        "/custom-fields",
        {"object": "accounts", "type": "file", "name": "x", "label_en": "X", "options": {"kinds": "exe"}},
    )
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "not_one_of")


@pytest.mark.parametrize("kinds", ["pictures", "pictures_pdf"])
def test_a_drawing_that_may_hold_scripts_is_no_picture(cast: Cast, kinds: str) -> None:
    tailored.a_field(cast.root, "accounts", "file", name="photo", label_en="Photo", options={"kinds": kinds})
    tailored.a_field(cast.root, "accounts", "file", name="any", label_en="Any")
    api = Api(cast.ada)
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    path = f"/accounts/{api.post('/accounts', {'name': 'Hengtong'}).json()['id']}"

    refused = api.patch(path, {"photo": sent(api, drawing, "logo.svg")})
    kept = api.patch(path, {"any": sent(api, drawing, "logo.svg")})

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "kind_refused")
    assert kept.json()["any"]["type"] == "image/svg+xml"


def test_records_are_found_and_sorted_by_the_name_of_a_file(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    for name in ("b.txt", "A.txt", ""):
        api.post("/accounts", {"name": f"Firm {name}", **({contract: sent(api, name=name)} if name else {})})

    def found(**asked: Any) -> list[Any]:
        rows = api.get("/accounts" + quoted(**asked, fields="contract")).json()["data"]
        return [each["contract"] and each["contract"]["name"] for each in rows]

    assert found(filter={"field": contract, "op": "empty"}) == [None]
    assert found(filter={"field": contract, "op": "contains", "value": "a.t"}) == ["A.txt"]
    assert found(filter={"field": contract, "op": "in", "value": ["a.txt", "c.txt"]}) == ["A.txt"]
    assert found(sort="contract") == ["A.txt", "b.txt", None]
    grouped = api.get("/accounts/aggregate" + quoted(group=contract))
    assert (grouped.status_code, grouped.json()["errors"][0]["code"]) == (422, "not_a_group")


def test_whoever_may_not_see_record_or_field_has_no_file_by_any_door(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api, PDF, "secret.pdf")}).json()
    path, file_id = f"/accounts/{row['id']}", row[contract]["id"]
    field = f"{path}/fields/{contract}/{file_id}"
    assert (status(api.get(f"{field}/content")), status(browser_of(cast.ada).get(f"{field}/look"))) == (200, 200)

    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields={"accounts": {contract: "hidden"}})
    blind = replace(cast.ada, fields={"accounts": {contract: "hidden"}})
    api, browser = Api(blind), browser_of(blind)

    for door in ("content", "preview"):
        assert api.get(f"{field}/{door}").status_code == 404
    for door in ("content", "preview", "look"):
        assert browser.get(f"{field}/{door}").status_code == 404
    for shown in (api.get(path), api.get(path + "/history"), api.get("/accounts"), api.get("/search?q=secret")):
        assert b"secret" not in shown.content
        assert file_id.encode() not in shown.content
    assert b"secret" not in browser.get(path).content
    assert b"secret" not in browser.get(path + "/history").content
    assert api.patch(path, {contract: file_id}).json()["errors"][0]["code"] == "unknown_field"
    asked = {"field": contract, "op": "not_empty"}
    assert api.get("/accounts" + quoted(filter=asked)).status_code == 422
    assert api.get("/accounts" + quoted(sort=contract)).status_code == 422
    assert Api(cast.eve).get(f"{field}/content").status_code == 404


def test_a_file_of_another_field_or_record_is_not_served_under_this_one(cast: Cast, contract: str) -> None:
    tailored.a_field(cast.root, "accounts", "file", name="plan", label_en="Plan")
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api)}).json()
    other = api.post("/accounts", {"name": "Weida"}).json()
    key = row[contract]["id"]

    doors = [
        f"/accounts/{row['id']}/fields/plan/{key}", f"/accounts/{row['id']}/fields/name/{key}",
        f"/accounts/{other['id']}/fields/contract/{key}", f"/contacts/{row['id']}/fields/contract/{key}",
        f"/accounts/{row['id']}/fields/contract/{row['id']}", f"/nothing/{row['id']}/fields/contract/{key}",
    ]  # fmt: skip

    assert [api.get(f"{door}/content").status_code for door in doors] == [404] * 6


def test_in_the_trash_it_is_served_to_nobody_and_restored_with_its_record(cast: Cast, contract: str) -> None:
    api = Api(cast.ada)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api)}).json()
    url, path = short(row[contract]["url"]), f"/accounts/{row['id']}"

    api.delete(path)
    gone = status(api.get(url))
    api.post(path + "/restore")

    assert (gone, status(api.get(url))) == (404, 200)


def test_a_reader_reads_it_and_puts_none(cast: Cast, contract: str) -> None:
    api, reader = Api(cast.ada), Api(cast.lee)
    row = api.post("/accounts", {"name": "Hengtong", contract: sent(api)}).json()

    assert status(reader.get(short(row[contract]["url"]))) == 200
    assert reader.patch(f"/accounts/{row['id']}", {contract: None}).status_code == 403


def test_the_document_says_how_a_file_is_read_and_written(cast: Cast, contract: str) -> None:
    document = Api(cast.root).get("/openapi.json").json()

    read = document["components"]["schemas"]["Accounts"]["properties"][contract]
    written = document["components"]["schemas"]["AccountsUpdate"]["properties"][contract]
    assert read["properties"].keys() == {"id", "name", "type", "size", "url"}
    assert [each for each in written["anyOf"] if each.get("required") == ["upload", "name"]] != []
    assert "/{object}/{id}/fields/{field}/{file}/content" in document["paths"]
