"""By each door: the past of a record, and taking it back, are for those alone whom the record and the act concern."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from tests.casting import NOW, Cast, a_cast, a_contact
from tests.shell.api.asking import Api, quoted
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.site.command.verb import Output
from plexus.site.command.verbs.undo import Undo
from plexus.site.command.workspaces import NoSuchAct

pytestmark = pytest.mark.django_db
Attempts = dict[str, Callable[[], Any]]
SECRET = "Suzhou"


@pytest.fixture
def touched(cast: Cast) -> Change:
    """The change by which ada moved her contact to another city."""
    return _moved(cast)


def _moved(cast: Cast) -> Change:
    row = a_contact(cast.ada, city="Wuxi")
    about = registry.standard().object("contacts")
    with acting(cast.ada):
        changing.update(actor=cast.ada, about=about, record_id=row.pk, values={"city": SECRET}, now=NOW)
        return Change.objects.get(record_id=row.pk, op="U")


def by_api(actor: Actor, change: Change) -> Attempts:
    """Everything a program might try that knows all the ids."""
    api, path, cause = Api(actor), f"/contacts/{change.record_id}", f"/causes/{change.cause_id}"
    return {
        "history": partial(api.get, f"{path}/history"),
        "as-of": partial(api.get, path + quoted(as_of="2100-01-01T00:00:00Z")),
        "conflict": partial(api.patch, path, {"city": "Nanjing"}, If_Match='"1"'),
        "cause": partial(api.get, cause),
        "preview": partial(api.post, f"{cause}/undo", {"preview": True}),
        "undo": partial(api.post, f"{cause}/undo"),
        "force": partial(api.post, f"{cause}/undo", {"force": True}),
    }


def by_pages(actor: Actor, change: Change) -> Attempts:
    """Everything a browser might try that knows all the ids."""
    browser, path = browser_of(actor), f"/contacts/{change.record_id}"
    stale = {"full_name": "Zhang Wei", "city": "Nanjing", "version": "1"}
    return {
        "history": partial(browser.get, f"{path}/history"),
        "page": partial(browser.get, path),
        "conflict": partial(browser.post, f"{path}/edit", stale),
        "cell": partial(browser.post, f"{path}/cell/city", stale),
        "undo": partial(browser.post, f"/causes/{change.cause_id}/undo"),
        "undo change": partial(browser.post, f"{path}/undo/{change.pk}"),
    }


def tried(attempts: Attempts) -> dict[str, int]:
    """The statuses; a refusal must not tell the value."""
    statuses = {}
    for name, attempt in attempts.items():
        answer = attempt()
        statuses[name] = answer.status_code
        assert answer.status_code == 200 or SECRET not in answer.content.decode(), name
    return statuses


def untouched(cast: Cast, change: Change) -> bool:
    """Whether nothing has happened since the change."""
    with acting(cast.root):
        newest = Change.objects.filter(record_id=change.record_id).latest("id")
        return newest.pk == change.pk and not Cause.objects.filter(undoes=change.cause_id).exists()


@pytest.mark.parametrize("who", ["eve", "cyd"])
@pytest.mark.parametrize("door", [by_api, by_pages])
def test_who_may_not_see_a_record_learns_nothing_of_its_past(
    cast: Cast, touched: Change, who: str, door: Callable[[Actor, Change], Attempts]
) -> None:
    statuses = tried(door(getattr(cast, who), touched))

    assert statuses == dict.fromkeys(statuses, 404)
    assert untouched(cast, touched)


def test_who_only_reads_takes_nothing_back(cast: Cast, touched: Change) -> None:
    api, pages = tried(by_api(cast.lee, touched)), tried(by_pages(cast.lee, touched))

    assert api == {
        "history": 200, "as-of": 200, "conflict": 403, "cause": 404, "preview": 404, "undo": 404, "force": 404
    }  # fmt: skip
    assert pages == {
        "history": 200, "page": 200, "conflict": 403, "cell": 403, "undo": 404, "undo change": 404
    }  # fmt: skip
    assert untouched(cast, touched)


def test_a_colleague_who_may_change_the_record_does_not_take_back_what_another_did(cast: Cast, touched: Change) -> None:
    attempts = by_api(cast.ben, touched) | by_pages(cast.ben, touched)

    statuses = tried({name: attempts[name] for name in ("preview", "undo", "force", "undo change")})

    assert statuses == dict.fromkeys(statuses, 404)
    assert untouched(cast, touched)


def test_a_token_that_may_only_read_takes_nothing_back(cast: Cast, touched: Change) -> None:
    bound = Api(cast.ada, scopes=("contacts:read",))

    answer = bound.post(f"/causes/{touched.cause_id}/undo", {"force": True})

    assert (answer.status_code, answer.json()["restored"], answer.json()["refused_count"]) == (200, 0, 1)
    with acting(cast.root):
        assert Change.objects.filter(record_id=touched.record_id).latest("id") == touched


def test_an_address_of_another_record_does_not_open_the_past_of_this_one(cast: Cast, touched: Change) -> None:
    theirs = a_contact(cast.cyd, full_name="Li Na")
    browser = browser_of(cast.cyd)

    answer = browser.post(f"/contacts/{theirs.pk}/undo/{touched.pk}")

    assert answer.status_code == 404
    assert untouched(cast, touched)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_command_of_another_firm_does_not_know_the_cause() -> None:
    with transaction.atomic():
        cast = a_cast()
        change = _moved(cast)
    asked = argparse.Namespace(workspace="elsewhere", cause=change.cause_id, dry_run=False, force=True)

    with pytest.raises(NoSuchAct):
        Undo().run(asked, Output(as_json=True))

    assert untouched(cast, change)
