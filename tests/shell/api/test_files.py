"""Files by page and by API: put on a record, sent back safely, seen by whoever may see the record and nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast, a_deal, a_file, a_task, an_account, fresh
from tests.kernel.files.drawing import HTML, PDF, SVG, a_picture
from tests.shell.api.asking import Api, quoted
from tests.signing import browser_of

from plexus.kernel.files import keeping
from plexus.kernel.files.models import File
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db
FILES = registry.standard().object("files")


def _sent(api: Api, path: str, content: bytes = b"Ten lathes.", name: str = "offer.txt") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/plain")
    return api.client.post(f"/api/v1{path}", {"file": file}, headers={"Authorization": f"Bearer {api.secret}"})


def _all(answer: Any) -> bytes:
    """Everything that was sent; the file is let go of at its end."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _status(answer: Any) -> int:
    _all(answer)
    return int(answer.status_code)


def test_a_file_is_put_on_a_record_and_comes_back_whole(adas: Api, ada: Actor) -> None:
    account = an_account(ada)

    made = _sent(adas, f"/accounts/{account.pk}/files", name="报价单.txt")

    assert made.status_code == 201, made.content
    file = made.json()
    assert (file["name"], file["media_type"], file["size"]) == ("报价单.txt", "text/plain", 11)
    assert [(each["object"], each["id"]) for each in file["related"]] == [("accounts", str(account.pk))]
    assert made["Location"] == f"/api/v1/files/{file['id']}"
    answer = adas.get(f"/files/{file['id']}/content")
    assert _all(answer) == b"Ten lathes."
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%E5%8D%95.txt"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    undone = adas.post(f"/causes/{made['Plexus-Cause']}/undo")
    assert undone.json()["records"] == {"files": 1}
    assert adas.get(f"/files/{file['id']}/content").status_code == 404


def test_an_upload_becomes_a_file_of_several_records(adas: Api, ada: Actor) -> None:
    account, deal = an_account(ada), a_deal(ada)
    told = _sent(adas, "/uploads").json()
    related = [{"object": "accounts", "id": str(account.pk)}, {"object": "deals", "id": str(deal.pk)}]

    made = adas.post("/files", {"name": told["name"], "content": told["upload"], "related": related})

    assert made.status_code == 201, made.content
    for row, plural in ((account, "accounts"), (deal, "deals")):
        found = adas.get(f"/{plural}{quoted(filter={'related': 'files', 'exists': True})}").json()["data"]
        assert [each["id"] for each in found] == [str(row.pk)]
    timeline = adas.get(f"/accounts/{account.pk}/timeline").json()["data"]
    assert [each["object"] for each in timeline] == ["files"]


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("lines=1-2", 200, b"0123456789", ""),
        ("bytes=0-1,4-5", 200, b"0123456789", ""),
        (f"bytes=0-{'9' * 5_000}", 200, b"0123456789", ""),
    ],
)
def test_a_part_of_a_file_is_fetched(adas: Api, ada: Actor, asked: str, status: int, content: bytes, told: str) -> None:
    file = a_file(ada, an_account(ada), content=b"0123456789")

    answer = adas.get(f"/files/{file.pk}/content", Range=asked)

    assert (answer.status_code, _all(answer), answer.get("Content-Range", "")) == (status, content, told)
    if status == 206:
        assert answer["Content-Length"] == str(len(content))
    other = adas.get(f"/files/{file.pk}/content", Range=asked, If_Range='"another"')
    assert (other.status_code, _all(other)) == (200, b"0123456789")
    known = adas.get(f"/files/{file.pk}/content", If_None_Match=f'"{file.content}"')
    assert known.status_code == 304


@pytest.mark.parametrize("query", ["", "?view=1"])
def test_whoever_keeps_a_file_keeps_its_guards_too(ada: Actor, query: str) -> None:
    file = a_file(ada, an_account(ada), name="contract.pdf", content=b"%PDF-1.4\n%%EOF")
    browser, address = browser_of(ada), f"/files/{file.pk}/content{query}"

    first = browser.get(address)
    second = browser.get(address, headers={"If-None-Match": first["ETag"]})

    _all(first)
    guards = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Cross-Origin-Resource-Policy")
    assert (first.status_code, second.status_code) == (200, 304)
    assert [second.get(name) for name in guards] == [first.get(name) for name in guards]


@pytest.mark.parametrize("content", [HTML, SVG, b"MZ\x90\x00", b"#!/bin/sh\n"])
def test_what_could_run_is_a_download_of_no_kind(ada: Actor, content: bytes) -> None:
    file = a_file(ada, an_account(ada), name="holiday.png", content=content)
    browser = browser_of(ada)

    answers = [browser.get(f"/files/{file.pk}/content{query}") for query in ("", "?view=1")]

    assert {_all(answer) for answer in answers} == {content}
    assert {answer["Content-Type"] for answer in answers} == {"application/octet-stream"}
    assert {answer["Content-Disposition"].split(";")[0] for answer in answers} == {"attachment"}
    assert {answer["Content-Security-Policy"].split(";")[0] for answer in answers} == {"sandbox"}
    assert browser.get(f"/files/{file.pk}/preview").status_code == 404
    assert browser.get(f"/files/{file.pk}/look").status_code == 404


def test_a_pdf_is_viewed_in_a_frame_of_ours_only(ada: Actor) -> None:
    file = a_file(ada, an_account(ada), name="offer.pdf", content=PDF)
    browser = browser_of(ada)

    shown, fetched = (browser.get(f"/files/{file.pk}/content{query}") for query in ("?view=1", ""))

    assert (shown["Content-Type"], shown["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert (fetched["Content-Disposition"].split(";")[0], fetched["X-Frame-Options"]) == ("attachment", "DENY")
    _all(shown), _all(fetched)
    look = browser.get(f"/files/{file.pk}/look").content.decode()
    assert f'src="/files/{file.pk}/content?view=1"' in look


def test_the_page_takes_several_files_under_one_cause_and_shows_them(ada: Actor) -> None:
    account, browser = an_account(ada), browser_of(ada)
    files = [SimpleUploadedFile("a.png", a_picture()), SimpleUploadedFile("b.txt", b"text")]

    answer = browser.post(f"/accounts/{account.pk}/files", {"file": files}, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert "2 files are here." in answer["HX-Trigger"]
    page = browser.get(f"/accounts/{account.pk}").content.decode()
    with acting(ada):
        picture, text = (File.objects.get(name=name) for name in ("a.png", "b.txt"))
    assert f'src="/files/{picture.pk}/preview"' in page
    assert f'href="/files/{text.pk}/content" download' in page
    small = browser.get(f"/files/{picture.pk}/preview")
    assert (small["Content-Type"], _all(small)[:4]) == ("image/webp", b"RIFF")
    undo = answer["HX-Trigger"].split('"undo": "')[1].split('"')[0]
    assert browser.post(undo).status_code == 204
    assert "/preview" not in browser.get(f"/accounts/{account.pk}").content.decode()


def test_whoever_does_not_see_the_record_does_not_see_its_file(cast: Cast) -> None:
    deal, account = a_deal(cast.ada), an_account(cast.ada)
    hidden, shown = a_file(cast.ada, deal), a_file(cast.ada, account)
    stranger = replace(cast.cyd, grants={"*": {"read": "all"}, "deals": {"read": "own"}})

    with acting(stranger):
        assert [row["id"] for row in reading.read_page(stranger, FILES, reading.Asked()).rows] == [shown.pk]
        with pytest.raises(NotFound):
            reading.read_one(stranger, FILES, hidden.pk)

    browser, api = browser_of(cast.cyd), Api(cast.cyd)
    doors = [f"/files/{hidden.pk}{part}" for part in ("", "/content", "/preview", "/look")]
    assert [browser.get(door).status_code for door in doors] == [404] * 4
    assert [api.get(door).status_code for door in (f"/files/{hidden.pk}", f"/files/{hidden.pk}/content")] == [404] * 2
    assert _sent(api, f"/deals/{deal.pk}/files").status_code == 404
    assert _status(browser.get(f"/files/{shown.pk}/content")) == 200
    assert Client().get(f"/files/{shown.pk}/content").status_code == 302


def test_a_file_goes_with_its_record_and_comes_back_with_it(ada: Actor) -> None:
    account = an_account(ada)
    file, api = a_file(ada, account), Api(ada)

    api.delete(f"/accounts/{account.pk}")
    assert api.get(f"/files/{file.pk}/content").status_code == 404
    api.post(f"/accounts/{account.pk}/restore")
    assert _status(api.get(f"/files/{file.pk}/content")) == 200
    api.delete(f"/files/{file.pk}")
    assert api.get(f"/files/{file.pk}/content").status_code == 404
    api.post(f"/files/{file.pk}/restore")
    assert _all(api.get(f"/files/{file.pk}/content")) == b"Ten lathes."


def test_files_of_a_task_are_seen_with_the_task(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    file = a_file(cast.ada, a_task(cast.ada, deal))

    assert _status(Api(cast.ben).get(f"/files/{file.pk}/content")) == 200
    assert Api(cast.cyd).get(f"/files/{file.pk}/content").status_code == 404
    assert Api(cast.eve).get(f"/files/{file.pk}/content").status_code == 404


def test_a_reader_puts_nothing_and_removes_nothing(cast: Cast) -> None:
    account = an_account(cast.ada)
    file, api = a_file(cast.ada, account), Api(cast.lee)

    statuses = [
        _sent(api, f"/accounts/{account.pk}/files").status_code, _sent(api, "/uploads").status_code,
        api.delete(f"/files/{file.pk}").status_code,
    ]  # fmt: skip

    assert statuses == [403] * 3
    kept = sum(path.is_file() for path in keeping.folder_of(cast.lee.workspace_id).rglob("*"))
    form = {"file": SimpleUploadedFile("more.txt", b"what a reader has to say")}
    assert browser_of(cast.lee).post("/uploads", form).status_code == 403
    assert sum(path.is_file() for path in keeping.folder_of(cast.lee.workspace_id).rglob("*")) == kept
    assert _status(api.get(f"/files/{file.pk}/content")) == 200
    assert "data-files" not in browser_of(cast.lee).get(f"/accounts/{account.pk}").content.decode()


def test_a_role_without_the_content_has_no_bytes(cast: Cast) -> None:
    account = an_account(cast.ada)
    file = a_file(cast.ada, account)
    with acting(cast.root):
        Role.objects.filter(key="reader").update(fields={"files": {"content": "hidden"}})

    assert Api(cast.lee).get(f"/files/{file.pk}").json().get("content") is None
    assert Api(cast.lee).get(f"/files/{file.pk}/content").status_code == 404


def test_bytes_that_are_lost_are_told(adas: Api, ada: Actor) -> None:
    file = a_file(ada, an_account(ada), content=b"lost for good")
    from plexus.kernel.files import keeping  # noqa: PLC0415 - the one test that breaks what it holds

    keeping.path_of(ada.workspace_id, file.content).unlink()

    answer = adas.get(f"/files/{file.pk}/content")

    assert (answer.status_code, answer.json()["type"]) == (410, "/api/v1/problems#content_gone")
    assert fresh(file).name == "offer.txt"
