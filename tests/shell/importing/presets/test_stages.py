"""Stages that a vendor's file has and the firm has not stand among those that are there by their probability."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.shell.importing.bringing import Commands

from plexus.crm.sales.actions.starting import start_selling
from plexus.crm.sales.models import Stage
from plexus.crm.sales.queries import board
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
HEADERS = ("Id", "AccountId", "Name", "StageName", "Amount", "Probability", "CloseDate", "IsClosed", "IsWon")
STAGES = (
    ("Prospecting", "10"), ("Perception Analysis", "70"), ("Value Proposition", "50"), ("Id. Decision Makers", "60"),
    ("Contract Sent", "95"), ("Cold", "5"), ("Waiting", ""), ("Closed Won", "100"), ("Closed Lost", "0"),
)  # fmt: skip


def rows() -> list[tuple[str, ...]]:
    ended = {"Closed Won": ("true", "true"), "Closed Lost": ("true", "false")}
    return [
        HEADERS,
        *(
            (
                f"0065g00000Ooo0{at}AAB",
                "",
                f"Deal {at}",
                stage,
                "100",
                percent,
                "2026-06-30",
                *ended.get(stage, ("false", "false")),
            )
            for at, (stage, percent) in enumerate(STAGES)
        ),
    ]


def test_each_stands_behind_the_last_that_is_no_more_probable(commands: Commands, operator: Actor) -> None:
    with acting(operator):
        start_selling(operator, now=datetime(2026, 3, 16, tzinfo=UTC))
    commands.a_file(rows(), "Opportunity.csv")

    brought = commands.bring_in_all("--create-missing", "stage", str(commands.folder / "Opportunity.csv"))

    assert [each["created"] for each in brought.said["files"]] == [len(STAGES)], brought.said
    with acting(operator):
        (pipeline,) = board.pipelines(operator)
        stages = list(Stage.objects.filter(pipeline=pipeline).order_by("position", "created_at", "pk"))
    assert [each.name for each in stages] == [
        "First contact", "Cold", "Prospecting", "Needs confirmed", "Quoted", "Value Proposition",
        "Id. Decision Makers", "Perception Analysis", "In negotiation", "Contract Sent", "Waiting", "Won", "Lost",
    ]  # fmt: skip
