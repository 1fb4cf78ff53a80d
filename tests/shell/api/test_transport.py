"""HTTP itself: methods, headers, languages, packing; and that other sites' pages are kept out."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.shell.api.asking import Api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/accounts", "/me", "/schema", "/causes", "/jobs", "/imports"])
def test_head_is_get_without_a_body(api: Api, path: str) -> None:
    got, head = api.get(path), api.send("HEAD", path)

    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head["Content-Type"] == got["Content-Type"]
    assert "RateLimit-Remaining" in head.headers


def test_options_tells_the_methods_and_changes_nothing(api: Api) -> None:
    answers = {path: api.send("OPTIONS", path) for path in ("/accounts", "/accounts/batch", "/nothing/here")}

    assert {path: each.status_code for path, each in answers.items()} == {
        "/accounts": 204, "/accounts/batch": 204, "/nothing/here": 404,
    }  # fmt: skip
    assert answers["/accounts"]["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert answers["/accounts/batch"]["Allow"] == "POST, OPTIONS"


def test_pages_of_other_sites_are_kept_out(api: Api) -> None:
    preflight = api.client.options(
        "/api/v1/accounts", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    )
    asked = api.get("/accounts", Origin="https://evil.example")

    assert preflight.status_code == 401
    for answer in (preflight, asked):
        assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


def test_long_answers_are_packed_for_those_who_can_unpack(api: Api) -> None:
    packed = api.get("/schema", Accept_Encoding="gzip")
    plain = api.get("/schema")
    short = api.get("/me", Accept_Encoding="gzip")

    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    assert len(packed.content) < len(plain.content) / 3
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in short.headers
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("path", ["/me", "/accounts", "/nothing/here"])
def test_answers_name_their_language_and_are_kept_by_nobody(api: Api, path: str) -> None:
    english, chinese = api.get(path), api.get(path, Accept_Language="zh-CN,zh;q=0.9")

    assert (english["Content-Language"], chinese["Content-Language"]) == ("en", "zh-hans")
    assert english["Cache-Control"] == "no-store"
    assert {"Authorization", "Accept-Language"} <= {part.strip() for part in english["Vary"].split(",")}


def test_refusals_are_sentences_in_the_callers_language(api: Api) -> None:
    english = api.post("/accounts", {}).json()
    chinese = api.post("/accounts", {}, Accept_Language="zh-Hans").json()

    assert english["errors"][0]["message"] == "This field is required."
    assert chinese["errors"][0]["message"] != english["errors"][0]["message"]
    assert (chinese["errors"][0]["code"], chinese["type"]) == (english["errors"][0]["code"], english["type"])


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer plx_nobody", "Bearer \x00", "Token x"]
)
def test_without_a_valid_token_nothing_is_told(api: Api, header: str) -> None:
    answer = api.client.get("/api/v1/accounts", headers={"Authorization": header} if header else {})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Plexus"')
    assert answer.json()["type"] == "/api/v1/problems#unauthenticated"
