"""The import wizard from upload to result, with the job run in this process."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast
from tests.signing import login_of

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.shell.importing.models import Import
from plexus.shell.importing.queries import following
from plexus.shell.importing.queries.following import status_of

ROWS = "Full name,E-mail,Company\nZhang Wei,zhang@example.com,\nBroken,no-address,\n=1+1,sum@example.com,\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path
    # Progress is told over a connection of its own, which does not see the test's transaction.
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


def visitor(actor: Actor) -> Client:
    client = Client()
    client.force_login(login_of(actor))
    return client


def uploaded(client: Client, content: str = ROWS, name: str = "people.csv") -> str:
    file = SimpleUploadedFile(name, content.encode())
    response = client.post("/imports/new", {"object": "contacts", "file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def work(actor: Actor, import_id: str) -> None:
    found = Import.objects.get(pk=UUID(import_id))
    running.run(actor.workspace_id, found.job_id or found.check_job_id)  # type: ignore[arg-type]


def test_a_file_goes_from_upload_to_result(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]

    page = client.get(mapping).content.decode()
    asked = client.post(mapping, {"field_0": "full_name", "field_1": "email", "mode": "upsert"})
    waiting = client.get(asked["Location"]).content.decode()
    work(cast.ada, import_id)
    tried = client.get(asked["Location"]).content.decode()
    assert not Contact.objects.filter(email="zhang@example.com").exists()
    client.post(f"/imports/{import_id}/run")
    work(cast.ada, import_id)
    result = client.get(asked["Location"]).content.decode()
    errors = list(csv.reader(io.StringIO(client.get(f"/imports/{import_id}/errors").content.decode("utf-8-sig"))))

    assert "zhang@example.com" in page
    assert f'hx-get="/imports/{import_id}/progress"' in waiting
    assert "This would happen" in tried
    assert "Undo" in result
    assert [row[:2] for row in errors] == [["Full name", "E-mail"], ["Broken", "no-address"]]
    assert {each.full_name for each in Contact.objects.all()} == {"Zhang Wei", "=1+1"}
    assert client.get("/imports").status_code == 200


def test_a_job_that_ends_while_its_page_is_made_is_told_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    asked = client.post(mapping, {"field_0": "full_name", "field_1": "email", "mode": "upsert"})

    def ended_meanwhile(actor: Actor, job_id: UUID | None) -> JobStatus | None:
        if job_id:
            running.run(actor.workspace_id, job_id)
        return status_of(actor, job_id)

    monkeypatch.setattr(following, "status_of", ended_meanwhile)
    page = client.get(asked["Location"]).content.decode()

    assert "This would happen" in page


def test_nobody_else_sees_an_import_or_its_file(cast: Cast) -> None:
    mapping = uploaded(visitor(cast.ada))
    import_id = mapping.split("/")[2]

    answers = [
        visitor(who).get(path).status_code
        for who in (cast.ben, cast.root, cast.eve)
        for path in (f"/imports/{import_id}", mapping, f"/imports/{import_id}/errors", f"/imports/{import_id}/progress")
    ]

    assert set(answers) == {404}


def test_who_may_neither_create_nor_change_is_refused(cast: Cast) -> None:
    client = visitor(cast.lee)

    response = client.post("/imports/new", {"object": "contacts", "file": SimpleUploadedFile("a.csv", ROWS.encode())})

    assert response.status_code == 422
    assert Import.objects.count() == 0


def test_a_mapping_that_does_not_fit_is_shown_with_its_reason(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)

    response = client.post(mapping, {"field_1": "email", "mode": "upsert"})

    assert response.status_code == 422
    assert "which is required" in response.content.decode()


def test_what_is_no_table_is_refused_at_once(cast: Cast) -> None:
    client = visitor(cast.ada)

    response = client.post(
        "/imports/new", {"object": "contacts", "file": SimpleUploadedFile("a.csv", b"%PDF-1.7 ....")}
    )

    assert response.status_code == 422
    assert Import.objects.count() == 0


def test_a_text_with_the_name_of_a_spreadsheet_is_told_as_what_it_is(cast: Cast) -> None:
    client = visitor(cast.ada)

    answers = {
        name: client.post("/imports/new", {"object": "contacts", "file": SimpleUploadedFile(name, b"See the mail.\n")})
        for name in ("people.xlsx", "people.csv")
    }

    assert {each.status_code for each in answers.values()} == {422}
    assert "“people.xlsx” is named like a spreadsheet but is plain text" in answers["people.xlsx"].content.decode()
    assert "“people.csv” has column names but no rows below them." in answers["people.csv"].content.decode()
    assert Import.objects.count() == 0
