"""What the wizard does when something happened meanwhile: in another tab, or nothing at all could come of the file."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.casting import Cast
from tests.shell.importing.test_wizard import data_folder, uploaded, visitor, work

from plexus.crm.customers.models import Contact
from plexus.kernel.jobs.models import Job, JobState
from plexus.shell.importing.models import Import

__all__ = ["data_folder"]
MAPPING = {"field_0": "full_name", "field_1": "email", "mode": "upsert"}


def trial_of(import_id: str) -> str:
    return str(Import.objects.get(pk=import_id).check_job_id)


def test_only_the_trial_that_somebody_saw_is_brought_in(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]
    client.post(mapping, MAPPING)
    work(cast.ada, import_id)
    seen = trial_of(import_id)
    client.post(mapping, MAPPING | {"field_1": ""})
    work(cast.ada, import_id)

    answer = client.post(f"/imports/{import_id}/run", {"trial": seen}, follow=True)
    unchanged = Import.objects.get(pk=import_id).job_id
    client.post(f"/imports/{import_id}/run", {"trial": trial_of(import_id)})

    assert unchanged is None
    assert "Nothing was imported." in answer.content.decode()
    assert Import.objects.get(pk=import_id).job_id is not None


def test_a_trial_of_what_is_asked_for_no_more_is_called_off(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]
    client.post(mapping, MAPPING)
    first = trial_of(import_id)

    client.post(mapping, MAPPING)

    assert Job.objects.get(pk=first).state == JobState.CANCELLED
    assert Job.objects.get(pk=trial_of(import_id)).state == JobState.QUEUED


def test_columns_saved_after_the_start_lead_to_what_runs(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]
    client.post(f"/imports/{import_id}/run")

    answer = client.post(mapping, MAPPING)

    assert answer["Location"] == f"/imports/{import_id}?meanwhile=started"
    assert "was started meanwhile" in client.get(answer["Location"]).content.decode()


def test_a_stopped_trial_says_that_nothing_is_changed_and_can_be_tried_again(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]
    client.post(mapping, MAPPING)
    client.post(f"/imports/{import_id}/cancel")

    stopped = client.get(f"/imports/{import_id}").content.decode()
    client.post(f"/imports/{import_id}/check")
    work(cast.ada, import_id)
    tried = client.get(f"/imports/{import_id}").content.decode()

    assert "Nothing is changed." in stopped
    assert f'hx-post="/imports/{import_id}/check"' in stopped
    assert f'action="/imports/{import_id}/run"' in tried


def test_a_file_with_names_of_columns_alone_is_refused(cast: Cast) -> None:
    file = SimpleUploadedFile("names.csv", b"Full name,E-mail\n\n")

    answer = visitor(cast.ada).post("/imports/new", {"object": "contacts", "file": file})

    assert answer.status_code == 422
    assert "“names.csv” has column names but no rows" in answer.content.decode()
    assert Import.objects.count() == 0


def test_a_file_of_which_nothing_can_come_in_has_no_button_to_start_it(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client, "Full name,E-mail\nOne,nothing\n")
    import_id = mapping.split("/")[2]
    client.post(mapping, MAPPING)
    work(cast.ada, import_id)

    page = client.get(f"/imports/{import_id}").content.decode()

    assert "No row of this file can come in." in page
    assert f'action="/imports/{import_id}/run"' not in page


def test_who_goes_back_to_the_first_step_can_go_on_with_the_file(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client)
    import_id = mapping.split("/")[2]

    mine = client.get(f"/imports/new?from={import_id}").content.decode()
    of_others = visitor(cast.ben).get(f"/imports/new?from={import_id}").content.decode()
    nonsense = client.get("/imports/new?from=nothing")

    assert f'href="{mapping}"' in mine
    assert "people.csv" not in of_others
    assert nonsense.status_code == 200


def test_who_may_neither_create_nor_change_does_not_see_the_wizard(cast: Cast) -> None:
    page = visitor(cast.lee).get("/imports/new")

    assert page.status_code == 403
    assert "role" in page.content.decode()
    assert Contact.objects.count() == 0
