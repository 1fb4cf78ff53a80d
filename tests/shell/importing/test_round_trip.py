"""What an export writes an import takes back: every record of every object is found and nothing is changed."""

from __future__ import annotations

import io

import pytest
from django.db.models import Q
from tests import casting
from tests.casting import Cast
from tests.shell.importing.trying import tried

from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export
from plexus.shell.importing.verdicts import Verdict

OBJECTS = tuple(each.plural for each in registry.standard())


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("plural", OBJECTS)
def test_an_export_comes_back_unchanged(cast: Cast, plural: str, format: str, labels: bool) -> None:
    some_of_everything(cast)
    about = registry.of(cast.root.workspace_id).object(plural)
    out = io.BytesIO()
    with acting(cast.root):
        rows = write_export(cast.root, about, Q(), Wanted(format=format, labels=labels), out)

    outcome, sink = tried(cast.root, plural, out.getvalue())

    assert [row.reasons for row in sink.kept_back] == []
    assert [row.changes for row in sink.first.get("updated", [])] == []
    assert (rows, outcome.tally.of(Verdict.UNCHANGED)) == (outcome.rows, rows)


def some_of_everything(cast: Cast) -> None:
    account = casting.an_account(
        cast.ada, name="恒通精密", phone="+86 21 5555 0000", annual_revenue={"amount": "1234.5", "currency": "EUR"},
        website="https://example.com", tags=["VIP", "A&B"],
    )  # fmt: skip
    casting.an_account(cast.ben, name="=SUM(A1)", parent=account.pk, employees=12)
    points = [{"value": "Wei@Example.com", "label": "work"}, {"value": "b@example.com"}]
    contact = casting.a_contact(
        cast.ada, full_name="欧阳娜娜", account=account.pk, emails=points, phones=["13800000000", "021-5555"],
        birthday="1990-02-03", lifecycle_stage="active",
    )  # fmt: skip
    deal = casting.a_deal(cast.ada, account=account.pk, contact=contact.pk, amount={"amount": "10", "currency": "USD"})
    casting.a_deal(cast.ada, name="Won one", stage="Won", amount="5")
    casting.a_line_item(cast.ada, deal, casting.a_product(cast.ada), quantity="2.5", discount_percent="10")
    casting.an_activity(cast.ada, account, deal, body="First line\nsecond; line")
    casting.a_task(cast.ada, contact)
    casting.a_comment(cast.ada, deal)
    casting.a_relation(cast.ada, contact, account, note="First line\nsecond; line", started_on="2024-02-29")
    casting.a_record("tags", cast.root, name="VIP", tone="good")
    casting.a_record("lost-reasons", cast.root, name="Price")
