"""A company that changes its language has what it came with named in it; the demo takes part."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from plexus.crm.sales.models import LostReason, Pipeline, Product, Stage
from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.models import Role
from plexus.kernel.identity.queries.actors import actor_of_login
from plexus.kernel.identity.queries.logins import demo_entries
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.workspaces.scope import enter
from plexus.shell.administration.actions.company import change_with_names
from plexus.site.demo.actions.founding import found_demo

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> actors.Actor:
    """Who administers a small demo that is told in English."""
    demo = found_demo(now=NOW, size="small")
    enter(demo.workspace_id)
    login = next(each.user_id for each in demo_entries() if each.role == "administrator")
    found = actor_of_login(UUID(str(login)), workspace_id=demo.workspace_id)
    assert found is not None
    return found


def test_the_demo_is_told_in_the_language_of_its_company(administrator: actors.Actor) -> None:
    with acting(administrator):
        change_with_names(actor=administrator, values={"language": "zh-hans"}, now=NOW)

        names = list(
            Stage.objects.filter(pipeline__name="设备销售").order_by("position").values_list("name", flat=True)
        )
        assert names[:3] == ["初步接洽", "需求确认", "方案报价"]
        assert LostReason.objects.filter(name="价格偏高").count() == 1
        assert Product.objects.filter(category="Services").count() == 0
        assert Role.objects.filter(name="Sales").count() == 0


def test_what_somebody_named_stays(administrator: actors.Actor) -> None:
    with acting(administrator):
        stage = Stage.objects.get(name="Trial")
        about = registry.of(administrator.workspace_id).object("stages")
        changing.update(actor=administrator, about=about, record_id=stage.pk, values={"name": "Proof"}, now=NOW)

        change_with_names(actor=administrator, values={"language": "zh-hans"}, now=NOW)

        assert Stage.objects.get(pk=stage.pk).name == "Proof"


def test_and_back_again_it_is_as_it_was(administrator: actors.Actor) -> None:
    with acting(administrator):
        before = [
            sorted(model.objects.values_list("name", flat=True)) for model in (Pipeline, Stage, LostReason, Product)
        ]

        for language in ("zh-hans", "en"):
            change_with_names(actor=administrator, values={"language": language}, now=NOW)

        assert before == [
            sorted(model.objects.values_list("name", flat=True)) for model in (Pipeline, Stage, LostReason, Product)
        ]
