"""What is written as a line of COPY is read as the same value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.casting import NOW, fresh

from plexus.crm.customers.models import Account, Contact
from plexus.crm.customers.models.lifecycle import LifecycleStage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.records.many import storing

ODD = ["", "plain", "张伟", "a\tb", "a\nb\r\nc", "\\N", "\\.", "\\", "c:\\new", "\x01", "a\x01b", "\x7f", "'\"{}", " "]


def stored(actor: Actor, row: Any) -> Any:
    """The row as it comes out again."""
    row.workspace_id, row.created_at, row.updated_at = actor.workspace_id, NOW, NOW
    with acting(actor):
        storing.insert([row])
        return fresh(row)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_a_text_comes_out_as_it_went_in(ada: Actor, text: str) -> None:
    made = stored(ada, Contact(full_name="x", source=text, tags=["", text, "a,b"], custom={"note": text}))

    assert (made.source, made.tags, made.custom) == (text, ["", text, "a,b"], {"note": text})


def test_values_of_every_kind_come_out_as_they_went_in(ada: Actor) -> None:
    made = stored(
        ada,
        Account(name="x", annual_revenue=Decimal("12.5000"), owner_id=ada.person_id, currency="CNY"),
    )

    assert (made.annual_revenue, made.created_at, made.owner_id) == (Decimal("12.5000"), NOW, ada.person_id)
    assert (made.parent_id, made.tags, made.version) == (None, [], 1)


def test_a_day_and_a_choice_come_out_as_they_went_in(ada: Actor) -> None:
    row = Contact(full_name="x", birthday=date(1990, 2, 3), lifecycle_stage=LifecycleStage.POTENTIAL)

    made = stored(ada, row)

    assert (made.birthday, made.lifecycle_stage) == (date(1990, 2, 3), "potential")
