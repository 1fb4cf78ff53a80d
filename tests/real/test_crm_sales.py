"""A public sales pipeline of 8,800 deals comes in by the documented commands, and every figure agrees with the file."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.db.models import Count, Sum
from tests.shell.importing.bringing import Brought, Commands

from plexus.crm.customers.models import Account
from plexus.crm.sales.models import Deal, DealLineItem, Product
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person, Team
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
STAGES = (
    ("name", "pipeline", "position", "probability", "outcome"),
    ("Prospecting", "Sales", "1", "10", "open"),
    ("Engaging", "Sales", "2", "40", "open"),
    ("Won", "Sales", "3", "100", "won"),
    ("Lost", "Sales", "4", "0", "lost"),
)
PEOPLE = ("--create-missing", "team", "--create-missing", "manager")
DEALS = ("--map", "opportunity_id=name", "--map", "opportunity_id=external_id", "--map", "product=")
ITEMS = (
    "--only-mapped", "--map", "opportunity_id=deal.external_id", "--map", "opportunity_id=external_id",
    "--map", "product=product", "--map", "close_value=unit_price",
)  # fmt: skip
REPAIR = ("--replace", "product:GTXPro=GTX Pro")


def the_firm(commands: Commands, folder: Path) -> dict[str, Brought]:
    return {
        "people": commands.bring_in("people", folder / "sales_teams.csv", *PEOPLE),
        "accounts": commands.bring_in("accounts", folder / "accounts.csv"),
        "products": commands.bring_in("products", folder / "products.csv"),
        "stages": commands.bring_in("stages", commands.a_file(STAGES, "stages.csv"), "--create-missing", "pipeline"),
    }


def raw(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as held:
        return list(csv.DictReader(held))


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone


def test_the_whole_pipeline_comes_in_and_every_figure_agrees(
    commands: Commands, operator: Actor, crm_sales: Path
) -> None:
    rows = raw(crm_sales / "sales_pipeline.csv")
    won = [row for row in rows if row["deal_stage"] == "Won"]

    firm = the_firm(commands, crm_sales)
    deals = commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS)
    items = commands.bring_in("deal-line-items", crm_sales / "sales_pipeline.csv", *ITEMS, *REPAIR)

    assert {name: each.figures for name, each in firm.items()} == {
        "people": {"created": 35}, "accounts": {"created": 85}, "products": {"created": 7}, "stages": {"created": 4},
    }  # fmt: skip
    assert firm["people"].said["missing_created"] == {"people": 6, "teams": 3}
    assert (deals.figures, items.figures) == ({"created": 8800}, {"created": 8800})
    with acting(operator):
        assert (Person.objects.count(), Team.objects.count(), Product.objects.count()) == (41, 3, 7)
        assert figures_of_deals() == {
            "won": 4238, "lost": 2473, "open": 2089, "rate": Decimal("0.631501"), "value": Decimal(10_005_534),
            "days": 57,
        }  # fmt: skip
        assert of_agents() == by(won, "sales_agent")
        assert of_products() == by([row | {"product": spelt(row["product"])} for row in won], "product")
        assert of_quarters() == by([row | {"quarter": quarter(day(row["close_date"]))} for row in won], "quarter")
        check_parents(raw(crm_sales / "accounts.csv"))
        check_mess()


def figures_of_deals() -> dict[str, Any]:
    number = Counter(Deal.objects.values_list("outcome", flat=True))
    days = [
        (closed - opened).days
        for opened, closed in Deal.objects.filter(outcome="won").values_list("opened_on", "closed_on")
        if opened and closed
    ]
    rate = Decimal(number["won"]) / (number["won"] + number["lost"])
    value = Deal.objects.filter(outcome="won").aggregate(all=Sum("amount"))["all"]
    return {**number, "rate": round(rate, 6), "value": value, "days": median(days)}


def by(rows: list[dict[str, str]], name: str) -> dict[str, tuple[int, Decimal]]:
    found: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for row in rows:
        count, value = found[row[name]]
        found[row[name]] = (count + 1, value + Decimal(row["close_value"]))
    return dict(found)


def of_agents() -> dict[str, tuple[int, Decimal]]:
    won = Deal.objects.filter(outcome="won").values("owner__name").annotate(n=Count("pk"), v=Sum("amount"))
    return {row["owner__name"]: (row["n"], row["v"]) for row in won}


def of_products() -> dict[str, tuple[int, Decimal]]:
    won = DealLineItem.objects.filter(deal__outcome="won").values("product__name")
    return {row["product__name"]: (row["n"], row["v"]) for row in won.annotate(n=Count("pk"), v=Sum("total"))}


def of_quarters() -> dict[str, tuple[int, Decimal]]:
    found: dict[str, tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for closed, amount in Deal.objects.filter(outcome="won").values_list("closed_on", "amount"):
        assert closed is not None
        assert amount is not None
        count, value = found[quarter(closed)]
        found[quarter(closed)] = (count + 1, value + amount)
    return dict(found)


def quarter(closed: date) -> str:
    return f"{closed.year}-{(closed.month + 2) // 3}"


def spelt(product: str) -> str:
    return "GTX Pro" if product == "GTXPro" else product


def check_parents(rows: list[dict[str, str]]) -> None:
    wanted = {(row["account"], row["subsidiary_of"]) for row in rows if row["subsidiary_of"]}
    assert set(Account.objects.exclude(parent=None).values_list("name", "parent__name")) == wanted


def check_mess() -> None:
    """What the file lacks is empty, and what it misspells is as it was written."""
    assert Deal.objects.filter(account=None).count() == 1425
    assert Account.objects.filter(industry="technolgy").count() > 0
    selling = Deal.objects.values("owner").distinct().count()
    assert Person.objects.exclude(manager=None).count() - selling == 5
    assert Deal.objects.filter(outcome="open", amount=None, closed_on=None).count() == 2089
    assert Deal.objects.filter(stage__name="Prospecting", opened_on=None).count() == 500


def test_a_dry_run_tells_the_mess_and_the_errors_file_repairs_it(
    commands: Commands, operator: Actor, crm_sales: Path
) -> None:
    the_firm(commands, crm_sales)
    tried = commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS, "--dry-run")
    with acting(operator):
        assert Deal.objects.count() == 0
    commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS)

    items = commands.bring_in("deal-line-items", crm_sales / "sales_pipeline.csv", *ITEMS)
    broken = commands.errors()
    repaired = commands.bring_in("deal-line-items", commands.a_file(broken, "broken.csv"), *ITEMS, *REPAIR)

    notes = {each["column"]: each["note"] for each in tried.said["columns"]}
    assert tried.figures == {"created": 8800}
    assert "M/D/YYYY" in notes["close_date"]
    assert items.figures == {"created": 7320, "rejected": 1480}
    assert set(items.reasons) == {"Product: No record is called “GTXPro”. There is “GTX Pro”: is that meant?"}
    assert (len(broken), broken[0][-1]) == (1481, "import_error")
    assert repaired.figures == {"created": 1480}


def test_one_undo_takes_the_deals_back_and_they_come_in_again(
    commands: Commands, operator: Actor, crm_sales: Path
) -> None:
    the_firm(commands, crm_sales)
    first = commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS)

    undone = commands.undo(first.said["cause"])
    again = commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS)
    twice = commands.bring_in("deals", crm_sales / "sales_pipeline.csv", *DEALS)

    assert undone.said["records"] == {"deals": 8800}
    assert (again.figures, twice.figures) == ({"created": 8800}, {"unchanged": 8800})
    with acting(operator):
        assert Deal.objects.filter(deleted_at=None).count() == 8800
