"""The past that the demo has: as if its people had worked in it all the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from plexus.crm.customers.models import Account
from plexus.crm.sales.models import Deal, Stage
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actions.founding import found_workspace
from plexus.kernel.journal import sealing
from plexus.kernel.journal.models import Change
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.reading import Asked
from plexus.kernel.records.travelling import travelling
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.models import Workspace
from plexus.site.demo.actions.founding import found_demo
from plexus.site.demo.actions.living import live

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def seer() -> actors.Actor:
    """Whoever may see all of a small demo that has lived, although its journal was sealed before."""
    demo = found_demo(now=NOW, size="small")
    _seal()
    live(demo.workspace_id, now=NOW)
    return actors.system(demo.workspace_id)


def _seal() -> int:
    """Seal all that is decided: what one look sees, the next one knows to be decided."""
    sealing.seal()
    return sealing.seal()


def _stood(seer: actors.Actor, plural: str, *fields: str) -> list[reading.Values]:
    """What stood on that Monday."""
    about = registry.of(seer.workspace_id).object(plural)
    with acting(seer), travelling(seer, MONDAY) as then:
        return list(reading.read_page(then, about, Asked(fields=("id", *fields), limit=5_000)).rows)


def test_nothing_has_happened_yet_that_will(seer: actors.Actor) -> None:
    with acting(seer):
        told = Change.objects.filter(workspace_id=seer.workspace_id, object="deals")
        assert [each.at for each in told.filter(at__gt=NOW) if each.op == "U"] == []


def test_of_a_day_there_is_what_stood_then(seer: actors.Actor) -> None:
    accounts = {row["id"] for row in _stood(seer, "accounts")}
    deals = {row["id"]: row for row in _stood(seer, "deals", "outcome", "closed_on")}

    with acting(seer):
        made = set(Account.objects.filter(created_at__lte=MONDAY).values_list("pk", flat=True))
        later = Account.objects.filter(created_at__gt=MONDAY).count()
        since = list(Deal.objects.filter(closed_on__gt=date(2026, 3, 3), created_at__lt=MONDAY - timedelta(days=1)))
        before = list(Deal.objects.filter(closed_on__lt=date(2026, 3, 1)))
    assert accounts == made
    assert made
    assert later
    assert since
    assert {(deals[deal.pk]["outcome"], deals[deal.pk]["closed_on"]) for deal in since} == {("open", None)}
    assert {deal.pk: deals[deal.pk]["outcome"] for deal in before} == {deal.pk: deal.outcome for deal in before}


def test_a_deal_that_was_won_went_through_every_stage_and_the_journal_can_be_sealed(seer: actors.Actor) -> None:
    about = registry.of(seer.workspace_id).object("deals")
    _seal()
    proved = sealing.verify()
    with acting(seer):
        deal = Deal.objects.filter(outcome="won").order_by("created_at")[0]
        stages = Stage.objects.filter(pipeline_id=deal.pipeline_id, outcome__in=["open", "won"]).order_by("position")
        names = list(stages.values_list("name", flat=True))
        changes = history(actor=seer, about=about, record_id=deal.pk).changes

    told = [field.after for change in reversed(changes) for field in change.fields if field.field.name == "stage"]
    assert [each["name"] for each in told] == names
    assert [each.at for each in changes] == sorted((each.at for each in changes), reverse=True)
    assert changes[-1].at == deal.created_at
    assert (proved.sealed > 0, proved.waiting) == (True, 0)
    assert not proved.broken


def test_nobody_gives_a_past_to_a_workspace_that_is_no_demo() -> None:
    real = found_workspace(slug="real", name="Real", language="en")

    with pytest.raises(Workspace.DoesNotExist):
        live(real.pk, now=NOW)
