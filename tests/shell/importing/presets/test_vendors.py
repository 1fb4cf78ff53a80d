"""Exports of five systems come in by their presets: their ids link several files, and their words become ours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.shell.importing.bringing import Brought, Commands

from plexus.crm.customers.models import Account, Contact
from plexus.crm.engagement.models import Activity, Task
from plexus.crm.sales.models import Deal, Stage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
SAMPLES = Path(__file__).parent / "samples"
STAGES = ("--create-missing", "stage")


def vendor(commands: Commands, name: str, *options: str) -> Brought:
    return commands.bring_in_all("--preset", name, str(SAMPLES / name), *STAGES, *options)


def figures(brought: Brought) -> dict[str, dict[str, int]]:
    names = ("created", "updated", "unchanged", "duplicate", "rejected", "incomplete")
    return {
        each["preset"].partition(":")[2]: {name: each[name] for name in names if each[name]}
        for each in brought.said["files"]
    }


def reasons(brought: Brought, kind: str) -> list[str]:
    found = next(each for each in brought.said["files"] if each["preset"].endswith(f":{kind}"))
    return [each["reason"] for each in found["kept_back"]]


def about(record: Any) -> set[tuple[str, str]]:
    return {(each["object"], each["id"]) for each in record.related}


def test_salesforce_comes_in_with_its_links_stages_owners_and_money(commands: Commands, operator: Actor) -> None:
    brought = vendor(commands, "salesforce")

    assert figures(brought) == {
        "User": {"created": 1},
        "Account": {"created": 2, "rejected": 1},
        "Contact": {"created": 2, "incomplete": 1},
        "Lead": {"created": 1, "rejected": 1},
        "Opportunity": {"created": 3},
        "Task": {"created": 2},
    }
    assert brought.said["reconciled"] is True
    assert reasons(brought, "Account") == ["External ID: The record was deleted there."]
    assert reasons(brought, "Contact") == ["Account: No record is called “0015g00000MissAAB”."]
    assert reasons(brought, "Lead") == [
        "External ID: The lead was converted; it lives on as the contact “0035g00000Aaa01AAB”."
    ]
    with acting(operator):
        umbra = Account.objects.get(external_id="0015g00000XyZ01AAB")
        alex = Contact.objects.get(external_id="0035g00000Aaa01AAB")
        won, open_, lost = Deal.objects.order_by("external_id")
        mara = Person.objects.get(external_id="0055g00000AbCdEAAV")
        sent, case = Task.objects.order_by("external_id")
        assert (umbra.kind, umbra.street, umbra.currency, umbra.owner_id) == (
            "customer", "1 Long Lane, 2nd floor", "GBP", mara.pk,
        )  # fmt: skip
        assert Account.objects.get(name="Umbra Retail").parent_id == umbra.pk
        assert (alex.account_id, alex.full_name, alex.description) == (umbra.pk, "Alex Green", "Prefers mail")
        assert [(each["value"], each["label"]) for each in alex.phones] == [
            ("+441615553001", "work"), ("+447700900123", "mobile"),
        ]  # fmt: skip
        assert (won.outcome, won.closed_on, won.account_id, won.amount, won.currency) == (
            "won", date(2021, 6, 30), umbra.pk, Decimal(5500), "GBP",
        )  # fmt: skip
        assert (open_.outcome, open_.expected_close_on, open_.probability, open_.currency) == (
            "open", date(2021, 12, 31), 90, "EUR",
        )  # fmt: skip
        assert (lost.outcome, won.opened_on) == ("lost", date(2021, 5, 1))
        assert list(Stage.objects.order_by("position").values_list("name", "probability", "outcome")) == [
            ("Negotiation/Review", Decimal(90), "open"), ("Closed Won", Decimal(100), "won"),
            ("Closed Lost", Decimal(0), "lost"),
        ]  # fmt: skip
        assert about(sent) == {("contacts", str(alex.pk)), ("deals", str(won.pk))}
        assert (sent.priority, sent.done_at, case.done_at) == (
            "high", datetime(2021, 5, 19, 10, 30, tzinfo=UTC), None,
        )  # fmt: skip


def test_what_has_no_field_is_told_with_its_number_before_anything_is_written(
    commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    said = vendor(commands, "salesforce", "--dry-run").said

    accounts = next(each for each in said["files"] if each["preset"] == "salesforce:Account")
    lost = {each["column"]: (each["values"], each["why"]) for each in accounts["losses"]}
    assert lost["SLA__c"] == (1, "no_field")
    assert lost["Fax"] == (1, "no_field")
    assert lost["SystemModstamp"] == (2, "own")
    assert "Name" not in lost
    assert accounts["unknown_owners"] == {"0055g00000GoneAAV": 1}


def test_the_same_files_again_change_nothing(commands: Commands) -> None:
    vendor(commands, "salesforce")

    again = figures(vendor(commands, "salesforce"))

    assert again == {
        "User": {"unchanged": 1},
        "Account": {"unchanged": 2, "rejected": 1},
        "Contact": {"unchanged": 2, "incomplete": 1},
        "Lead": {"unchanged": 1, "rejected": 1},
        "Opportunity": {"unchanged": 3},
        "Task": {"unchanged": 2},
    }


def test_hubspot_takes_the_first_of_several_ids_and_the_stage_without_its_pipeline(
    commands: Commands, operator: Actor
) -> None:
    brought = vendor(commands, "hubspot")

    assert figures(brought) == {
        "Companies": {"created": 2}, "Contacts": {"created": 2}, "Deals": {"created": 2},
    }  # fmt: skip
    with acting(operator):
        northwind = Account.objects.get(external_id="7001")
        kari = Contact.objects.get(external_id="101")
        deal = Deal.objects.get(external_id="9001")
        assert (northwind.kind, northwind.website) == ("partner", "https://northwind.example")
        assert Account.objects.get(external_id="7002").name == "nameless.example"
        assert (kari.account_id, kari.lifecycle_stage) == (northwind.pk, "developing")
        assert Contact.objects.get(external_id="102").full_name == "onlymail"
        assert (deal.account_id, deal.contact_id, deal.outcome, deal.amount) == (
            northwind.pk, kari.pk, "won", Decimal("12500.5"),
        )  # fmt: skip
        assert (deal.stage.name, deal.pipeline.name) == ("Closed won", "Sales Pipeline")
    contacts = next(each for each in brought.said["files"] if each["preset"] == "hubspot:Contacts")
    lost = {each["column"]: (each["values"], each["why"]) for each in contacts["losses"]}
    assert lost["Associated Company IDs"] == (1, "several")
    assert lost["Interests"] == (1, "no_field")


def test_dynamics_reads_its_hidden_columns_and_ends_a_deal_by_its_status(commands: Commands, operator: Actor) -> None:
    brought = vendor(commands, "dynamics")

    assert figures(brought) == {
        "Accounts": {"created": 1}, "Contacts": {"created": 1}, "Opportunities": {"created": 2},
    }  # fmt: skip
    with acting(operator):
        adatum = Account.objects.get(external_id="a16b3f4b-1be7-e611-8101-e0071b6af231")
        nancy = Contact.objects.get()
        lost, open_ = Deal.objects.order_by("name")
        assert (adatum.annual_revenue, adatum.currency) == (Decimal(5_000_000), "USD")
        assert (nancy.account_id, nancy.family_name) == (adatum.pk, "Anderson")
        assert (lost.outcome, lost.closed_on, lost.contact_id) == ("lost", date(2023, 8, 25), nancy.pk)
        assert (open_.stage.name, open_.expected_close_on, open_.amount) == (
            "3-Propose", date(2023, 12, 31), Decimal(60_000),
        )  # fmt: skip


def test_pipedrive_holds_people_organizations_deals_and_activities_in_one_sheet(
    commands: Commands, operator: Actor
) -> None:
    brought = vendor(commands, "pipedrive")

    assert figures(brought) == {
        "Organizations": {"created": 1}, "People": {"created": 2}, "Deals": {"created": 2},
        "Tasks and activities": {"created": 1}, "Notes": {"created": 1},
    }  # fmt: skip
    with acting(operator):
        moveer = Account.objects.get()
        tony, tina = Contact.objects.get(given_name="Tony"), Contact.objects.get(given_name="Tina")
        first, again = Deal.objects.get(name="Moveer deal"), Deal.objects.get(name="Moveer again")
        pitch, note = Activity.objects.get(subject="First pitch"), Activity.objects.get(body="Likes blue")
        assert {tony.account_id, tina.account_id, first.account_id} == {moveer.pk}
        assert [(each["value"], each["label"]) for each in tony.emails] == [
            ("tony.turner@moveer.example", "work"), ("tony.turner@mail.example", "home"),
        ]  # fmt: skip
        assert (first.outcome, again.outcome, again.contact_id) == ("open", "won", tina.pk)
        assert pitch.happened_at == datetime(2024, 12, 5, tzinfo=UTC)
        assert about(note) == {("accounts", str(moveer.pk)), ("contacts", str(tony.pk)), ("deals", str(first.pk))}


def test_zoho_reads_amounts_reasons_and_durations(commands: Commands, operator: Actor) -> None:
    brought = vendor(commands, "zoho")

    assert figures(brought) == {
        "Accounts": {"created": 1}, "Contacts": {"created": 1}, "Deals": {"created": 1}, "Calls": {"created": 1},
    }  # fmt: skip
    with acting(operator):
        deal, call = Deal.objects.get(), Activity.objects.get()
        assert (deal.amount, deal.currency, deal.outcome) == (Decimal(22700), "GBP", "lost")
        assert deal.lost_reason is not None
        assert deal.lost_reason.name == "Price"
        assert (deal.account_id, deal.contact_id) == (Account.objects.get().pk, Contact.objects.get().pk)
        assert Account.objects.get().kind == "competitor"
        assert (call.kind, call.duration_minutes, call.direction, call.body) == (
            "call", 3, "inbound", "Hello & welcome\nSecond line",
        )  # fmt: skip


def test_a_file_is_recognised_without_being_named(commands: Commands) -> None:
    brought = commands.bring_in("contacts", SAMPLES / "salesforce" / "Contact.csv")

    assert brought.said["preset"] == "salesforce:Contact"


def test_preset_none_takes_a_file_as_any_other(commands: Commands) -> None:
    brought = commands.bring_in("contacts", SAMPLES / "salesforce" / "Contact.csv", "--preset", "none", "--dry-run")

    assert "preset" not in brought.said


def test_stages_are_not_made_unless_asked_for(commands: Commands, operator: Actor) -> None:
    brought = commands.bring_in("deals", SAMPLES / "salesforce" / "Opportunity.csv")

    assert brought.figures == {"rejected": 3}
    assert brought.said["unknown_stages"] == {"Closed Won": 1, "Negotiation/Review": 1, "Closed Lost": 1}
    with acting(operator):
        assert Stage.objects.count() == 0
        assert Deal.objects.count() == 0


def test_rows_kept_back_come_in_once_they_are_put_right(commands: Commands, operator: Actor) -> None:
    first = commands.bring_in("contacts", SAMPLES / "salesforce" / "Contact.csv")
    errors = commands.errors()
    assert first.figures == {"created": 2, "incomplete": 2}
    assert [header for header in errors[0] if header.startswith("→")] == []
    account = errors[0].index("AccountId")
    with acting(operator):
        Account.objects.create(workspace_id=operator.workspace_id, name="Umbra", external_id="here")

    repaired = [[*row[:account], "here", *row[account + 1 :]] for row in errors[1:]]
    again = commands.bring_in("contacts", commands.a_file([errors[0], *repaired], "again.csv"))

    assert again.figures == {"updated": 2}


def test_a_deal_that_was_closed_long_ago_was_opened_by_then(commands: Commands, operator: Actor) -> None:
    rows = [("Opportunity Name", "Account Name", "Stage", "Close Date"), ("Old", "Umbra", "Closed Won", "2019-03-04")]

    brought = commands.bring_in_all("--preset", "salesforce", f"deals={commands.a_file(rows)}", *STAGES)

    assert brought.said["files"][0]["created"] == 1
    with acting(operator):
        assert (Deal.objects.get().opened_on, Deal.objects.get().closed_on) == (date(2019, 3, 4), date(2019, 3, 4))
