"""A vendor's file that is uploaded: recognised by its columns, asked for by name, or taken as any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.customers.models import Contact
from plexus.kernel.identity.actor import Actor
from plexus.kernel.jobs.progress import Unwatched
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.importing import files, jobs
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.models import Import
from plexus.shell.importing.order import Order
from plexus.shell.importing.presets.ordering import NotThisPreset

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
SAMPLES = Path(__file__).parent / "samples" / "salesforce"


def taken(operator: Actor, name: str = "Contact.csv", preset: str = "") -> Import:
    with acting(operator):
        about = registry.of(operator.workspace_id).object("contacts")
        order = Order("contacts", preset=preset)
        content = [(SAMPLES / name).read_bytes()]
        return preparing.take_file(actor=operator, about=about, name=name, chunks=content, order=order)


def test_an_upload_is_recognised_and_runs_with_its_losses_told(operator: Actor) -> None:
    found = taken(operator)

    jobs.run(operator, Unwatched(), import_id=str(found.pk), dry=False)

    assert found.order["preset"] == "salesforce:Contact"
    with acting(operator):
        counts = Import.objects.get(pk=found.pk).counts or {}
        alex = Contact.objects.get(external_id="0035g00000Aaa01AAB")
    assert (counts["created"], counts["incomplete"]) == (2, 2)
    assert {"column": "Salutation", "values": 1, "why": "no_field", "examples": ["Ms."]} in counts["losses"]
    assert counts["unknown_owners"] == {"0055g00000AbCdEAAV": 2}
    assert alex.description == "Prefers mail"


def test_none_takes_an_upload_as_any_other(operator: Actor) -> None:
    assert taken(operator, preset="none").order["preset"] == ""


def test_a_file_of_another_kind_is_refused_and_not_kept(operator: Actor) -> None:
    with pytest.raises(NotThisPreset):
        taken(operator, "User.csv", "pipedrive")

    with acting(operator):
        assert Import.objects.count() == 0
    assert not list(files.file_of(operator.workspace_id, operator.workspace_id).parent.glob("*"))


def test_a_zip_archive_comes_in_like_its_files(commands: Commands, operator: Actor) -> None:
    import zipfile  # noqa: PLC0415

    path = commands.folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(SAMPLES / "Account.csv", "../WE_00D/Account.csv")
        archive.write(SAMPLES / "Contact.csv", "WE_00D/Contact.csv")
        archive.writestr("readme.pdf", "no table")

    brought = commands.bring_in_all(str(path))

    assert [(each["object"], each["created"]) for each in brought.said["files"]] == [("accounts", 2), ("contacts", 2)]
    assert brought.said["system"] == "Salesforce"


def test_a_trial_of_several_files_says_what_the_run_does_and_one_undo_takes_it_back(
    commands: Commands, operator: Actor
) -> None:
    files = [str(SAMPLES / name) for name in ("Opportunity.csv", "Contact.csv", "Account.csv")]
    figures = ("object", "rows", "created", "updated", "unchanged", "duplicate", "rejected", "incomplete", "kept_back")

    tried = commands.bring_in_all("--dry-run", "--create-missing", "stage", *files)
    with acting(operator):
        untouched = Contact.objects.count()
    brought = commands.bring_in_all("--create-missing", "stage", *files)
    undone = commands.undo(brought.said["cause"])

    told = [[{name: each[name] for name in figures} for each in one.said["files"]] for one in (tried, brought)]
    assert told[0] == told[1]
    assert [each["object"] for each in told[0]] == ["accounts", "contacts", "deals"]
    assert (tried.said["cause"], untouched) == (None, 0)
    assert {each["cause"] for each in brought.said["files"]} == {brought.said["cause"]}
    assert undone.said["records"]["contacts"] == 2
    with acting(operator):
        assert Contact.objects.filter(deleted_at=None).count() == 0


def test_files_of_no_known_system_are_taken_by_what_they_look_like(commands: Commands) -> None:
    commands.a_file([("Company name", "City", "Industry"), ("Hengtong", "Wuxi", "Steel")], "companies.csv")
    commands.a_file([("First name", "Last name", "E-mail", "Company"), ("Li", "Na", "li@example.com", "Hengtong")])

    brought = commands.bring_in_all(str(commands.folder / "rows.csv"), str(commands.folder / "companies.csv"))

    found = [(each["object"], each["created"], each["rejected"]) for each in brought.said["files"]]
    assert found == [("accounts", 1, 0), ("contacts", 1, 0)]
