"""Programs that write the same record at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from tests import casting
from tests.racing import at_once
from tests.shell.api.asking import Api

from plexus.kernel.journal.models import Change
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Conflict
from plexus.kernel.schema import registry

pytestmark = pytest.mark.django_db(transaction=True)
Shared = tuple[casting.Cast, Any, list[Api]]
CITIES = ("Suzhou", "Nanjing", "Shanghai", "Wuhan")


@pytest.fixture
def shared(transactional_db: None) -> Shared:
    """The cast, an account that everybody at home may change, and the programs of four who may."""
    with transaction.atomic():
        cast = casting.a_cast()
        apis = [Api(each) for each in (cast.ada, cast.ben, cast.max, cast.root)]
        return cast, casting.an_account(cast.ada, city="Wuxi"), apis


def _changes(cast: casting.Cast, row: Any) -> list[Any]:
    with acting(cast.root):
        return list(Change.objects.filter(record_id=row.pk, op="U").values_list("before__city", "after__city"))


def test_of_many_programs_with_one_version_exactly_one_wins(shared: Shared) -> None:
    cast, row, apis = shared
    path = f"/accounts/{row.pk}"

    answers = at_once(
        *(partial(api.patch, path, {"city": city}, If_Match='"1"') for api, city in zip(apis, CITIES, strict=True))
    )

    assert sorted(each.status_code for each in answers) == [200, 412, 412, 412]
    (won,) = [each.json() for each in answers if each.status_code == 200]
    refusals = [each.json() for each in answers if each.status_code == 412]
    assert [(each["type"], each["yours"], each["current"]) for each in refusals] == [
        ("/api/v1/problems#conflict", 1, 2)
    ] * 3
    assert (won["version"], apis[0].get(path).json()) == (2, won)
    assert _changes(cast, row) == [("Wuxi", won["city"])]


def test_without_a_version_everybody_saves_and_nothing_is_unrecorded(shared: Shared) -> None:
    cast, row, apis = shared

    answers = at_once(
        *(partial(api.patch, f"/accounts/{row.pk}", {"city": city}) for api, city in zip(apis, CITIES, strict=True))
    )

    assert sorted(each.json()["version"] for each in answers) == [2, 3, 4, 5]
    changes = _changes(cast, row)
    assert {after for _before, after in changes} == set(CITIES)
    assert [before for before, _after in changes] == ["Wuxi", *(after for _before, after in changes[:-1])]


def test_two_connections_in_one_record_wait_for_each_other(shared: Shared) -> None:
    cast, row, _apis = shared
    about = registry.of(cast.root.workspace_id).object("accounts")

    def saved(city: str) -> str:
        try:
            with acting(cast.ada):
                changing.update(
                    actor=cast.ada, about=about, record_id=row.pk, values={"city": city}, now=casting.NOW, version=1
                )
        except Conflict:
            return ""
        return city

    works: list[Callable[[], str]] = [partial(saved, city) for city in CITIES]
    (won,) = filter(None, at_once(*works))

    assert _changes(cast, row) == [("Wuxi", won)]
