"""What selling needs first, in a new company."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.casting import NOW

from plexus.crm.sales.actions.starting import start_selling
from plexus.crm.sales.models import LostReason, Pipeline, Stage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records.refusals import NotAllowed


def test_a_company_starts_with_a_pipeline_its_stages_and_reasons(root: Actor) -> None:
    made = start_selling(root, now=NOW)

    stages = Stage.objects.order_by("position").values_list("name", "probability", "outcome")
    assert made
    assert [pipeline.name for pipeline in Pipeline.objects.all()] == ["Sales"]
    assert list(stages) == [
        ("First contact", Decimal(10), "open"),
        ("Needs confirmed", Decimal(25), "open"),
        ("Quoted", Decimal(50), "open"),
        ("In negotiation", Decimal(75), "open"),
        ("Won", Decimal(100), "won"),
        ("Lost", Decimal(0), "lost"),
    ]
    assert LostReason.objects.count() == 6
    assert [cause.action for cause in Cause.objects.all()] == ["sales.start"]


def test_a_pipeline_that_is_there_is_left_alone(root: Actor) -> None:
    start_selling(root, now=NOW)
    stages = list(Stage.objects.order_by("pk").values())

    assert not start_selling(replace(root, language="zh-hans"), now=NOW)
    assert list(Stage.objects.order_by("pk").values()) == stages


def test_a_sales_person_cannot_set_up_selling(ada: Actor) -> None:
    with pytest.raises(NotAllowed):
        start_selling(ada, now=NOW)

    assert Pipeline.objects.count() == 0
