"""A save that meets its record in the trash loses nothing: it says who put it there, and offers the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.casting import NOW, Cast, an_account, fresh
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

TYPED = {"name": "Hengtong", "city": "Suzhou", "version": "1"}


@pytest.fixture
def row(ada: Actor) -> Any:
    return an_account(ada, name="Hengtong", city="Wuxi")


def thrown_away(actor: Actor, row: Any) -> None:
    with acting(actor):
        about = registry.of(actor.workspace_id).object("accounts")
        changing.trash(actor=actor, about=about, record_id=row.pk, now=NOW + timedelta(seconds=1))


def test_the_form_comes_back_with_what_was_typed_and_the_way_back(ada: Actor, root: Actor, row: Any) -> None:
    thrown_away(root, row)

    answer = browser_of(ada).post(f"/accounts/{row.pk}/edit", TYPED)

    assert answer.status_code == 409
    held = dict(sent(answer.text))
    assert (held["city"], held["version"], held["restore"]) == ("Suzhou", "1", "1")
    assert "Root moved this record to the trash" in answer.text
    assert "Restore and save" in answer.text
    assert (fresh(row).city, fresh(row).version) == ("Wuxi", 2)


def test_what_comes_back_is_saved(ada: Actor, root: Actor, row: Any) -> None:
    thrown_away(root, row)
    browser, path = browser_of(ada), f"/accounts/{row.pk}/edit"

    answer = browser.post(path, dict(sent(browser.post(path, TYPED).text)))

    assert answer.status_code == 302
    assert (fresh(row).city, fresh(row).deleted_at, fresh(row).version) == ("Suzhou", None, 4)


def test_what_others_changed_before_it_went_is_compared_all_the_same(ada: Actor, root: Actor, row: Any) -> None:
    browser_of(root).post(f"/accounts/{row.pk}/edit", {"city": "Nanjing", "version": "1"})
    thrown_away(root, row)

    answer = browser_of(ada).post(f"/accounts/{row.pk}/edit", TYPED | {"restore": "1"})

    assert answer.status_code == 409
    assert "Save what I chose" in answer.text
    assert (fresh(row).city, fresh(row).deleted_at) == ("Nanjing", None)


def test_who_may_not_restore_keeps_what_was_typed(cast: Cast, row: Any) -> None:
    Role.objects.filter(key="sales").update(grants={"*": {"read": "all", "update": "all"}})
    thrown_away(cast.root, row)

    answer = browser_of(cast.ada).post(f"/accounts/{row.pk}/edit", TYPED)

    assert answer.status_code == 409
    assert dict(sent(answer.text))["city"] == "Suzhou"
    assert "restore" not in dict(sent(answer.text))
    assert "Ask Root to restore the record" in answer.text


def test_a_cell_keeps_what_was_typed_and_comes_back_with_it(ada: Actor, root: Actor, row: Any) -> None:
    thrown_away(root, row)
    browser, path = browser_of(ada), f"/accounts/{row.pk}/cell/city"

    refused = browser.post(path, {"city": "Suzhou", "version": "1"})
    saved = browser.post(path, {"city": "Suzhou", "version": "1", "restore": "1"})

    assert refused.status_code == 422
    assert 'value="Suzhou"' in refused.text
    assert "data-restores" in refused.text
    assert "Root moved this record to the trash" in refused.text
    assert saved.status_code == 200
    assert (fresh(row).city, fresh(row).deleted_at) == ("Suzhou", None)


def test_a_stranger_is_told_nothing_of_the_trash(cast: Cast) -> None:
    row = an_account(cast.ada, name="Hengtong")
    Role.objects.filter(key="sales").update(grants={"*": {"read": "own", "update": "own", "delete": "own"}})
    thrown_away(cast.ada, row)
    browser = browser_of(cast.cyd)

    answers = [browser.get(f"/accounts/{row.pk}"), browser.post(f"/accounts/{row.pk}/edit", TYPED)]

    assert [each.status_code for each in answers] == [404, 404]
    assert not any("to the trash" in each.text.lower() for each in answers)


def test_the_page_of_what_lies_in_the_trash_leads_there(ada: Actor, row: Any) -> None:
    thrown_away(ada, row)

    answer = browser_of(ada).get(f"/accounts/{row.pk}")

    assert answer.status_code == 404
    assert "This record was moved to the trash. Restore it first." in answer.text
    assert 'href="/trash"' in answer.text
