"""Files that the API exports, as they arrive from a running server."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import requests
from tests.shell.api.real import Running

pytestmark = pytest.mark.slow
ROWS: list[dict[str, Any]] = [
    {"name": "=cmd|'/C calc'!A0", "city": "无锡", "annual_revenue": {"amount": "1234.50", "currency": "CNY"}},
    {"name": 'Quote " and, comma', "city": "line break", "annual_revenue": None},
]


@pytest.fixture(scope="module")
def mark(server: Running) -> str:
    """The source of two accounts, so that a filter finds them alone."""
    mark = uuid4().hex
    for number, row in enumerate(ROWS):
        answer = server.post("/accounts", row | {"external_id": f"{mark}-{number}"})
        assert answer.status_code == 201, answer.text
    return mark


def exported(server: Running, mark: str, **asked: Any) -> requests.Response:
    """The file of an export of the two, in their order."""
    wanted = {"field": "external_id", "op": "starts_with", "value": mark}
    answer = server.post("/exports", {"object": "accounts", "filter": wanted, "sort": "external_id", **asked})
    assert answer.status_code == 202, answer.text
    job = server.finished(answer.headers["Location"])
    assert (job["state"], job["done"]) == ("done", 2), job
    return server.get(f"/exports/{job['id']}/file")


def test_a_csv_file_is_harmless_and_complete(server: Running, mark: str) -> None:
    answer = exported(server, mark, fields=["name", "city", "annual_revenue"], bom=True)

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''accounts.csv"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert not first["name"].startswith("=")
    assert first["name"].endswith("=cmd|'/C calc'!A0")
    assert (second["name"], second["city"]) == ('Quote " and, comma', "line break")
    assert "1234.5" in " ".join(first.values())


def test_a_workbook_and_lines_of_json_hold_the_same(server: Running, mark: str) -> None:
    book = exported(server, mark, format="xlsx", fields=["name", "city"])
    lines = exported(server, mark, format="ndjson", fields=["name", "city"])

    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [["name", "city"], *([row["name"], row["city"]] for row in ROWS)]
    assert [json.loads(line)["name"] for line in lines.content.splitlines()] == [row["name"] for row in ROWS]


def test_what_was_exported_comes_back_as_it_was(server: Running, mark: str) -> None:
    content = exported(server, mark).content

    upload = server.post(
        "/imports", files={"file": ("accounts.csv", content)}, data={"options": '{"object": "accounts"}'}
    )
    run = server.finished(upload.headers["Location"])

    assert (run["state"], run["counts"]["unchanged"], run["counts"]["rejected"]) == ("done", 2, 0)


def test_a_file_is_for_its_owner_alone(server: Running, mark: str) -> None:
    answer = exported(server, mark)
    address = answer.url.removeprefix(f"{server.url}/api/v1")
    mine = server.session.headers["Authorization"]
    server.come_in(f"{uuid4().hex}@example.com")

    foreign = server.get(address)
    server.session.headers["Authorization"] = mine

    assert (foreign.status_code, server.get(address).status_code) == (404, 200)


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"format": "pdf"}, 422, "format"), ({"fields": "name"}, 422, "fields"), ({"bom": 1}, 422, "bom"),
        ({"object": "ghosts"}, 404, None), ({"filter": {"field": "ghost", "op": "eq", "value": 1}}, 422, "ghost"),
        ({"nothing": 1}, 422, "nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_named(
    server: Running, asked: dict[str, Any], status: int, field: str | None
) -> None:
    answer = server.post("/exports", {"object": "accounts"} | asked)

    assert answer.status_code == status, answer.text
    assert [each["field"] for each in answer.json().get("errors", [])] == ([field] if field else [])
