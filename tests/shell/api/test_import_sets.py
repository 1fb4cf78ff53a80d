"""Several files through the API: uploaded at once, tried and run as one, with their links."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.casting import Cast
from tests.shell.api.asking import Api

from plexus.crm.customers.models import Contact
from plexus.kernel.jobs import running, telling

SAMPLES = Path(__file__).parents[1] / "importing" / "presets" / "samples" / "salesforce"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


def sent(api: Api, *names: str, options: str = "{}") -> Any:
    files = [SimpleUploadedFile(name, (SAMPLES / name).read_bytes()) for name in names]
    headers = {"Authorization": f"Bearer {api.secret}"}
    return api.client.post("/api/v1/imports/sets", {"file": files, "options": options}, headers=headers)


def test_several_files_are_tried_and_run_as_one(cast: Cast) -> None:
    api = Api(cast.root)
    made = sent(api, "Contact.csv", "Account.csv", options='{"start": false}')
    path = made["Location"].removeprefix("/api/v1")

    checked = api.post(f"{path}/check").json()
    running.run(cast.root.workspace_id, UUID(checked["job"]))
    tried = api.get(path).json()
    untouched = Contact.objects.filter(external_id="0035g00000Aaa01AAB").count()
    started = api.post(f"{path}/run").json()
    running.run(cast.root.workspace_id, UUID(started["job"]))
    done = api.get(path).json()
    again = api.post(f"{path}/run")

    assert (made.status_code, made.json()["preset"], made.json()["state"]) == (201, "salesforce", "prepared")
    assert [(each["file"], each["object"]) for each in done["files"]] == [
        ("Account.csv", "accounts"), ("Contact.csv", "contacts"),
    ]  # fmt: skip
    assert (tried["dry_run"], tried["state"], untouched) == (True, "done", 0)
    assert [each["counts"] for each in tried["files"]] == [each["counts"] for each in done["files"]]
    assert Contact.objects.filter(account__external_id="0015g00000XyZ01AAB", full_name="Alex Green").exists()
    assert done["cause"] is not None
    assert again.status_code == 409


def test_an_upload_without_a_file_is_refused(cast: Cast) -> None:
    api = Api(cast.root)

    answer = sent(api)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"


def test_a_set_is_nobody_elses_business(cast: Cast) -> None:
    path = sent(Api(cast.root), "Account.csv", "Contact.csv", options='{"start": false}')["Location"]

    answers = [Api(who).get(path.removeprefix("/api/v1")).status_code for who in (cast.ada, cast.eve)]

    assert answers == [404, 404]
