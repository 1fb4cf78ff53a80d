"""Several files of one system go through the wizard together: recognised, tried, brought in, taken back as one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast
from tests.signing import login_of

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job
from plexus.kernel.jobs.queries.following import JobStatus
from plexus.kernel.journal.models import Cause
from plexus.shell.importing.models import Import, ImportSet
from plexus.shell.importing.queries import together
from plexus.shell.importing.queries.following import status_of

SAMPLES = Path(__file__).parent / "presets" / "samples" / "salesforce"
NAMES = ("Contact.csv", "Opportunity.csv", "Account.csv")


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLEXUS_DATA = tmp_path
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)


def entered(actor: Actor) -> Client:
    client = Client()
    client.force_login(login_of(actor))
    return client


def uploaded(client: Client, names: tuple[str, ...] = NAMES, **more: bytes) -> str:
    contents = {name: (SAMPLES / name).read_bytes() for name in names} | {f"{name}.csv": more[name] for name in more}
    files = [SimpleUploadedFile(name, content) for name, content in contents.items()]
    answer = client.post("/imports/new", {"object": "", "file": files})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def set_of(page: str) -> ImportSet:
    return ImportSet.objects.get(pk=UUID(page.split("/")[3]))


def work(actor: Actor, page: str) -> ImportSet:
    found = set_of(page)
    running.run(actor.workspace_id, found.job_id or found.check_job_id)  # type: ignore[arg-type]
    return set_of(page)


def counts() -> list[int]:
    return [model.objects.filter(deleted_at=None).count() for model in (Account, Contact, Deal)]


def test_files_come_in_with_their_links_and_go_back_together(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(client)
    before = counts()

    files = client.get(f"{page}/files").content.decode()
    client.post(f"{page}/missing", {"name": "stage"})
    work(cast.root, page)
    tried = client.get(page).content.decode()
    untouched = counts()
    client.post(f"{page}/run")
    found = work(cast.root, page)
    result = client.get(page).content.decode()
    alex = Contact.objects.get(external_id="0035g00000Aaa01AAB")
    umbra = Account.objects.get(external_id="0015g00000XyZ01AAB").pk
    deals = Deal.objects.filter(account__external_id="0015g00000XyZ01AAB").count()
    causes = Cause.objects.filter(action="files.import").count()
    client.post(f"{page}/undo")

    members = list(Import.objects.filter(together=found).order_by("place"))
    assert [each.name for each in members] == ["Account.csv", "Contact.csv", "Opportunity.csv"]
    assert found.preset == "salesforce"
    assert "Salesforce" in files
    assert "This would happen" in tried
    assert untouched == before
    assert [each.checked == each.counts for each in members] == [True, True, True]
    assert [(each.counts or {})["created"] for each in members] == [2, 2, 3]
    assert "Undo" in result
    assert (umbra, deals, causes) == (alex.account_id, 1, 1)
    assert counts() == before


def test_a_trial_that_ends_while_its_page_is_made_is_told_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = entered(cast.root)
    page = uploaded(client)
    client.get(f"{page}/files")
    client.post(f"{page}/missing", {"name": "stage"})

    def ended_meanwhile(actor: Actor, job_id: UUID | None) -> JobStatus | None:
        if job_id:
            running.run(actor.workspace_id, job_id)
        return status_of(actor, job_id)

    monkeypatch.setattr(together, "status_of", ended_meanwhile)
    tried = client.get(page).content.decode()

    assert f"{page}/run" in tried


def test_a_zip_archive_comes_in_like_its_files(cast: Cast) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in NAMES:
            archive.write(SAMPLES / name, f"../../export/{name}")
        archive.writestr("readme.pdf", "no table")
    client = entered(cast.root)

    answer = client.post("/imports/new", {"file": SimpleUploadedFile("export.zip", held.getvalue())})

    found = set_of(str(answer["Location"]))
    assert list(found.members.order_by("place").values_list("object", flat=True)) == ["accounts", "contacts", "deals"]


@pytest.mark.parametrize("name", [f"{'客' * 90}.csv", f"C:\\exports\\{'a' * 240}.csv"])
def test_a_name_longer_than_the_disk_takes_comes_in_with_its_end(cast: Cast, name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(SAMPLES / "Account.csv", name)
    client = entered(cast.root)
    given = [
        SimpleUploadedFile("export.zip", held.getvalue()),
        SimpleUploadedFile(name, (SAMPLES / "Contact.csv").read_bytes()),
    ]

    answer = client.post("/imports/new", {"file": given})

    kept = [each.name for each in set_of(str(answer["Location"])).members.order_by("place")]
    assert [len(each.encode()) <= 200 and each.endswith(f"{name[-9:]}") for each in kept] == [True, True]


def test_a_zip_bomb_is_refused_and_nothing_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"name\n" + b"a\n" * 2_000_000)
    monkeypatch.setattr("plexus.shell.importing.unpacking.DEFAULT", _Small())
    client = entered(cast.root)

    answer = client.post("/imports/new", {"file": SimpleUploadedFile("bomb.zip", held.getvalue())})

    assert answer.status_code == 422
    assert "unpacks to more than is read" in answer.content.decode()
    assert (ImportSet.objects.count(), Import.objects.count()) == (0, 0)


class _Small:
    archive_entries, unpacked_bytes = 10, 1_000_000


def test_what_no_object_holds_is_left_and_may_be_taken_all_the_same(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(client, ("Account.csv", "Contact.csv"), people=b"who,address\nLi Na,li@example.com\n")
    left = set_of(page).left

    client.post(f"{page}/take", {"file": left[0]["id"], "object": "contacts"})
    account = set_of(page).members.get(object="accounts")
    client.post(f"{page}/leave", {"file": str(account.pk)})

    after = set_of(page)
    assert [(each["name"], each["rows"]) for each in left] == [("people.csv", 1)]
    assert [each["name"] for each in after.left] == ["Account.csv"]
    assert list(after.members.order_by("place").values_list("name", flat=True)) == ["Contact.csv", "people.csv"]


def test_a_file_that_does_not_fit_is_named_before_anything_is_tried(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(client, ("Account.csv", "Contact.csv"), people=b"who,address\nLi Na,li@example.com\n")
    client.post(f"{page}/take", {"file": set_of(page).left[0]["id"], "object": "deals"})

    answer = client.post(f"{page}/check")

    assert answer.status_code == 422
    assert "people.csv: " in answer.content.decode()
    assert set_of(page).check_job_id is None


def test_a_changed_column_makes_the_trial_void_and_is_kept(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(client)
    client.post(f"{page}/check")
    work(cast.root, page)
    contact = set_of(page).members.get(object="contacts")

    answer = client.post(f"/imports/{contact.pk}/mapping", {"field_2": "full_name", "mode": "upsert"})

    contact.refresh_from_db()
    assert answer["Location"] == f"{page}/files"
    assert [pair[1] for pair in contact.order["mapping"] if pair[1]] == ["full_name"]
    assert (contact.checked, set_of(page).check_job_id) == (None, None)


def test_a_second_click_runs_nothing_twice(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(client, ("Account.csv", "Contact.csv"))
    client.post(f"{page}/run")
    job = set_of(page).job_id

    again = client.post(f"{page}/run")
    alone = client.post(f"/imports/{set_of(page).members.get(object='accounts').pk}/run")

    assert (again["Location"], set_of(page).job_id) == (page, job)
    assert alone.status_code == 302
    assert Job.objects.filter(kind__startswith="imports.").count() == 1


def test_nobody_else_sees_a_set(cast: Cast) -> None:
    page = uploaded(entered(cast.root))

    answers = [entered(who).get(page).status_code for who in (cast.ada, cast.eve)]
    answers += [entered(cast.ada).post(f"{page}/{verb}").status_code for verb in ("run", "check", "leave", "undo")]

    assert answers == [404] * 6


def test_files_that_came_in_before_offer_no_import(cast: Cast) -> None:
    client = entered(cast.root)
    first = uploaded(client, ("Account.csv", "Contact.csv"))
    client.post(f"{first}/check")
    work(cast.root, first)
    offered = client.get(first).content.decode()
    client.post(f"{first}/run")
    work(cast.root, first)

    again = uploaded(client, ("Account.csv", "Contact.csv"))
    client.post(f"{again}/check")
    work(cast.root, again)
    page = client.get(again).content.decode()

    assert f'action="{first}/run"' in offered
    assert "Every row is here already or cannot come in." in page
    assert f'action="{again}/run"' not in page
    assert "Change the files" in page


def test_files_of_which_no_row_can_come_in_offer_no_import(cast: Cast) -> None:
    client = entered(cast.root)
    page = uploaded(
        client, (), firms=b"Account ID,Account Name\n1,\n", people=b"Contact ID,Last Name,Account ID\n2,,1\n"
    )

    client.post(f"{page}/check")
    work(cast.root, page)
    tried = client.get(page).content.decode()

    assert "No row of these files can come in." in tried
    assert f'action="{page}/run"' not in tried
