"""Files through the API of a running server: upload, mapping, trial, run, what was kept back, undo; and wrong ones."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import requests
from tests.shell.api.real import Running

pytestmark = pytest.mark.slow
EMPLOYEES = {"员工人数": "employees"}
CUSTOMERS = "公司名称,所在城市,员工人数,备注栏\n{0}恒通,无锡,120,a\n{0}华东,苏州,40,b\n{0}坏的,上海,many,c\n"


def sent(
    server: Running,
    content: bytes | str,
    *,
    name: str = "customers.csv",
    token: str = "",
    key: str = "",
    **options: Any,
) -> requests.Response:
    """Upload a file with options."""
    content = content.encode() if isinstance(content, str) else content
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Idempotency-Key": key} if key else {}
    form = {"options": json.dumps({"object": "accounts", **options})}
    return server.post("/imports", files={"file": (name, content)}, data=form, headers=headers)


def found(server: Running, prefix: str) -> dict[str, Any]:
    """The accounts whose name starts so, by name."""
    asked = json.dumps({"field": "name", "op": "starts_with", "value": prefix})
    rows = server.get("/accounts", params={"filter": asked}).json()["data"]
    return {row["name"].removeprefix(prefix): row for row in rows}


def test_a_file_goes_from_upload_to_undo(server: Running) -> None:
    made = sent(server, CUSTOMERS.format("甲"), start=False, map=EMPLOYEES)
    address = made.headers["Location"].removeprefix("/api/v1")

    mapping = server.get(f"{address}/mapping").json()
    changed = server.ask("PATCH", address, json={"map": {"备注栏": None, **EMPLOYEES}, "match": ["name"]}).json()
    tried = server.finished(server.post(f"{address}/check").headers["Location"])
    untouched = found(server, "甲")
    rejected = server.get(f"{address}/rows").json()["data"]
    run = server.finished(server.post(f"{address}/run").headers["Location"])

    assert (made.status_code, made.json()["state"], made.json()["job"]) == (201, "prepared", None)
    assert {each["column"]: [to["field"] for to in each["fields"]] for each in mapping["columns"]} == {
        "公司名称": ["name"], "所在城市": ["city"], "员工人数": ["employees"], "备注栏": [],
    }  # fmt: skip
    assert mapping["format"]["encoding"].startswith("utf-8")
    assert mapping["columns"][0]["examples"][0] == "甲恒通"
    assert mapping["hindrance"] is None
    assert changed["options"]["map"] == {"备注栏": None, **EMPLOYEES}
    figures = {"created": 2, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 1, "incomplete": 0, "rows": 3}
    assert tried["counts"] == {**figures, "missing_created": {}}
    assert (tried["dry_run"], untouched) == (True, {})
    assert [(each["row"], each["cells"][0], each["verdict"]) for each in rejected] == [(4, "甲坏的", "rejected")]
    assert "many" in rejected[0]["reason"]
    assert (run["dry_run"], run["state"], run["counts"]) == (False, "done", tried["counts"])
    assert {name: (row["city"], row["employees"]) for name, row in found(server, "甲").items()} == {
        "恒通": ("无锡", 120), "华东": ("苏州", 40),
    }  # fmt: skip
    undone = server.post(f"/causes/{run['cause']}/undo").json()
    assert undone["restored"] == 2
    assert found(server, "甲") == {}


def test_what_was_kept_back_comes_as_a_file_that_goes_in_once_it_is_corrected(server: Running) -> None:
    run = server.finished(sent(server, CUSTOMERS.format("乙"), map=EMPLOYEES).headers["Location"])

    answer = server.get(f"/imports/{run['id']}/errors")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    corrected = server.finished(sent(server, answer.content.replace(b"many", b"7"), map=EMPLOYEES).headers["Location"])

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "errors.csv" in answer.headers["Content-Disposition"]
    assert (row["公司名称"], row["员工人数"], list(row)[-1]) == ("乙坏的", "many", "import_error")
    assert corrected["counts"]["created"] == 1
    assert found(server, "乙")["坏的"]["employees"] == 7


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_files_of_every_encoding_arrive_as_they_were_meant(server: Running, encoding: str) -> None:
    text = f"名稱;城市\n{encoding}大同;台北\n{encoding}中華;高雄\n"

    run = server.finished(sent(server, text.encode(encoding), map={"名稱": "name"}).headers["Location"])

    assert run["counts"]["created"] == 2
    assert {name: row["city"] for name, row in found(server, encoding).items()} == {"大同": "台北", "中華": "高雄"}


def test_a_workbook_is_read_from_the_sheet_that_is_named(server: Running) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Notes", 0).append(["nothing"])
    sheet = book.create_sheet("Customers")
    for row in (["Name", "City"], ["丙恒通", "无锡"]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)

    run = server.finished(sent(server, content.getvalue(), name="book.xlsx", sheet="Customers").headers["Location"])

    assert run["counts"]["created"] == 1
    assert found(server, "丙")["恒通"]["city"] == "无锡"


def test_a_repeated_upload_under_its_key_is_one_import(server: Running) -> None:
    key = uuid4().hex
    first, second = (sent(server, "name\n丁一\n", key=key) for _number in range(2))

    other = sent(server, "name\n丁二\n", key=key)

    assert (first.status_code, second.status_code, other.status_code) == (202, 202, 409)
    assert second.json()["id"] == first.json()["id"]
    assert second.headers["Idempotent-Replay"] == "true"
    server.finished(first.headers["Location"])
    assert list(found(server, "丁")) == ["一"]


def test_an_import_runs_once_and_only_its_owner_knows_it(server: Running) -> None:
    done = server.finished(sent(server, "name\n戊一\n").headers["Location"])
    address = f"/imports/{done['id']}"
    other = server.session.headers["Authorization"]
    server.come_in(f"{uuid4().hex}@example.com")

    foreign = [
        server.get(address), server.get(f"{address}/mapping"), server.get(f"{address}/rows"),
        server.get(f"{address}/errors"), server.post(f"{address}/check"), server.post(f"{address}/run"),
        server.ask("PATCH", address, json={}),
    ]  # fmt: skip
    server.session.headers["Authorization"] = other

    assert {each.status_code for each in foreign} == {404}
    again = [server.post(f"{address}/run"), server.post(f"{address}/check"), server.ask("PATCH", address, json={})]
    assert [(each.status_code, each.json()["type"]) for each in again] == [
        (409, "/api/v1/problems#runs_already")
    ] * 3  # fmt: skip
    assert server.get("/imports").json()["data"][0]["id"] == done["id"]


def test_who_may_not_create_may_not_import(server: Running) -> None:
    reader = f"{uuid4().hex}@example.com"
    mine = server.session.headers["Authorization"]
    token = server.come_in(reader, role="reader")
    server.session.headers["Authorization"] = mine

    assert sent(server, "name\n己\n", token=token).status_code == 403
    assert sent(server, "name\n己\n", token=server.token("program@example.com", "accounts:read")).status_code == 403
    assert found(server, "己") == {}


def a_bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to gigabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return packed.getvalue()


WRONG: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "file_empty"),
    "blank.csv": (b" \n \n", "file_empty"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + b"\x00" * 500, "kind_not_readable"),
    "binary.csv": (b"name\n" + bytes(range(256)) * 20, "file_binary"),
    "page.xls": (b"<html><table><tr><td>name</td></tr></table></html>", "disguised_page"),
    "cut.xlsx": (b"PK\x03\x04" + b"\x00" * 300, "workbook_damaged"),
    "wide.csv": (",".join(f"c{number}" for number in range(1_200)).encode() + b"\n1\n", "too_many_columns"),
    "strange.csv": (b"aaa,bbb\n1,2\n", "nothing_mapped"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_table_is_refused_at_once(server: Running, name: str) -> None:
    content, code = WRONG[name]
    before = server.get("/imports?limit=200").json()["data"]

    answer = sent(server, content, name=name)

    assert (answer.status_code, answer.json()["type"]) == (422, f"/api/v1/problems#{code}"), answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert server.get("/imports?limit=200").json()["data"] == before


def test_a_bomb_is_not_unpacked(server: Running) -> None:
    answer = sent(server, a_bomb(), name="bomb.xlsx")

    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/problems#archive_too_large")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"nothing": 1}, "nothing"), ({"map": []}, "map"), ({"map": {"name": {"a": 1}}}, "map.name"),
        ({"map": {"ghost": "name"}}, "ghost"), ({"map": {"name": "ghost"}}, "name"),
        ({"map": {"name": "a\x00"}}, "map.name"),
        ({"match": "name"}, "match"), ({"match": ["ghost"]}, "ghost"), ({"mode": "replace"}, "mode"),
        ({"days": {"name": "DDD"}}, "days.name"), ({"replace": {"name": 1}}, "replace.name"),
        ({"set": {"ghost": "1"}}, "ghost"), ({"header_row": -1}, "header_row"), ({"header_row": 10**9}, "header_row"),
        ({"create_missing": ["city"]}, "city"), ({"dry_run": "yes"}, "dry_run"), ({"object": None}, "object"),
        ({"map": {"name": "created_at"}}, "name"),
    ],
)  # fmt: skip
def test_an_option_that_does_not_fit_is_named(server: Running, options: dict[str, Any], field: str) -> None:
    answer = sent(server, "name\n庚\n", **options)

    assert answer.status_code == 422, answer.text
    assert [each["field"] for each in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"encoding": "klingon"}, 422),
        ({"encoding": "utf-16"}, 422),
        ({"delimiter": ",,"}, 422),
        ({"object": "ghosts"}, 404),
    ],
)
def test_options_of_the_file_are_checked_against_it(server: Running, options: dict[str, Any], status: int) -> None:
    assert sent(server, "name,city\n辛,无锡\n", **options).status_code == status


def test_what_is_no_form_with_a_file_is_told_so(server: Running) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname\r\nA'
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    file = {"file": ("a.csv", b"name\nA\n")}
    answers = [
        server.post("/imports", {"object": "accounts"}),
        server.ask("POST", "/imports", data=body, headers={"Content-Type": "multipart/form-data"}),
        server.ask("POST", "/imports", data=b"garbage", headers=form),
        server.post("/imports", files={"other": b"x"}, data={"options": '{"object": "accounts"}'}),
        server.post("/imports", files=file, data={"options": "{"}),
        server.post("/imports", files=file, data={"options": "[]"}),
        server.post("/imports", files=file, data={"options": '{"object": "accounts", "object": "deals"}'}),
        server.post("/imports", files=file, data={"options": '{"object": "accounts"}', "more": "1"}),
        server.post("/imports", files=file, data={f"f{number}": "1" for number in range(20_100)}),
    ]

    assert [each.status_code for each in answers] == [415, 400, 422, 422, 400, 422, 422, 422, 400], [
        each.text for each in answers
    ]
    assert {each.headers["Content-Type"] for each in answers} == {"application/problem+json"}


def test_an_upload_beyond_the_bound_is_refused_by_its_length(server: Running) -> None:
    def endless() -> Any:
        yield b"--b\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(10**10)}
    request = requests.Request("POST", f"{server.url}/api/v1/imports", headers=headers, data=endless())
    prepared = server.session.prepare_request(request)
    prepared.headers["Content-Length"] = str(10**10)
    prepared.headers.pop("Transfer-Encoding", None)

    answer = server.session.send(prepared, timeout=30)

    assert answer.status_code == 413
    server.session.close()
