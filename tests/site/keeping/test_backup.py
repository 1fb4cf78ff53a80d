"""`plexus backup` and `plexus restore`: everything comes back, whole or not at all."""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from tests.site.founded import founded
from tests.site.running import Up, plexus, up

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

OFFER = b"%PDF-1.4 ten lathes" * 1_000
CONTRACT = b"%PDF-1.7 net thirty days" * 1_000
ACCOUNTS = "name,city,external_id\n恒通精密,上海,A1\nNorthwind,Oslo,A2\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder that people worked in, and its backup, taken while it ran."""
    folder = tmp_path_factory.mktemp("kept")
    data, file, rows = founded(tmp_path_factory), folder / "backup.plexus", folder / "accounts.csv"
    rows.write_text(ACCOUNTS)
    with up(data, PLEXUS_WEBHOOK_NETWORKS="127.0.0.0/8") as running:
        told(plexus("user", "add", "ada@example.com", "--role", "administrator", "--json", "--data", data))
        told(plexus("import", "accounts", rows, "--json", "--data", data))
        (data / "files" / "a").mkdir(parents=True)
        (data / "files" / "a" / "photo.bin").write_bytes(b"\x00\x01" * 5_000)
        _attach(running, data, "A1")
        _sign(running, data, "A2")
        _asked(running, data, "/webhooks", json.dumps({"name": "ERP", "url": "http://127.0.0.1:9/hooks"}).encode())
        taken = told(plexus("backup", file, "--json", "--data", data))
        assert (taken["proved"], taken["files"] >= 1) == (True, True)
    return data, file


@cache
def _token(data: Path) -> str:
    return plexus("token", "create", "--user", "ada@example.com", "--data", data).stdout.strip()


def _asked(
    running: Up, data: Path, path: str, body: bytes | None = None, kind: str = "application/json", method: str = "",
) -> bytes:  # fmt: skip
    """What the API answers."""
    headers = {"Authorization": f"Bearer {_token(data)}", "Content-Type": kind}
    asked = Request(f"{running.ready['url']}/api/v1{path}", body, headers, method=method or None)
    with urlopen(asked, timeout=60) as answer:
        return bytes(answer.read())


def _attach(running: Up, data: Path, external_id: str) -> None:
    """Put the offer on an account, as a program does."""
    given = quote(json.dumps({"field": "external_id", "op": "eq", "value": external_id}))
    (account,) = json.loads(_asked(running, data, f"/accounts?filter={given}"))["data"]
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="offer.pdf"\r\n\r\n' + OFFER + b"\r\n--x--\r\n"
    )
    _asked(running, data, f"/accounts/{account['id']}/files", form, "multipart/form-data; boundary=x")


def _sign(running: Up, data: Path, external_id: str) -> None:
    """Put the contract into a field of an account, as a program does."""
    field = {"object": "accounts", "type": "file", "name": "contract", "label_en": "Contract"}
    _asked(running, data, "/custom-fields", json.dumps(field).encode())
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="contract.pdf"\r\n\r\n'
        + CONTRACT + b"\r\n--x--\r\n"
    )  # fmt: skip
    sent = json.loads(_asked(running, data, "/uploads", form, "multipart/form-data; boundary=x"))
    values = {"contract": {"upload": sent["upload"], "name": "合同.pdf"}}
    _asked(running, data, f"/accounts/by/external_id/{external_id}", json.dumps(values).encode(), method="PUT")


def told(done: subprocess.CompletedProcess[str], *, code: int = 0) -> dict[str, Any]:
    """What a command said, once its exit code is as expected."""
    assert done.returncode == code, done.stdout + done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def names(data: Path) -> list[str]:
    """The accounts of an installation."""
    done = plexus("export", "accounts", "-", "--fields", "name", "--sort", "name", "--data", data)
    return done.stdout.split()[1:]


def test_a_backup_comes_back_in_a_new_folder_with_its_files_and_its_key(
    kept: tuple[Path, Path], tmp_path: Path
) -> None:
    data, file = kept
    new = tmp_path / "new folder"

    back = told(plexus("restore", file, "--json", "--data", new))

    assert back["rows"] > 2
    assert sorted(names(new)) == ["Northwind", "恒通精密"]
    assert (new / "files" / "a" / "photo.bin").read_bytes() == b"\x00\x01" * 5_000
    assert (new / "secret-key").read_text() == (data / "secret-key").read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    with up(new) as running:
        assert running.status("/readyz") == 200
        (offer,) = json.loads(_asked(running, new, "/files"))["data"]
        assert (offer["name"], offer["media_type"]) == ("offer.pdf", "application/pdf")
        assert _asked(running, new, f"/files/{offer['id']}/content") == OFFER
        _is_signed(running, new)
    assert _files_are_whole(new)
    _is_missed(new, offer["content"], b"forged")
    _is_missed(new, hashlib.sha256(CONTRACT).hexdigest(), OFFER, None)


def _is_signed(running: Up, data: Path) -> None:
    """The contract is found by its name, stands in its field, and is there byte for byte."""
    (hit,) = json.loads(_asked(running, data, "/search?q=hetong"))["data"]
    value = json.loads(_asked(running, data, f"/accounts/{hit['id']}"))["contract"]
    assert (hit["file"], value["name"], value["type"]) == ("合同.pdf", "合同.pdf", "application/pdf")
    assert _asked(running, data, value["url"].removeprefix("/api/v1")) == CONTRACT


def _is_missed(data: Path, digest: str, *instead: bytes | None) -> None:
    """Other bytes in the place of these are noticed, and so is that there are none; then they are put back."""
    (path,) = (data / "files").glob(f"*-*/??/{digest}")
    whole = path.read_bytes()
    for each in instead:
        path.unlink() if each is None else path.write_bytes(each)
        assert not _files_are_whole(data), each
    path.write_bytes(whole)


def test_what_came_back_tells_the_outside_nothing_until_an_administrator_says_so(
    kept: tuple[Path, Path], tmp_path: Path
) -> None:
    _data, file = kept
    copy, moved = tmp_path / "copy", tmp_path / "moved"

    held = told(plexus("restore", file, "--json", "--data", copy))
    sending = told(plexus("restore", file, "--keep-sending", "--json", "--data", moved))

    assert (held["webhooks_waiting"], sending["webhooks_waiting"]) == (1, 0)
    with up(copy) as running:
        (webhook,) = json.loads(_asked(running, copy, "/webhooks"))["data"]
        assert (webhook["active"], "A backup was put back" in webhook["trouble"]) == (False, True)
    assert _said_of_webhooks(copy) == [
        "1 webhook sends nothing since a backup was put back. Let it send under Settings → Webhooks."
    ]
    assert _said_of_webhooks(moved) == []


def _said_of_webhooks(data: Path) -> list[str]:
    found = json.loads(plexus("check", "--port", "0", "--json", "--data", data).stdout)["findings"]
    return [each["sentence"] for each in found if each["name"] == "webhooks"]


def _files_are_whole(data: Path) -> bool:
    """What `plexus check` finds of files."""
    found = json.loads(plexus("check", "--port", "0", "--json", "--data", data).stdout)["findings"]
    return bool(next(each["good"] for each in found if each["name"] == "files"))


def test_what_is_there_is_replaced_only_when_asked_and_kept_beside_it(kept: tuple[Path, Path], tmp_path: Path) -> None:
    _data, file = kept
    other = tmp_path / "data"
    told(plexus("restore", file, "--json", "--data", other))
    more = tmp_path / "more.csv"
    more.write_text("name\nLater Ltd\n")
    told(plexus("import", "accounts", more, "--json", "--data", other))

    refused = told(plexus("restore", file, "--json", "--data", other), code=3)
    assert refused["error"]["code"] == "not_empty"
    assert "Later" in names(other)

    told(plexus("restore", file, "--replace", "--json", "--data", other))
    assert sorted(names(other)) == ["Northwind", "恒通精密"]


def test_a_running_plexus_is_not_replaced_under_its_feet(kept: tuple[Path, Path], tmp_path: Path) -> None:
    _data, file = kept
    other = tmp_path / "data"
    with up(other):
        refused = told(plexus("restore", file, "--replace", "--json", "--data", other), code=3)

    assert refused["error"]["code"] == "already_running"


def rewritten(file: Path, target: Path, name: str, change: Any) -> Path:
    """A backup with one part changed."""
    with tarfile.open(file) as given, tarfile.open(target, "w:") as made:
        for entry in given.getmembers():
            source = given.extractfile(entry)
            content = source.read() if source else b""
            if entry.name == name:
                content = change(content)
                entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return target


def test_what_is_no_whole_backup_is_refused_and_changes_nothing(kept: tuple[Path, Path], tmp_path: Path) -> None:
    _data, file = kept
    half, text = tmp_path / "half", tmp_path / "text"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    text.write_text("not a backup")
    flipped = rewritten(
        file, tmp_path / "flipped", "database.dump", lambda was: was[:-40] + bytes([was[-40] ^ 1]) + was[-39:]
    )
    strange = rewritten(
        file,
        tmp_path / "strange",
        "manifest.json",
        lambda was: was.replace(b"files/a/photo.bin", b"files/../../evil"),
    )
    newer = rewritten(
        file, tmp_path / "newer", "manifest.json", lambda was: was.replace(b'"access.0001', b'"access.9999', 1)
    )

    codes = {}
    for each in (half, text, flipped, strange, newer):
        refused = told(plexus("restore", each, "--json", "--data", tmp_path / f"data-{each.name}"), code=3)
        codes[each.name] = refused["error"]["code"]

    assert codes == {
        "half": "not_a_backup", "text": "not_a_backup", "flipped": "damaged", "strange": "not_a_backup",
        "newer": "newer_backup",
    }  # fmt: skip
    assert not (tmp_path / "evil").exists()
    assert plexus("export", "accounts", "-", "--data", tmp_path / "data-flipped").returncode != 0


def test_rows_that_differ_from_the_manifest_are_told(kept: tuple[Path, Path], tmp_path: Path) -> None:
    _data, file = kept

    def one_more(was: bytes) -> bytes:
        said = json.loads(was)
        said["tables"]["customers_account"][0] += 1
        return json.dumps(said).encode()

    forged = rewritten(file, tmp_path / "forged", "manifest.json", one_more)
    data = tmp_path / "data"

    refused = told(plexus("restore", forged, "--json", "--data", data), code=3)

    assert refused["error"]["code"] == "different"
    assert "customers_account" in refused["error"]["message"]


def test_a_backup_never_writes_over_a_file(kept: tuple[Path, Path], tmp_path: Path) -> None:
    data, _file = kept
    there = tmp_path / "there"
    there.write_text("mine")

    refused = told(plexus("backup", there, "--json", "--data", data), code=3)

    assert refused["error"]["code"] == "file_there"
    assert there.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [there]
    shutil.rmtree(tmp_path)
