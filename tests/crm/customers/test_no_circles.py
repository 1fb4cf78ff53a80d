"""Companies form a tree: whichever door it is tried at, none comes to stand below itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.casting import NOW, Cast, an_account, fresh
from tests.racing import at_once
from tests.shell.api.asking import Api
from tests.shell.importing.trying import tried
from tests.signing import browser_of

from plexus.crm.customers.models import Account
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.shell.importing.verdicts import Verdict

# Long enough for all of them to have begun.
MEANWHILE = 0.3
SENTENCE = "The company chosen stands below this one, which would close a circle."


@pytest.fixture
def group(cast: Cast) -> list[Account]:
    """Three companies, each below the one before."""
    top = an_account(cast.ada, name="Top")
    middle = an_account(cast.ada, name="Middle", parent=top.pk)
    return [top, middle, an_account(cast.ada, name="Bottom", parent=middle.pk)]


def put_below(actor: Actor, row: Account, parent: Any) -> None:
    """Give a company another parent."""
    about = registry.standard().object("accounts")
    with acting(actor):
        changing.update(actor=actor, about=about, record_id=row.pk, values={"parent": parent}, now=NOW)


def test_a_company_is_not_put_below_what_stands_below_it(cast: Cast, group: list[Account]) -> None:
    top, middle, bottom = group
    refused = []
    for below in (top, middle, bottom):
        with pytest.raises(Invalid) as refusal:
            put_below(cast.ada, top, below.pk)
        refused += [(each.field, each.code) for each in refusal.value.fields]
    put_below(cast.ada, bottom, top.pk)
    put_below(cast.ada, middle, bottom.pk)

    assert refused == [("parent", "own_parent"), ("parent", "circle"), ("parent", "circle")]
    assert [fresh(each).parent_id for each in group] == [None, bottom.pk, top.pk]


def test_the_form_and_the_api_say_so_at_the_field(cast: Cast, group: list[Account]) -> None:
    top, _middle, bottom = group
    answer = Api(cast.ada).patch(f"/accounts/{top.pk}", {"parent": str(bottom.pk)})
    browser: Client = browser_of(cast.ada)
    page = browser.post(f"/accounts/{top.pk}/edit", {"parent": str(bottom.pk), "version": str(fresh(top).version)})

    assert answer.status_code == 422
    assert [(each["field"], each["message"]) for each in answer.json()["errors"]] == [("parent", SENTENCE)]
    assert (page.status_code, SENTENCE in page.content.decode()) == (422, True)


def test_of_many_at_once_only_those_are_refused(cast: Cast, group: list[Account]) -> None:
    top, middle, bottom = group
    other = an_account(cast.ada, name="Other")
    about = registry.standard().object("accounts")
    with acting(cast.ada):
        result = bulk.change_many(
            actor=cast.ada, about=about, rows=[top.pk, other.pk, bottom.pk], values={"parent": middle.pk}, now=NOW
        )

    assert (result.changed, result.unchanged, result.refused_count) == (1, 1, 1)
    assert [(each.record_id, each.errors[0].field, each.errors[0].code) for each in result.refused] == [
        (top.pk, "parent", "circle")
    ]
    assert fresh(other).parent_id == middle.pk


def test_taking_back_what_others_have_built_on_leaves_that_record(cast: Cast, group: list[Account]) -> None:
    top, middle, _bottom = group
    put_below(cast.ada, middle, None)
    cause = Cause.objects.latest("at", "id").pk
    put_below(cast.ada, top, middle.pk)
    with acting(cast.ada):
        undone = undoing.undo_cause(actor=cast.ada, cause_id=cause, now=NOW)

    assert (undone.count, undone.blocked_count) == (0, 1)
    assert [fresh(each).parent_id for each in (top, middle)] == [middle.pk, None]


def test_a_file_brings_all_in_but_the_link_that_closes_the_circle(cast: Cast) -> None:
    rows = [("Name", "Parent company"), ("One", "Three"), ("Two", "One"), ("Three", "Two"), ("Self", "Self")]
    outcome, sink = tried(cast.ada, "accounts", rows)

    parents = dict(Account.objects.values_list("name", "parent__name"))
    told = [(row.number, each.code) for row in sink.all if row.verdict is Verdict.INCOMPLETE for each in row.reasons]
    assert outcome.tally.of(Verdict.CREATED) == 4
    assert parents == {"One": "Three", "Two": "One", "Three": None, "Self": None}
    assert told == [(4, "circle"), (5, "own_parent")]


@pytest.mark.django_db(transaction=True)
def test_those_who_move_companies_at_the_same_moment_see_each_other(cast: Cast) -> None:
    tops = [an_account(cast.ada, name=name) for name in ("One", "Two")]
    below = [an_account(cast.ada, name=f"Below {each.name}", parent=each.pk) for each in tops]

    def moved(row: Account, parent: Account) -> Callable[[], str]:
        def move() -> str:
            try:
                with transaction.atomic():
                    put_below(cast.ada, row, parent.pk)
                    time.sleep(MEANWHILE)
            except Invalid as refusal:
                return refusal.fields[0].code
            return "moved"

        return move

    told = at_once(moved(tops[0], below[1]), moved(tops[1], below[0]))

    assert sorted(told) == ["circle", "moved"]
    with acting(cast.ada):
        assert Account.objects.filter(name__in=("One", "Two"), parent=None).count() == 1
