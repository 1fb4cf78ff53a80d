"""The demo that is founded: the same for the same seed, consistent in itself, alive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from django.db.models import Count, F, Q, Sum

from plexus.crm.customers.models import Account, Contact
from plexus.crm.engagement.models import Activity, Comment, Task
from plexus.crm.sales.models import Deal, DealLineItem, Pipeline, Product, Stage
from plexus.crm.sales.queries.myday import my_day
from plexus.kernel.access.models import Link
from plexus.kernel.identity.actions.founding import WorkspaceExists
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries import logins
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.models import Workspace, WorkspaceRow
from plexus.kernel.workspaces.scope import enter
from plexus.site.demo.actions.founding import Demo, found_demo

# Monday, ten in the morning in Shanghai.
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Demo:
    """The small demo, in scope."""
    made = found_demo(now=NOW, size="small")
    enter(made.workspace_id)
    return made


def _figures() -> dict[str, Any]:
    deals = Deal.objects.order_by("opened_on", "name", "amount")
    return {
        "deals": list(deals.values_list("name", "amount", "closed_on", "stage__name", "owner__name")),
        "accounts": list(Account.objects.order_by("name").values_list("name", "annual_revenue", "tags")),
        "contacts": list(Contact.objects.order_by("full_name", "email").values_list("full_name", "email", "phone")),
        "activities": list(Activity.objects.order_by("happened_at", "subject").values_list("subject", "happened_at")),
        "tasks": list(Task.objects.order_by("due_at", "subject").values_list("subject", "due_at", "done_at")),
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_same_seed_makes_the_same_company(language: str) -> None:
    made = []
    for slug in ("one", "two"):
        enter(found_demo(now=NOW, slug=slug, language=language, size="small").workspace_id)
        made.append(_figures())

    assert made[0] == made[1]


def test_another_seed_makes_another_company(demo: Demo) -> None:
    one = _figures()

    enter(found_demo(now=NOW, slug="other", size="small", seed=8).workspace_id)

    assert _figures()["deals"] != one["deals"]


def test_a_second_demo_of_that_name_is_refused_in_words(demo: Demo) -> None:
    with pytest.raises(WorkspaceExists, match="There is a workspace “demo” already"):
        found_demo(now=NOW, size="small")

    assert Workspace.objects.count() == 1


def test_no_row_breaks_a_rule(demo: Demo) -> None:
    rows = [row for about in registry.of(demo.workspace_id) for row in about.model._default_manager.all()]

    faults = [(row, list(row.faults())) for row in rows if hasattr(row, "faults")]

    assert len(rows) > 500
    assert [pair for pair in faults if pair[1]] == []


def test_the_amount_of_a_deal_is_the_sum_of_its_items(demo: Demo) -> None:
    sums = Deal.objects.annotate(items=Sum("line_items__total"), number=Count("line_items"))

    assert sums.filter(number=0).count() == 0
    assert sums.exclude(amount=F("items")).count() == 0
    assert DealLineItem.objects.exclude(currency=F("deal__currency")).count() == 0


def test_deals_end_when_they_end(demo: Demo) -> None:
    closed = Deal.objects.exclude(outcome="open")

    assert closed.filter(closed_on__gt=TODAY).count() == 0
    assert closed.filter(closed_on__lt=F("opened_on") + timedelta(days=20)).count() == 0
    assert closed.filter(closed_on__gt=F("opened_on") + timedelta(days=90)).count() == 0
    assert Deal.objects.filter(outcome="lost", lost_reason=None).count() == 0
    assert Deal.objects.filter(outcome="open").filter(expected_close_on__lt=TODAY).count() == 0
    assert Deal.objects.filter(probability=None).count() == 0


def test_nothing_happened_in_the_future(demo: Demo) -> None:
    models: tuple[type[WorkspaceRow], ...] = (
        Account, Contact, Deal, Activity, Task, Comment, Product, Pipeline, Stage,
    )  # fmt: skip
    for model in models:
        rows = model._default_manager.all()
        assert rows.filter(Q(updated_at__gt=NOW) | Q(created_at__gt=NOW)).count() == 0, model
        assert rows.filter(updated_at__lt=F("created_at")).count() == 0, model
    assert Activity.objects.filter(happened_at__gt=NOW).count() == 0
    assert Task.objects.filter(done_at__gt=NOW).count() == 0
    assert Deal.objects.filter(created_at__lt=F("account__created_at")).count() == 0


def test_every_reference_leads_to_a_record_of_the_demo(demo: Demo) -> None:
    ids = {row for model in (Account, Contact, Deal) for row in model._default_manager.values_list("pk", flat=True)}

    targets = set(Link.objects.values_list("target_id", flat=True))

    assert targets
    assert targets <= ids
    assert Contact.objects.filter(team=None).count() == 0


def test_addresses_and_numbers_are_nobodys(demo: Demo) -> None:
    points = Contact.objects.values_list("emails", "phones")
    emails = {each["value"] for row in points for each in row[0]}
    phones = {each["value"] for row in points for each in row[1]}

    assert all(each.endswith(".example") for each in emails)
    assert all(
        each.startswith(("+86", "+1", "+44", "+49", "+39", "+34", "+33", "+31", "+46", "+65")) for each in phones
    )
    assert not [each for each in phones if each.startswith("+861") and not each.startswith("+86169")]
    assert not [each for each in phones if each.startswith("+1") and each[5:8] != "555"]


def _entries() -> Iterator[tuple[str, Any]]:
    for entry in logins.demo_entries():
        yield entry.role, actor_of_login(entry.user_id)


def test_everybody_who_can_be_entered_as_has_a_day(demo: Demo) -> None:
    for role, actor in _entries():
        day = my_day(actor=actor, now=NOW, end_of_day=NOW + timedelta(hours=14))

        assert (role, bool(day.overdue), bool(day.today)) == (role, True, True)


def test_one_person_of_each_role_can_be_entered_as(demo: Demo) -> None:
    assert [(role, actor.name) for role, actor in _entries()] == [
        ("administrator", "Lin Mei"),
        ("manager", "Zhou Wei"),
        ("sales", "Lucas Weber"),
    ]
    assert demo.logins["sales"] == "demo.sales@demo.example"
    assert demo.logins["administrator"] == "demo.administrator@demo.example"


def test_teams_make_a_tree_and_everybody_but_the_top_has_a_manager(demo: Demo) -> None:
    people = Person.objects.select_related("team__parent", "manager")

    assert Counter(person.team.name for person in people if person.team) == {
        "Headquarters": 3,
        "International": 3,
        "East China": 5,
        "South China": 4,
    }
    assert [person.name for person in people if person.manager is None] == ["Zhou Wei"]


def test_all_of_it_has_one_cause(demo: Demo) -> None:
    causes = Cause.objects.values_list("action", "params")

    assert list(causes) == [("demo.found", {"seed": 7, "size": "small"})]
    assert Change.objects.filter(object="deals").count() == Deal.objects.count()


@pytest.mark.slow
def test_the_usual_demo_is_alive_and_quickly_made() -> None:
    began = perf_counter()
    demo = found_demo(now=NOW)
    took = perf_counter() - began

    enter(demo.workspace_id)
    won = Deal.objects.filter(outcome="won")
    months = {day.strftime("%Y-%m") for day in won.values_list("closed_on", flat=True) if day}
    rate = won.count() / Deal.objects.exclude(outcome="open").count()
    assert took < 60  # A limit for a busy machine; alone it takes seven seconds.
    assert (Account.objects.count(), Contact.objects.count(), Deal.objects.count()) == (350, 900, 450)
    assert 2_000 < Activity.objects.count() < 3_500
    assert 300 < Task.objects.count() < 600
    assert len(months) >= 12
    assert 0.4 < rate < 0.65
    assert won.aggregate(value=Sum("amount"))["value"] > Decimal(10_000_000)
