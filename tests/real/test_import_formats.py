"""Real exports and cards: each file comes in, or is refused with the reason, and every row is accounted for."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from tests.real.conftest import BESIDE
from tests.shell.importing.bringing import Commands

from plexus.crm.customers.models import Account, Contact
from plexus.crm.sales.models import Deal, Product
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
FOLDER = Path(os.environ.get("PLEXUS_SHARED_DATA", BESIDE)) / "import-formats"
NAMES = ("created", "updated", "unchanged", "duplicate", "rejected", "incomplete")
NO_KIND = "no object here holds such rows"


@pytest.fixture
def formats() -> Path:
    """The folder of exports, cards and messy tables."""
    if not FOLDER.is_dir():
        pytest.skip("the data set is not there; PLEXUS_SHARED_DATA names the folder that holds import-formats")
    return FOLDER


def money(file: Path, column: str) -> Decimal:
    with file.open(encoding="utf-8-sig", newline="") as held:
        texts = (row[column].strip("$").replace(",", "") for row in csv.DictReader(held))
        return sum((Decimal(text) for text in texts if text), Decimal(0))


def test_the_export_of_zoho_comes_in_with_its_links(commands: Commands, operator: Actor, formats: Path) -> None:
    folder = formats / "zoho_crm_demo_export"

    brought = commands.bring_in_all("--preset", "zoho", str(folder), "--create-missing", "stage")

    found = {
        each["preset"].partition(":")[2]: {name: each[name] for name in NAMES if each[name]}
        for each in brought.said["files"]
    }
    assert found == {
        "Users": {"created": 11},
        "Accounts": {"created": 2226, "rejected": 3},
        "Contacts": {"created": 1265, "incomplete": 1},
        "Leads": {"created": 3900, "incomplete": 3055},
        "Products": {"created": 800},
        "Deals": {"created": 3632},
        "Calls": {"created": 800, "incomplete": 280},
        "Events": {"created": 800},
        "Tasks": {"created": 800},
    }
    assert brought.said["reconciled"] is True
    assert brought.said["untaken"] == [
        {"file": name, "rows": rows, "reason": NO_KIND}
        for name, rows in (("Campaigns.csv", 110), ("Cases.csv", 797), ("Invoices.csv", 800), ("Quotes.csv", 800))
    ]
    with acting(operator):
        assert Deal.objects.aggregate(all=Sum("amount"))["all"] == money(folder / "Potentials.csv", "Amount")
        assert Product.objects.aggregate(all=Sum("price"))["all"] == money(folder / "Products.csv", "Cost")
        assert Deal.objects.filter(outcome="won").count() == 1425
        assert Deal.objects.filter(outcome="lost").count() == 485
        assert Deal.objects.filter(contact=None).count() == 0
        assert Contact.objects.filter(external_id__startswith="lead:").count() == 3900
        assert Contact.objects.exclude(account=None).count() == 1264 + 3900 - 3055
        assert Account.objects.filter(owner=None).exclude(external_id="").count() == 0


def test_an_export_in_the_style_of_salesforce_comes_in(commands: Commands, formats: Path) -> None:
    folder = formats / "salesforce_style_small"

    brought = commands.bring_in_all("--preset", "salesforce", str(folder), "--create-missing", "stage")

    found = {Path(each["file"]).name: (each["rows"], each["created"]) for each in brought.said["files"]}
    assert found == {
        "Accounts.csv": (10, 10), "Contacts.csv": (15, 15), "Leads.csv": (20, 20), "Opportunities.csv": (12, 12),
        "Customer_Interactions.csv": (30, 30),
    }  # fmt: skip
    assert brought.said["reconciled"] is True


def test_cards_of_phones_and_mail_programs_come_in_or_are_refused(commands: Commands, formats: Path) -> None:
    files = sorted((formats / "vcard").glob("*.vcf"))

    brought = {file.name: commands.bring_in("contacts", file, "--create-missing", "account") for file in files}

    refused = {name: each.reasons for name, each in brought.items() if each.said["rejected"]}
    assert sum(each.said["rows"] for each in brought.values()) == 14
    told = "E-mails: “ÑÑÑÑÑÑÑÑÑÑÑÑÑÑ” is not an e-mail address. Write it like name@example.com."
    assert refused == {"John_Doe_ANDROID.vcf": [told]}
