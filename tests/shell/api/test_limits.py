"""How much and how often a program may ask."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from tests.shell.api.asking import Api
from tests.shell.api.makers import MAKERS

pytestmark = pytest.mark.django_db
TELLING = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def test_every_answer_tells_the_rate(api: Api, settings: LazySettings) -> None:
    settings.PLEXUS_API_RATE = 100

    first, second = api.get("/me"), api.get("/accounts/nothing")

    assert [first[name] for name in TELLING[:2]] == ["100", "99"]
    assert [second[name] for name in TELLING[:2]] == ["100", "98"]
    assert 1 <= int(first["RateLimit-Reset"]) <= 60


def test_one_request_too_many_is_told_when_to_come_again(api: Api, adas: Api, settings: LazySettings) -> None:
    settings.PLEXUS_API_RATE = 2
    answers = [api.get("/me") for _number in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == answers[2]["RateLimit-Reset"]
    assert answers[2]["RateLimit-Remaining"] == "0"
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert adas.get("/me").status_code == 200


def test_guessing_tokens_is_slowed_by_address(api: Api, settings: LazySettings) -> None:
    settings.PLEXUS_API_FAILURES = 2
    known, api.secret = api.secret, "plx_wrong"

    answers = [api.get("/me") for _number in range(3)]

    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="Plexus"'
    api.secret = known
    assert api.get("/me").status_code == 200


def test_a_body_too_large_is_refused_before_it_is_read(api: Api, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = api.post("/accounts", {"name": "x" * 1_000})

    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is larger than 1000 bytes. Send less at once."


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_is_no_json_by_its_type_is_refused(api: Api, kind: str) -> None:
    answer = api.send("POST", "/accounts", raw=b'{"name": "Acme"}', **{"Content-Type": kind})

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"{'name': 'Acme'}", b'{"name": "Acme"', b"\xff\xfe", b'{"name": "\\ud800"}', b'{"n": 1e9999}',
        b"[" * 5_000 + b"]" * 5_000, b'{"name": NaN}', b'{"name": "\xed\xa0\x80"}',
    ],
)  # fmt: skip
def test_what_is_no_json_is_a_bad_request(api: Api, raw: bytes) -> None:
    answer = api.send("POST", "/accounts", raw=raw, **{"Content-Type": "application/json"})

    assert answer.status_code == 400, answer.content
    assert answer.json()["type"] == "/api/v1/problems#malformed"


@pytest.mark.parametrize(
    ("objects", "field"),
    [
        ("deal-line-items", "quantity"), ("deal-line-items", "discount_percent"), ("products", "active"),
        ("people", "active"), ("stages", "probability"), ("pipelines", "position"),
    ],
)  # fmt: skip
def test_null_where_there_is_always_a_value_is_refused(api: Api, objects: str, field: str) -> None:
    values = MAKERS[objects](api.actor)
    record = api.post(f"/{objects}", values).json()

    answers = [
        api.post(f"/{objects}", values | {field: None}), api.patch(f"/{objects}/{record['id']}", {field: None}),
        api.post(f"/{objects}/{record['id']}/actions/change", {"field": field}),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [422] * 3, [each.content for each in answers]
    assert [each.json()["errors"][0]["field"] for each in answers] == [field] * 3
    assert api.get(f"/{objects}/{record['id']}").json() == record


DEEP = b'{"name":' + b'{"a":' * 400 + b"1" + b"}" * 401


@pytest.mark.parametrize(
    "raw",
    [
        b"[]", b"null", b'"text"', b'{"name": {"a": 1}}', b'{"name": []}', b'{"name": "a\\u0000b"}', DEEP,
        b'{"name": "A", "employees": 1' + b"0" * 300 + b"}", b'{"name": "A", "employees": 1.5}',
        b'{"name": "A", "annual_revenue": {"amount": "1e400"}}', b'{"name": "A", "employees": true}',
        b'{"name": "A", "no_such_field": 1}', b'{"name": "A", "version": 3}', b'{"name": ""}', b'{"name": null}',
    ],
)  # fmt: skip
def test_json_that_does_not_fit_is_told_field_by_field(api: Api, raw: bytes) -> None:
    answer = api.send("POST", "/accounts", raw=raw, **{"Content-Type": "application/json"})

    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "limit=-1", "limit=x", "limit=９", "cursor=x", "cursor=%00", "sort=nothing",
        "fields=nothing",
        "expand=name", "filter=x", "filter=%00", "filter=[]", "nothing=1", "trashed=maybe", "count=1",
        "sort=name,name,id,id,id",
        "filter=" + "%7B%22not%22:" * 300,
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_named(api: Api, query: str) -> None:
    answer = api.get(f"/accounts?{query}")

    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/nothing", "/accounts/", "/accounts/1", "/accounts/x/y/z", "/a/b", "/\n"])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "TRACE"])
def test_an_unknown_address_is_a_problem_in_json(api: Api, method: str, path: str) -> None:
    answer = api.send(method, path, {} if method in {"POST", "PATCH"} else None)

    assert answer.status_code in {404, 405}, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_known_address_names_its_methods(api: Api) -> None:
    answer = api.delete("/accounts")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_an_error_of_ours_tells_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**given: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("plexus.kernel.records.changing.create", broken)

    answer = api.post("/accounts", {"name": "Acme"})

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content


def test_errors_speak_the_callers_language(api: Api) -> None:
    answer = api.post("/accounts", {}, Accept_Language="zh-Hans")

    assert answer.json()["errors"][0]["code"] == "required"
